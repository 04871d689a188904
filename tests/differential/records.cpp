#include "tests/differential/records.hpp"

#include <fmt/format.h>

#include "stdlib/value/json.hpp"

namespace parley::differential {

namespace {

using schema::TypeKind;
using schema::Wire;
using Words = std::vector<std::string>;

std::string quoted(const std::string& text) {
  return '"' + text + '"';
}

std::string items(const schema::Field& field, Dice& dice) {
  static const Words texts = {"x", "Ana", "ana@acme.com", "a b", "", "7"};
  if (field.wire == Wire::semicolons) return dice.percent(20) ? R"("x")" : R"("x;Ana;7")";
  std::string text = "[";
  for (std::size_t i = 0, count = dice.below(5); i < count; ++i) {
    const bool number = field.type.element->kind == TypeKind::integer;
    text += i > 0 ? "," : "";
    text += dice.percent(5) ? "null" : number ? fmt::format("{}", dice.below(9)) : quoted(dice.pick(texts));
  }
  return text + "]";
}

// A value as the field's wire usually has it, as JSON.
std::string usual(const schema::Field& field, Dice& dice) {
  static const Words texts = {"Ana",
                              "x",
                              " padded  text ",
                              "ana@ACME.com",
                              "+1 415 555 0100",
                              "Grüße",
                              "Ωmega 🙂",
                              "12.50",
                              "2026-11-22",
                              "true",
                              "1,234.50",
                              "A very long text that fills more than any of the short fields",
                              "ß",
                              "e\xcc\x81",
                              "1h30m",
                              "acme.com/x",
                              "2026-11-22T09:30:00Z"};
  static const Words integers = {
      "0", "1", "-1", "42", "2147483648", "9223372036854775807", "-9223372036854775808"};
  static const Words decimals = {
      "0", "1.50", "-0.02", "12345.678", "0.10", "99999.99", "123456789012345678901234.5"};
  static const Words dates = {"2024-02-29", "1969-12-31", "0001-01-01", "9999-12-31", "2026-11-22"};
  static const Words us_dates = {"02/29/2024", "12/31/1969", "11/22/2026", "1/2/2026"};
  static const Words instants = {"2026-11-22T09:30:00Z", "2026-03-29T02:30:00.123456+02:00",
                                 "1969-12-31T23:59:59.999Z"};
  static const Words milliseconds = {"0", "1764000000000", "-1", "86400000", "253402300799999"};
  bool in_text =
      field.wire == Wire::text || field.wire == Wire::epoch_ms_text || field.wire == Wire::midnight_utc_ms;
  auto form = [&](const std::string& digits) { return in_text ? quoted(digits) : digits; };
  if (field.wire == Wire::reference) return fmt::format(R"({{"id":"{}","refName":"r"}})", dice.below(100));
  if (field.wire == Wire::letter) return dice.percent(50) ? "\"T\"" : "\"F\"";
  switch (field.type.kind) {
    case TypeKind::boolean:
      return form(dice.percent(50) ? "true" : "false");
    case TypeKind::integer:
      return form(dice.pick(integers));
    case TypeKind::decimal:
    case TypeKind::money:
      return form(dice.pick(decimals));
    case TypeKind::list:
    case TypeKind::set:
      return items(field, dice);
    case TypeKind::object:
      return dice.percent(50) ? R"({"x":"a","y":7})" : R"({"y":null,"z":[1]})";
    case TypeKind::date:
      if (field.wire == Wire::midnight_utc_ms) return form(dice.percent(50) ? "1764028800000" : "-86400000");
      return quoted(dice.pick(field.wire == Wire::us_date ? us_dates : dates));
    case TypeKind::time:
      return dice.percent(50) ? R"("09:30:00")" : R"("23:59:59.999999")";
    case TypeKind::datetime:
      return dice.percent(50) ? R"("2026-10-25T02:30:00")" : R"("0001-01-01T00:00:00")";
    case TypeKind::instant:
      if (field.wire == Wire::json) return quoted(dice.pick(instants));
      if (field.wire == Wire::epoch_s) return dice.percent(50) ? "1764000000" : "-1";
      return form(dice.pick(milliseconds));
    case TypeKind::enumeration:
      return dice.percent(40) ? R"("1")" : R"("two")";
    default:
      return quoted(dice.pick(texts));
  }
}

// Anything that JSON can hold, and some that it cannot.
std::string surprising(Dice& dice) {
  static const Words values = {"null",
                               R"("")",
                               "true",
                               "false",
                               "0",
                               "-0",
                               "1e3",
                               "1E-2",
                               "1.0",
                               "-0.0",
                               "12345678901234567890123",
                               "1234567890123456789012345678901234567890123",
                               "0.00000000000000000000000000000000000000001",
                               "[]",
                               "{}",
                               R"([1,"a",null])",
                               R"({"id":7})",
                               R"({"id":null})",
                               R"({"x":"y"})",
                               R"("a\"b\\c")",
                               R"("\u0041na")",
                               R"("\ud83d\ude42 pair")",
                               R"("tab\tline\nend")",
                               R"("\u0000")",
                               R"("\/")",
                               R"("T")",
                               R"("x")",
                               R"("9223372036854775808")",
                               R"(" 12 ")",
                               R"("1,5")",
                               R"("th\"ree")",
                               R"("2023-02-29")",
                               R"("24:00:00")",
                               R"("+12")",
                               R"("1e400")",
                               R"("\ud83d")",
                               "01",
                               "nul",
                               "1.",
                               "\"\xff\xfe\"",
                               "\"\xc3\"",
                               "\"unclosed"};
  return dice.pick(values);
}

