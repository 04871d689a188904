#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_decimal(CallContext&, Text x, Decimal* out) {
  auto number = value::parse_decimal(x.view());
  if (!number) return call::error(0);
  *out = *number;
  return call::done;
}

extern "C" Returned parley_decimal_int(CallContext&, std::int64_t x, Decimal* out) {
  *out = Decimal{x, 0};
  return call::done;
}

extern "C" Returned parley_decimal_decimal(CallContext&, const Decimal& x, Decimal* out) {
  *out = x;
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_decimal() {
  return {{
              .name = "decimal",
              .area = "convert",
              .parameters = {{.name = "x", .kind = TypeKind::text}},
              .result = type(TypeKind::decimal),
              .errors = {{"not_a_number", "is not a number of at most 38 digits", 0}},
              .law = Law::lossy,
              .body = typed<&parley_decimal>("parley_decimal"),
              .summary = "An exact decimal number of at most 38 digits.",
              .documentation =
                  "From a text in the syntax of JSON numbers: point, exponent, no blanks, no grouping "
                  "(`parseNumber` reads what people write).",
              .examples = {{R"(decimal("-12.50"))", "-12.5"},
                           {R"(decimal("1e3"))", "1000"},
                           {R"(decimal("3,000"))", "error not_a_number"},
                           {R"(decimal(""))", "error not_a_number"}},
          },
          {
              .name = "decimal",
              .area = "convert",
              .parameters = {{.name = "x", .kind = TypeKind::integer}},
              .result = type(TypeKind::decimal),
              .law = Law::lossy,
              .body = typed<&parley_decimal_int>("parley_decimal_int"),
              .summary = "An exact decimal number.",
              .documentation = "Every int is one.",
              .examples = {{"decimal(7)", "7"}},
          },
          {
              .name = "decimal",
              .area = "convert",
              .parameters = {{.name = "x", .kind = TypeKind::decimal}},
              .result = type(TypeKind::decimal),
              .law = Law::exact,
              .body = typed<&parley_decimal_decimal>("parley_decimal_decimal"),
              .summary = "An exact decimal number.",
              .documentation = "A decimal comes back as it is.",
              .examples = {{"decimal(1.50)", "1.5"}},
          }};
}

}  // namespace parley::functions
#endif
