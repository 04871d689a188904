#include "tests/conformance/cel_case.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>

#include "compiler/check/check.hpp"
#include "compiler/interpret/interpreter.hpp"
#include "compiler/ir/lower.hpp"
#include "compiler/parse/parse.hpp"

namespace parley::conformance {

namespace {

using schema::TypeKind;

std::optional<std::int64_t> integer(std::string_view text) {
  std::int64_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// {value: {int64_value: 1}} or {int64_value: 1}.
const Message& inner(const Message& value) {
  const Message* wrapped = value.part("value");
  return wrapped != nullptr ? *wrapped : value;
}

// Seconds and nanoseconds of a Timestamp or Duration, as microseconds; nothing where they are finer.
std::optional<std::int64_t> microseconds(const Message& message) {
  auto number = [&](std::string_view name) {
    return message.find(name) == nullptr ? std::optional<std::int64_t>(0) : integer(message.text(name));
  };
  auto seconds = number("seconds");
  auto nanos = number("nanos");
  if (!seconds || !nanos || *nanos % 1'000 != 0) return std::nullopt;
  return *seconds * 1'000'000 + *nanos / 1'000;
}

bool equals(const value::Value& actual, const Message& expected);

bool equals_list(const value::Value& actual, const Message& expected) {
  const auto* list = actual.as<value::List>();
  if (list == nullptr) return false;
  std::size_t at = 0;
  for (const Field& item : expected.fields)
    if (item.message.empty() || at == list->size() || !equals((*list)[at++], item.message[0])) return false;
  return at == list->size();
}

// Keys may stand in any order.
bool equals_map(const value::Value& actual, const Message& expected) {
  const auto* map = actual.as<value::Map>();
  if (map == nullptr || map->entries.size() != expected.fields.size()) return false;
  return std::ranges::all_of(expected.fields, [&](const Field& entry) {
    const Message* key = entry.message.empty() ? nullptr : entry.message[0].part("key");
    const Message* value = entry.message.empty() ? nullptr : entry.message[0].part("value");
    return key != nullptr && value != nullptr && std::ranges::any_of(map->entries, [&](const auto& e) {
             return equals(e.first, *key) && equals(e.second, *value);
           });
  });
}

// Timestamps and durations; other messages do not exist here.
bool equals_object(const value::Value& actual, const Message& expected) {
  if (expected.fields.empty() || expected.fields[0].message.empty()) return false;
  auto wanted = microseconds(expected.fields[0].message[0]);
  std::string_view name = expected.fields[0].name;
  if (const auto* instant = actual.as<core::Instant>(); instant != nullptr && name.ends_with("Timestamp]"))
    return wanted == instant->microseconds;
  const auto* duration = actual.as<core::Duration>();
  return duration != nullptr && name.ends_with("Duration]") && wanted == duration->microseconds;
}

bool equals(const value::Value& actual, const Message& expected) {
  if (expected.fields.size() != 1) return false;
  const Field& wanted = expected.fields[0];
  if (wanted.name == "null_value") return value::is_none(actual.state);
  if (!actual.has_value()) return false;
  if (wanted.name == "int64_value") {
    const auto* number = actual.as<std::int64_t>();
    return number != nullptr && integer(wanted.value) == *number;
  }
  if (wanted.name == "double_value") {
    const auto* number = actual.as<value::Decimal>();
    auto decimal = value::parse_decimal(wanted.value);
    return number != nullptr && decimal && *decimal == *number;
  }
  if (wanted.name == "string_value") {
    const auto* text = actual.as<std::string>();
    return text != nullptr && *text == wanted.value;
  }
  if (wanted.name == "bool_value") {
    const auto* boolean = actual.as<bool>();
    return boolean != nullptr && (wanted.value == "true") == *boolean;
  }
  if (wanted.message.empty()) return false;
  if (wanted.name == "list_value") return equals_list(actual, wanted.message[0]);
  if (wanted.name == "map_value") return equals_map(actual, wanted.message[0]);
  if (wanted.name == "object_value") return equals_object(actual, wanted.message[0]);
  return false;
}

std::optional<schema::Type> type_of(const Message& type);

std::shared_ptr<const schema::Type> shared_type_of(const Message* type) {
  auto found = type == nullptr ? std::nullopt : type_of(*type);
  return found ? std::make_shared<schema::Type>(std::move(*found)) : nullptr;
}

// A declared type; nothing where this language has none such.
std::optional<schema::Type> type_of(const Message& type) {
  static const std::map<std::string_view, TypeKind> kinds = {
      {"INT64", TypeKind::integer},     {"BOOL", TypeKind::boolean},
      {"STRING", TypeKind::text},       {"DOUBLE", TypeKind::decimal},
      {"TIMESTAMP", TypeKind::instant}, {"google.protobuf.Duration", TypeKind::duration},
      {"DURATION", TypeKind::duration}};
  for (std::string_view form : {"primitive", "well_known", "message_type"})
    if (auto kind = kinds.find(type.text(form)); kind != kinds.end())
      return schema::Type{.kind = kind->second};
  if (const Message* list = type.part("list_type")) {
    auto element = shared_type_of(list->part("elem_type"));
    if (element) return schema::Type{.kind = TypeKind::list, .element = element};
  }
  if (const Message* map = type.part("map_type")) {
    auto key = shared_type_of(map->part("key_type"));
    auto element = shared_type_of(map->part("value_type"));
    if (key && element) return schema::Type{.kind = TypeKind::map, .element = element, .key = key};
  }
  return std::nullopt;
}

// A bound value; nothing where this language has none such.
std::optional<value::Value> value_of(const Message& message) {
  if (message.fields.size() != 1) return std::nullopt;
  const Field& field = message.fields[0];
  if (field.name == "null_value") return value::Value();
  if (field.name == "bool_value") return value::Value::of(field.value == "true");
  if (field.name == "string_value") return value::Value::of(field.value);
  if (field.name == "int64_value")
    if (auto number = integer(field.value)) return value::Value::of(*number);
  if (field.name == "double_value")
    if (auto number = value::parse_decimal(field.value)) return value::Value::of(*number);
  if (field.name == "object_value" && !field.message.empty() && !field.message[0].fields.empty()) {
    const Field& object = field.message[0].fields[0];
    auto time = object.message.empty() ? std::nullopt : microseconds(object.message[0]);
    if (time && object.name.ends_with("Duration]")) return value::Value::of(core::Duration{*time});
    if (time && object.name.ends_with("Timestamp]")) return value::Value::of(core::Instant{*time});
  }
  if (field.name == "list_value" && !field.message.empty()) {
    value::List list;
    for (const Field& item : field.message[0].fields) {
      auto value = item.message.empty() ? std::nullopt : value_of(item.message[0]);
      if (!value) return std::nullopt;
      list.push_back(std::move(*value));
    }
    return value::Value::of(std::move(list));
  }
  if (field.name == "map_value" && !field.message.empty()) {
    value::Map map;
    for (const Field& entry : field.message[0].fields) {
      const Message* parts = entry.message.empty() ? nullptr : entry.message.data();
      const Message* key = parts == nullptr ? nullptr : parts->part("key");
      const Message* value = parts == nullptr ? nullptr : parts->part("value");
      auto k = key == nullptr ? std::nullopt : value_of(*key);
      auto v = value == nullptr ? std::nullopt : value_of(*value);
      if (!k || !v) return std::nullopt;
      map.entries.emplace_back(std::move(*k), std::move(*v));
    }
    return value::Value::of(std::move(map));
  }
  return std::nullopt;
}

struct Environment {
  std::vector<check::Binder> binders;
  std::vector<value::Value> values;
};

// What the expression may use; nothing where a type or value of it does not exist here. A name that is bound
// but not declared is unknown to the checker, as is one that is declared but not bound to the interpreter.
std::optional<Environment> environment_of(const Message& test) {
  Environment environment;
  for (const Field& declared : test.fields) {
    if (declared.name != "type_env" || declared.message.empty()) continue;
    const Message* ident = declared.message[0].part("ident");
    const Message* declared_type = ident == nullptr ? nullptr : ident->part("type");
    auto type = declared_type == nullptr ? std::nullopt : type_of(*declared_type);
    if (!type) return std::nullopt;
    environment.binders.push_back({std::string(declared.message[0].text("name")), std::move(*type), false});
    for (const Field& bound : test.fields) {
      if (bound.name != "bindings" || bound.message.empty()) continue;
      const Message* value = bound.message[0].part("value");
      if (bound.message[0].text("key") != environment.binders.back().name || value == nullptr) continue;
      auto v = value_of(inner(*value));
      if (!v) return std::nullopt;
      environment.values.push_back(std::move(*v));
    }
  }
  return environment;
}

Judged disagree(std::string got) {
  return {Verdict::disagree, std::move(got)};
}

Judged refused(const Message& test, const diagnostics::Sink& sink) {
  if (test.find("eval_error") != nullptr) return {Verdict::refused, {}};
  const diagnostics::Diagnostic& first = sink.all().front();
  return disagree(fmt::format("{}: {}", first.code, first.message));
}

Judged evaluated(const Message& test, const interpret::Datum& d) {
  if (d.tag == ir::Tag::failed) {
    if (test.find("eval_error") != nullptr) return {Verdict::fails, {}};
    return disagree("fails: " + d.fault->sentence());
  }
  const Message* expected = test.part("value");
  // Without a value the expected one is true.
  bool is_equal =
      expected != nullptr ? equals(d.value, *expected) : test.find("eval_error") == nullptr && d.is_true();
  if (is_equal) return {Verdict::equal, {}};
  return disagree(d.has_value() ? value::canonical(d.value) : "null");
}

}  // namespace

std::vector<Case> cases_of(const Message& file) {
  std::vector<Case> cases;
  std::map<std::string, int> seen;
  for (const Field& section : file.fields) {
    if (section.name != "section" || section.message.empty()) continue;
    for (const Field& test : section.message[0].fields) {
      if (test.name != "test" || test.message.empty()) continue;
      std::string name = fmt::format("{}/{}/{}", file.text("name"), section.message[0].text("name"),
                                     test.message[0].text("name"));
      if (int count = ++seen[name]; count > 1) name += fmt::format("#{}", count);
      cases.push_back({std::move(name), test.message[0]});
    }
  }
  return cases;
}

Judged judge(const Case& one) {
  auto environment = environment_of(one.test);
  if (!environment) return disagree("a type or value in its environment that does not exist here");
  if (environment->binders.size() > 1) return disagree("more than one variable");
  if (environment->values.size() != environment->binders.size())
    return disagree("a variable without a value");
  source::SourceSet sources;
  diagnostics::Sink sink;
  const auto parsed =
      parse::parse_expression(sources.add("expression", std::string(one.test.text("expr"))), sink);
  if (sink.has_errors()) return refused(one.test, sink);
  const auto checked = check::check_expression(parsed, environment->binders, sink);
  if (sink.has_errors()) return refused(one.test, sink);
  const ir::Function function = ir::lower(checked, sources);
  const ir::Module module;
  interpret::Interpreter interpreter(module);
  const interpret::Fields no_fields = [](ir::SlotRef) { return value::Value::none(value::State::absent); };
  interpreter.start(function, no_fields, environment->values.empty() ? nullptr : environment->values.data());
  return evaluated(one.test, interpreter.get(function.results[0]));
}

}  // namespace parley::conformance
