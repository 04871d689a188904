#include "stdlib/functions/accessor.hpp"
#include "stdlib/functions/body.hpp"
#include "stdlib/functions/bytes.hpp"

namespace parley::functions {

namespace {

struct Unit {
  std::string_view name;
  std::int64_t nanoseconds;
};
// Longer names first where one begins another.
constexpr Unit duration_units[] = {{"ms", 1'000'000},        {"us", 1'000},         {"ns", 1},
                                   {"h", 3'600'000'000'000}, {"m", 60'000'000'000}, {"s", 1'000'000'000}};

constexpr std::int64_t seconds_max = 315'576'000'000;  // CEL's range: 10,000 years
constexpr int number_bytes_max = 30;

std::uint64_t number_length(Text x) {
  std::uint64_t at = 0;
  while (at < x.length && at < number_bytes_max && (is_ascii_digit(x.bytes[at]) || x.bytes[at] == '.')) ++at;
  return at;
}

// Takes one number with its unit off the front; nothing where there is none.
std::optional<Decimal> take_part(Text& x) {
  std::uint64_t digits = number_length(x);
  auto number = value::parse_decimal({x.bytes, digits});
  x = {x.bytes + digits, x.length - digits};
  for (const Unit& unit : duration_units) {
    if (!number || !starts_with(x, unit.name)) continue;
    x = {x.bytes + unit.name.size(), x.length - unit.name.size()};
    return value::multiply(*number, Decimal{unit.nanoseconds, 3});
  }
  return std::nullopt;
}

}  // namespace

extern "C" Returned parley_duration(CallContext&, Text x, Duration* out) {
  bool negative = starts_with(x, std::string_view("-"));
  if (negative || starts_with(x, std::string_view("+"))) x = part(x, 1, x.length);
  Decimal sum;
  if (x.length == 0) return call::error(0);
  if (x.length == 1 && x.bytes[0] == '0') x.length = 0;
  while (x.length > 0) {
    auto next = take_part(x);
    auto total = next ? value::add(sum, *next) : std::nullopt;
    if (!total) return call::error(0);
    sum = *total;
  }
  if (sum > Decimal{value::Int128{seconds_max} * second_us, 0}) return call::error(1);
  auto microseconds = value::to_integer(sum);
  if (!microseconds) return call::error(0);
  out->microseconds = negative ? -*microseconds : *microseconds;
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_duration() {
  return {{
      .name = "duration",
      .area = "time",
      .parameters = {{.name = "x", .kind = TypeKind::text}},
      .result = type(TypeKind::duration),
      .errors = {{"not_a_duration", "is not a duration like 1h30m", 0},
                 {"out_of_range", "is beyond 315,576,000,000 seconds", 0}},
      .body = typed<&parley_duration>("parley_duration"),
      .summary = "Reads a length of time.",
      .documentation = "Numbers with units, as CEL and Go write them: `h`, `m`, `s`, `ms`, `us`, `ns`; a "
                       "sign in front; `0` needs no unit. What is finer than a microsecond is refused, "
                       "never rounded.",
      .examples = {{R"(duration("1h30m"))", R"(duration("5400s"))"},
                   {R"(duration("-1.5s"))", R"(duration("-1500ms"))"},
                   {R"(duration("1500ns"))", "error not_a_duration"},
                   {R"(duration("0"))", R"(duration("0s"))"},
                   {R"(duration("5"))", "error not_a_duration"},
                   {R"(duration("320000000000s"))", "error out_of_range"}},
  }};
}

}  // namespace parley::functions
#endif
