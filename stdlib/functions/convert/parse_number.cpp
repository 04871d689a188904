#include "stdlib/functions/body.hpp"
#include "stdlib/functions/bytes.hpp"
#include "stdlib/functions/white_space.hpp"

namespace parley::functions {

namespace {

constexpr int digits_bytes_max = 100;

// A plain number being written for parse_decimal.
struct Plain {
  char bytes[digits_bytes_max + 2];
  std::uint64_t length = 0;

  bool put(char c) {
    if (length == digits_bytes_max) return false;
    bytes[length++] = c;
    return true;
  }
};

std::uint64_t take_digits(Text& x, Plain& plain) {
  std::uint64_t count = 0;
  for (; x.length > 0 && is_ascii_digit(x.bytes[0]) && plain.put(x.bytes[0]); ++count)
    x = part(x, 1, x.length);
  return count;
}

// The mark between two groups at the front of x: its length, or 0.
std::uint64_t group_mark(Text x, char group) {
  if (x.length == 0) return 0;
  return x.bytes[0] == group || x.bytes[0] == '\'' ? 1 : space_at_front(x);
}

// "1,234,567": digits without groups, or groups of three behind one to three digits.
bool take_whole(Text& x, char group, Plain& plain) {
  std::uint64_t count = take_digits(x, plain);
  std::uint64_t mark_length = group_mark(x, group);
  if (mark_length == 0) return count > 0;
  if (count == 0 || count > 3) return false;
  Text mark = part(x, 0, mark_length);
  while (starts_with(x, mark)) {
    x = part(x, mark_length, x.length);
    if (take_digits(x, plain) != 3) return false;
  }
  return true;
}

// Takes brackets or a sign off; whether the number is negative.
bool take_sign(Text& x) {
  if (x.length >= 2 && x.bytes[0] == '(' && x.bytes[x.length - 1] == ')') {
    x = part(x, 1, x.length - 1);
    return true;
  }
  bool negative = x.length > 0 && x.bytes[0] == '-';
  if (negative || (x.length > 0 && x.bytes[0] == '+')) x = part(x, 1, x.length);
  return negative;
}

std::string_view without_zeros(const Plain& plain) {
  std::uint64_t at = 0;
  while (at + 1 < plain.length && plain.bytes[at] == '0' && is_ascii_digit(plain.bytes[at + 1])) ++at;
  return {plain.bytes + at, plain.length - at};
}

}  // namespace

extern "C" Returned parley_parse_number(CallContext&, Text x, std::int32_t mark, Decimal* out) {
  char point = mark == 0 ? '.' : ',';
  char group = mark == 0 ? ',' : '.';
  x = trim_front(trim_back(x));
  bool negative = take_sign(x);
  Plain plain;
  if (!take_whole(x, group, plain)) return call::error(0);
  if (x.length > 0 && x.bytes[0] == point) {
    x = part(x, 1, x.length);
    if (!plain.put('.') || take_digits(x, plain) == 0) return call::error(0);
  }
  auto number = value::parse_decimal(without_zeros(plain));
  if (!number || x.length > 0) return call::error(0);
  *out = {negative ? -number->coefficient : number->coefficient, number->scale};
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_parse_number() {
  return {{
      .name = "parseNumber",
      .area = "convert",
      .parameters = {{.name = "x", .kind = TypeKind::text},
                     {.name = "mark", .kind = TypeKind::text, .words = {"point", "comma"}, .literal = true}},
      .result = type(TypeKind::decimal),
      .errors = {{"not_a_number", "is not a number in this notation", 0}},
      .law = Law::lossy,
      .body = typed<&parley_parse_number>("parley_parse_number"),
      .summary = "Reads a number as people write it.",
      .documentation = "`point`: 1,234.56; `comma`: 1.234,56. Groups have three digits and are parted by "
                       "the other mark, an apostrophe or a space (also a no-break or narrow one), the same "
                       "one throughout. A sign in front, or brackets for a negative number; white space "
                       "around it. Currencies and percent signs are refused, so is anything that could mean "
                       "two numbers.",
      .examples = {{R"(parseNumber("1,234.56", point))", "1234.56"},
                   {R"(parseNumber("1.234,56", comma))", "1234.56"},
                   {R"(parseNumber(" (1,234) ", point))", "-1234"},
                   {R"(parseNumber("1\u202F234,5", comma))", "1234.5"},
                   {R"(parseNumber("1'234'567", point))", "1234567"},
                   {R"(parseNumber("1,23", point))", "error not_a_number"},
                   {R"(parseNumber("1,234 567", point))", "error not_a_number"},
                   {R"(parseNumber("12 EUR", point))", "error not_a_number"}},
  }};
}

}  // namespace parley::functions
#endif
