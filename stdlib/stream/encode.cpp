#include <fmt/format.h>

#include "stdlib/core/check.hpp"
#include "stdlib/stream/wire.hpp"
#include "stdlib/value/json.hpp"

namespace parley::stream {

namespace {

using schema::Type;
using schema::TypeKind;
using schema::Wire;
using value::Value;

std::int64_t whole_milliseconds(std::int64_t microseconds) {
  std::int64_t ms = microseconds / 1'000;
  return microseconds % 1'000 < 0 ? ms - 1 : ms;
}

std::string us_date(value::Date date) {
  value::CivilDate day = value::civil(date);
  return fmt::format("{:02}/{:02}/{:04}", day.month, day.day, day.year);
}

std::string joined(const value::List& list) {
  std::string all;
  for (const Value& item : list) all += (all.empty() ? "" : ";") + value::canonical(item);
  return all;
}

void append_items(std::string& out, const value::List& list, const Type& type) {
  static const Type text;
  out += '[';
  for (const Value& item : list) {
    if (out.back() != '[') out += ',';
    encode(out, item, type.element ? *type.element : text, Wire::json);
  }
  out += ']';
}

void append_members(std::string& out, const value::Record& record, const Type& type) {
  out += '{';
  for (const auto& [name, member] : record.members) {
    if (value::is_unknown(member.state)) continue;
    if (out.back() != '{') out += ',';
    value::append_quoted(out, name);
    out += ':';
    static const Type text;
    const Type* found = &text;
    for (const schema::Member& m : type.members)
      if (m.name == name) found = m.type.get();
    encode(out, member, *found, Wire::json);
  }
  out += '}';
}

// What stands between quotes, or bare, for a scalar.
struct Scalar {
  std::string text;
  bool quoted = true;
};

Scalar scalar(const Value& v, Wire wire) {
  bool bare = wire != Wire::text;
  if (const auto* b = v.as<bool>()) {
    if (wire == Wire::letter) return {*b ? "T" : "F"};
    return {*b ? "true" : "false", !bare};
  }
  if (v.as<std::int64_t>() != nullptr || v.as<value::Decimal>() != nullptr)
    return {value::canonical(v), !bare};
  if (const auto* date = v.as<value::Date>()) {
    if (wire == Wire::us_date) return {us_date(*date)};
    if (wire == Wire::midnight_utc_ms) return {fmt::format("{}", std::int64_t{date->days} * 86'400'000)};
  }
  if (const auto* instant = v.as<core::Instant>()) {
    std::int64_t ms = whole_milliseconds(instant->microseconds);
    if (wire == Wire::epoch_ms) return {fmt::format("{}", ms), false};
    if (wire == Wire::epoch_ms_text) return {fmt::format("{}", ms)};
    if (wire == Wire::epoch_s) return {fmt::format("{}", whole_milliseconds(ms)), false};
  }
  return {value::canonical(v)};
}

}  // namespace

void encode(std::string& out, const Value& v, const Type& type, Wire wire) {
  if (!v.has_value()) {
    out += "null";
    return;
  }
  if (const auto* record = v.as<value::Record>()) return append_members(out, *record, type);
  if (const auto* list = v.as<value::List>()) {
    if (wire == Wire::semicolons) return value::append_quoted(out, joined(*list));
    return append_items(out, *list, type);
  }
  Scalar text = scalar(v, wire);
  if (wire == Wire::reference) {
    out += "{\"id\":";
    value::append_quoted(out, text.text);
    out += '}';
  } else if (text.quoted) {
    value::append_quoted(out, text.text);
  } else {
    out += text.text;
  }
}

// A field's canonical bytes are its JSON wire, with the quotes of a text left out.
Value from_canonical(const Type& type, std::string_view bytes) {
  std::string text(bytes);
  auto number = [](TypeKind kind) {
    return kind == TypeKind::integer || kind == TypeKind::decimal || kind == TypeKind::money;
  };
  Kind kind = Kind::text;
  if (number(type.kind)) kind = Kind::number;
  if (type.kind == TypeKind::boolean) kind = Kind::boolean;
  if (type.kind == TypeKind::list || type.kind == TypeKind::set) kind = Kind::array;
  if (type.kind == TypeKind::object) kind = Kind::object;
  if (kind == Kind::text && bytes.empty()) return Value::of(std::string());
  return decode({kind, std::move(text)}, type, Wire::json);
}

}  // namespace parley::stream
