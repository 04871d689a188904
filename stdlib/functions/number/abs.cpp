#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_abs(CallContext&, const Decimal& x, Decimal* out) {
  *out = {x.coefficient < 0 ? -x.coefficient : x.coefficient, x.scale};
  return call::done;
}

extern "C" Returned parley_abs_int(CallContext&, std::int64_t x, std::int64_t* out) {
  if (x == INT64_MIN) return call::error(0);
  *out = x < 0 ? -x : x;
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_abs() {
  return {{
              .name = "abs",
              .area = "number",
              .parameters = {{.name = "x", .kind = TypeKind::decimal}},
              .result = type(TypeKind::decimal),
              .law = Law::lossy,
              .body = typed<&parley_abs>("parley_abs"),
              .summary = "The size of a number without its sign.",
              .documentation = "Of an int too, where the smallest one has no counterpart.",
              .examples = {{"abs(-1.5)", "1.5"}, {"abs(0.0)", "0"}},
          },
          {
              .name = "abs",
              .area = "number",
              .parameters = {{.name = "x", .kind = TypeKind::integer}},
              .result = type(TypeKind::integer),
              .errors = {{"overflow", "has no positive counterpart", 0}},
              .law = Law::lossy,
              .body = typed<&parley_abs_int>("parley_abs_int"),
              .summary = "The size of an int without its sign.",
              .documentation = "The smallest int has no counterpart.",
              .examples = {{"abs(-7)", "7"}, {"abs(-9223372036854775808)", "error overflow"}},
          }};
}

}  // namespace parley::functions
#endif
