#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_int(CallContext&, Text x, std::int64_t* out) {
  auto number = value::parse_decimal(x.view());
  if (!number || value::normalized(*number).scale > 0) return call::error(0);
  auto integer = value::to_integer(*number);
  if (!integer) return call::error(1);
  *out = *integer;
  return call::done;
}

extern "C" Returned parley_int_decimal(CallContext&, const Decimal& x, std::int64_t* out) {
  auto integer = value::to_integer(x);
  if (!integer) return call::error(value::normalized(x).scale > 0 ? 0 : 1);
  *out = *integer;
  return call::done;
}

extern "C" Returned parley_int_int(CallContext&, std::int64_t x, std::int64_t* out) {
  *out = x;
  return call::done;
}

extern "C" Returned parley_int_instant(CallContext&, Instant t, std::int64_t* out) {
  constexpr std::int64_t second = 1'000'000;
  *out = t.microseconds / second - (t.microseconds % second < 0 ? 1 : 0);
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_int() {
  return {
      {
          .name = "int",
          .area = "convert",
          .parameters = {{.name = "x", .kind = TypeKind::text}},
          .result = type(TypeKind::integer),
          .errors = {{"not_an_int", "is not a whole number", 0}, {"out_of_range", "does not fit 64 bits", 0}},
          .law = Law::lossy,
          .body = typed<&parley_int>("parley_int"),
          .summary = "A whole number of 64 bits.",
          .documentation =
              "From a text: an optional minus sign and digits, nothing else (`parseNumber` reads "
              "what people write). `\"1.0\"` and `\"1e3\"` are whole numbers too.",
          .examples = {{R"(int("-42"))", "-42"},
                       {R"(int("1e3"))", "1000"},
                       {R"(int("4.5"))", "error not_an_int"},
                       {R"(int(" 4"))", "error not_an_int"},
                       {R"(int("9223372036854775808"))", "error out_of_range"}},
      },
      {
          .name = "int",
          .area = "convert",
          .parameters = {{.name = "x", .kind = TypeKind::decimal}},
          .result = type(TypeKind::integer),
          .errors = {{"has_fraction", "has a fraction", 0}, {"out_of_range", "does not fit 64 bits", 0}},
          .law = Law::lossy,
          .body = typed<&parley_int_decimal>("parley_int_decimal"),
          .summary = "A whole number of 64 bits.",
          .documentation = "A decimal with a fraction is refused: `floor`, `ceil` or `round` say what should "
                           "become of it.",
          .examples = {{"int(42.00)", "42"},
                       {"int(42.5)", "error has_fraction"},
                       {"int(9223372036854775808)", "error out_of_range"}},
      },
      {
          .name = "int",
          .area = "convert",
          .parameters = {{.name = "x", .kind = TypeKind::integer}},
          .result = type(TypeKind::integer),
          .law = Law::exact,
          .body = typed<&parley_int_int>("parley_int_int"),
          .summary = "A whole number of 64 bits.",
          .documentation = "An int comes back as it is.",
          .examples = {{"int(7)", "7"}},
      },
      {
          .name = "int",
          .area = "convert",
          .parameters = {{.name = "t", .kind = TypeKind::instant}},
          .result = type(TypeKind::integer),
          .law = Law::lossy,
          .body = typed<&parley_int_instant>("parley_int_instant"),
          .summary = "The whole seconds since 1970-01-01T00:00:00Z.",
          .documentation = "As CEL's `int` of a timestamp; towards the past. `epochMs` gives milliseconds.",
          .examples = {{R"(int(instant("2009-02-13T23:31:30Z")))", "1234567890"},
                       {R"(int(instant("1969-12-31T23:59:59.5Z")))", "-1"}},
      }};
}

}  // namespace parley::functions
#endif
