#include "tests/unit/functions/literal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <variant>

#include "stdlib/functions/registry.hpp"
#include "stdlib/value/json.hpp"

namespace parley::functions {

namespace {

using schema::TypeKind;
using value::State;
using value::Value;

// A bare word among the arguments of a call.
struct Word {
  std::string text;
};
using Item = std::variant<Value, Word>;

struct Failed {
  std::string error;
  std::string trouble;
};

bool kind_fits(TypeKind kind, const Value& v) {
  switch (kind) {
    case TypeKind::text:
    case TypeKind::enumeration:
    case TypeKind::id:
    case TypeKind::reference:
      return v.as<std::string>() != nullptr;
    case TypeKind::boolean:
      return v.as<bool>() != nullptr;
    case TypeKind::integer:
      return v.as<std::int64_t>() != nullptr;
    case TypeKind::decimal:
    case TypeKind::money:
      return v.as<value::Decimal>() != nullptr;
    case TypeKind::date:
      return v.as<value::Date>() != nullptr;
    case TypeKind::time:
      return v.as<value::TimeOfDay>() != nullptr;
    case TypeKind::datetime:
      return v.as<value::DateTime>() != nullptr;
    case TypeKind::instant:
      return v.as<core::Instant>() != nullptr;
    case TypeKind::duration:
      return v.as<core::Duration>() != nullptr;
    case TypeKind::list:
    case TypeKind::set:
      return v.as<value::List>() != nullptr;
    case TypeKind::map:
      return v.as<value::Map>() != nullptr;
    case TypeKind::object:
      return v.as<value::Record>() != nullptr;
    case TypeKind::null:
      return !v.has_value();
  }
  return false;
}

// The argument as the parameter wants it; nothing where it does not fit.
std::optional<Value> fitted(const abi::Parameter& parameter, const Item& item, bool widen) {
  if (const auto* word = std::get_if<Word>(&item)) {
    auto found = std::ranges::find(parameter.words, word->text);
    if (found == parameter.words.end()) return std::nullopt;
    return Value::of(static_cast<std::int64_t>(found - parameter.words.begin()));
  }
  const Value& v = std::get<Value>(item);
  if (!parameter.words.empty()) return std::nullopt;
  if (!v.has_value() || kind_fits(parameter.kind, v)) return v;
  const auto* integer = v.as<std::int64_t>();
  if (widen && parameter.kind == TypeKind::decimal && integer != nullptr)
    return Value::of(value::Decimal::of(*integer));
  return std::nullopt;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Item whole() {
    Item item = expression();
    if (peek() != '\0') fail("something is left over");
    return item;
  }

 private:
  [[noreturn]] void fail(std::string_view why) const {
    throw Failed{"", fmt::format("{} at {} in {}", why, at_, text_)};
  }
  char peek() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }

  Item expression() {
    char c = peek();
    if (c == '"') return text();
    if (c == '[') return Value::of(value::List(values(']')));
    if (c == '-' || (c >= '0' && c <= '9')) return number();
    std::string name;
    while (at_ < text_.size() &&
           (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == '_'))
      name += text_[at_++];
    if (name.empty()) fail("expected a literal or a call");
    if (peek() == '(') return call(name);
    if (name == "null") return Value::none(State::null);
    if (name == "true" || name == "false") return Value::of(name == "true");
    return Word{name};
  }

  Value text() {
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != '"') end += text_[end] == '\\' ? 2 : 1;
    auto json = value::parse_json(text_.substr(at_, end + 1 - at_));
    if (!json) fail(json.error().message);
    at_ = end + 1;
    return Value::of(json->text());
  }

  Value number() {
    std::size_t begin = at_;
    while (at_ < text_.size() &&
           std::string_view("+-.0123456789eE").find(text_[at_]) != std::string_view::npos)
      ++at_;
    std::string_view digits = text_.substr(begin, at_ - begin);
    std::int64_t integer = 0;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), integer);
    if (error == std::errc() && end == digits.data() + digits.size()) return Value::of(integer);
    auto decimal = value::parse_decimal(digits);
    if (!decimal) fail("no number");
    return Value::of(*decimal);
  }

  std::vector<Item> items(char close) {
    ++at_;
    std::vector<Item> found;
    if (take(close)) return found;
    do found.push_back(expression());
    while (take(','));
    if (!take(close)) fail("expected a comma or the end");
    return found;
  }

  value::List values(char close) {
    value::List list;
    for (Item& item : items(close)) {
      if (!std::holds_alternative<Value>(item)) fail("a word is no value");
      list.push_back(std::get<Value>(std::move(item)));
    }
    return list;
  }

  std::optional<value::List> bound(const abi::Function& function, const std::vector<Item>& given,
                                   bool widen) {
    value::List arguments;
    if (given.size() > function.parameters.size()) return std::nullopt;
    for (std::size_t i = 0; i < function.parameters.size(); ++i) {
      const abi::Parameter& parameter = function.parameters[i];
      if (i >= given.size() && !parameter.optional) return std::nullopt;
      Item item = i < given.size() ? given[i] : Reader(parameter.otherwise).whole();
      auto argument = fitted(parameter, item, widen);
      if (!argument) return std::nullopt;
      arguments.push_back(std::move(*argument));
    }
    return arguments;
  }

  Value call(const std::string& name) {
    std::vector<Item> given = items(')');
    for (bool widen : {false, true})
      for (const abi::Function& function : overloads(name))
        if (auto arguments = bound(function, given, widen)) return run(function, *arguments);
    fail("no overload fits of " + name);
  }

  Value run(const abi::Function& function, const value::List& arguments) {
    bool propagate = function.null_rule == abi::NullRule::propagate;
    if (propagate && std::ranges::any_of(arguments, [](const Value& v) { return value::is_none(v.state); }))
      return Value::none(State::null);
    abi::CallContext context{{1'795'305'600'000'000}};
    Value result;
    const auto* typed = std::get_if<abi::TypedBody>(&function.body);
    std::int64_t returned = typed != nullptr
                                ? typed->thunk(context, arguments, result)
                                : std::get<abi::ValueBody>(function.body)(context, arguments, result);
    if (abi::call::is_error(returned))
      throw Failed{
          std::string(function.errors.at(static_cast<std::size_t>(abi::call::error_index(returned))).code),
          ""};
    if (!result.has_value() && propagate && !function.result_may_be_none)
      fail(fmt::format("{} gives null although its descriptor rules that out", name_of(function)));
    return result;
  }

  static std::string_view name_of(const abi::Function& function) { return function.name; }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Outcome run_literal(std::string_view expression) {
  try {
    Item item = Reader(expression).whole();
    if (auto* v = std::get_if<Value>(&item)) return {std::move(*v), "", ""};
    return {{}, "", "a bare word"};
  } catch (const Failed& failed) {
    return {{}, failed.error, failed.trouble};
  }
}

std::string shown(const Outcome& outcome) {
  if (!outcome.trouble.empty()) return "trouble: " + outcome.trouble;
  if (!outcome.error.empty()) return "error " + outcome.error;
  if (!outcome.value.has_value()) return "null";
  return outcome.value.as<std::string>() != nullptr ? fmt::format("\"{}\"", *outcome.value.as<std::string>())
                                                    : value::canonical(outcome.value);
}

}  // namespace parley::functions