struct Node {
  std::string name;
  std::string value;  // JSON; empty for an object
  std::vector<Node> members;
};

void place(Node& root, std::string_view path, std::string value) {
  std::size_t dot = path.find('.');
  std::string name(path.substr(0, dot));
  if (dot == std::string_view::npos) {
    root.members.push_back({name, std::move(value), {}});
    return;
  }
  for (Node& member : root.members)
    if (member.name == name && member.value.empty())
      return place(member, path.substr(dot + 1), std::move(value));
  root.members.push_back({name, {}, {}});
  place(root.members.back(), path.substr(dot + 1), std::move(value));
}

std::string key(const std::string& name, Dice& dice, bool odd) {
  if (!odd || !dice.percent(3)) return quoted(name);
  return fmt::format("\"\\u{:04x}{}\"", static_cast<unsigned>(name[0]), name.substr(1));
}

std::string write(const Node& node, Dice& dice, bool odd) {
  if (!node.value.empty()) return node.value;
  std::string text = "{";
  for (const Node& member : node.members) {
    if (text.size() > 1) text += odd && dice.percent(5) ? " ,\t" : ",";
    text += key(member.name, dice, odd) + (odd && dice.percent(5) ? " : " : ":") + write(member, dice, odd);
  }
  return text + "}";
}

std::string record(const std::vector<schema::Field>& fields, Dice& dice) {
  std::size_t mood = dice.below(10);  // 0-5 usual, 6-7 sparse, 8-9 surprising
  bool odd = mood >= 8;
  Node root;
  for (const schema::Field& field : fields) {
    if (dice.percent(mood >= 6 ? 35 : 4)) continue;
    if (dice.percent(mood >= 6 ? 15 : 4)) {
      place(root, field.path, dice.percent(50) ? "null" : "\"\"");
      continue;
    }
    place(root, field.path, dice.percent(odd ? 30 : 2) ? surprising(dice) : usual(field, dice));
    if (odd && dice.percent(3)) place(root, field.path, usual(field, dice));
    if (dice.percent(5)) place(root, fmt::format("other{}", dice.below(3)), R"({"s1":[1,{"p":2}]})");
  }
  return write(root, dice, odd);
}

}  // namespace

std::string make_records(const std::vector<schema::Field>& fields, Dice& dice, std::size_t count) {
  static const Words not_records = {"",    "   ",      "[1]",   "7",         "{",  "}",
                                    "{}}", "{\"a\":1", "\"x\"", "{\"a\" 1}", "{,}"};
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += dice.percent(3) ? dice.pick(not_records) : record(fields, dice);
    text += dice.percent(3) ? "\r\n" : "\n";
  }
  if (dice.percent(20)) text.pop_back();
  return text;
}

}  // namespace parley::differential
