// Json: a document as a tree, for bodies, configuration and tests. Records in bulk never take this way; they
// go through stdlib/stream. Numbers keep their digits as text, so that no value passes through a float;
// object keys keep their order; of a key that stands twice the last one counts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "stdlib/core/result.hpp"

namespace parley::value {

class Json {
 public:
  struct Number {
    std::string digits;  // as JSON writes them: "12", "-0.50", "1e3"
    friend bool operator==(const Number&, const Number&) = default;
  };
  using Array = std::vector<Json>;
  using Member = std::pair<std::string, Json>;
  using Object = std::vector<Member>;

  Json() = default;  // null
  Json(std::nullptr_t) {}
  Json(bool boolean) : node_(boolean) {}
  Json(int number) : node_(Number{std::to_string(number)}) {}
  Json(std::int64_t number) : node_(Number{std::to_string(number)}) {}
  Json(std::size_t number) : node_(Number{std::to_string(number)}) {}
  Json(Number number) : node_(std::move(number)) {}
  Json(const char* text) : node_(std::string(text)) {}
  Json(std::string_view text) : node_(std::string(text)) {}
  Json(std::string text) : node_(std::move(text)) {}
  Json(Array items) : node_(std::move(items)) {}
  Json(Object members) : node_(std::move(members)) {}

  static Json array() { return Json(Array{}); }
  static Json object() { return Json(Object{}); }

  bool is_null() const { return std::holds_alternative<std::monostate>(node_); }
  bool is_bool() const { return std::holds_alternative<bool>(node_); }
  bool is_number() const { return std::holds_alternative<Number>(node_); }
  bool is_text() const { return std::holds_alternative<std::string>(node_); }
  bool is_array() const { return std::holds_alternative<Array>(node_); }
  bool is_object() const { return std::holds_alternative<Object>(node_); }

  // Precondition of each: the value is of that kind.
  bool boolean() const { return std::get<bool>(node_); }
  const std::string& digits() const { return std::get<Number>(node_).digits; }
  const std::string& text() const { return std::get<std::string>(node_); }
  std::string& text() { return std::get<std::string>(node_); }
  const Array& items() const { return std::get<Array>(node_); }
  Array& items() { return std::get<Array>(node_); }
  const Object& members() const { return std::get<Object>(node_); }
  Object& members() { return std::get<Object>(node_); }

  // Kind-safe questions: nothing where the value is of another kind or does not fit.
  std::optional<std::int64_t> integer() const;
  std::string text_or(std::string_view otherwise) const;

  // Members of an object. find: null where this is no object or has no such key. operator[]: makes what is
  // missing; a null becomes an object first. at_path: "paging.next.after".
  const Json* find(std::string_view key) const;
  Json* find(std::string_view key);
  const Json* at_path(std::string_view dotted) const;
  Json& operator[](std::string_view key);
  void erase(std::string_view key);

  void push(Json item);  // a null becomes an array first

  // Same value, numbers compared by their digits, members in order.
  friend bool operator==(const Json&, const Json&) = default;

 private:
  std::variant<std::monostate, bool, Number, std::string, Array, Object> node_;
};

// A text, or a number's digits: ids come as either. Empty where there is neither.
std::string text_of(const Json* json);

constexpr std::size_t json_depth_max = 1'024;

// Refuses anything but exactly one JSON text (RFC 8259) in valid UTF-8, nested at most json_depth_max deep.
// The error's message names the byte offset.
core::Result<Json> parse_json(std::string_view text);

std::string write_json(const Json& json);         // on one line
std::string write_json_pretty(const Json& json);  // two blanks a level, ends with a newline
// The members of every object sorted by key, for comparing documents.
Json sorted(const Json& json);
// `text` with quotes and escapes, as JSON writes it.
void append_quoted(std::string& out, std::string_view text);

}  // namespace parley::value
