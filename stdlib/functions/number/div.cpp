#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_div(CallContext&, const Decimal& a, const Decimal& b, std::int64_t scale,
                               std::int32_t mode, Decimal* out) {
  if (b.coefficient == 0) return call::error(0);
  if (scale < 0 || scale > value::decimal_digits_max) return call::error(2);
  auto quotient = value::divide(a, b, static_cast<int>(scale), static_cast<value::Rounding>(mode));
  if (!quotient) return call::error(1);
  *out = *quotient;
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"
#include "stdlib/functions/rounding.hpp"

namespace parley::functions {

Overloads describe_div() {
  return {{
      .name = "div",
      .area = "number",
      .parameters = {{.name = "a", .kind = TypeKind::decimal},
                     {.name = "b", .kind = TypeKind::decimal},
                     {.name = "scale", .kind = TypeKind::integer},
                     {.name = "mode", .kind = TypeKind::text, .words = rounding_words, .literal = true}},
      .result = type(TypeKind::decimal),
      .errors = {{"division_by_zero", "is zero", 1},
                 {"overflow", "needs more than 38 digits", 0},
                 {"bad_scale", "is not between 0 and 38", 2}},
      .law = Law::lossy,
      .body = typed<&parley_div>("parley_div"),
      .summary = "Divides and rounds to a number of digits behind the point.",
      .documentation = "Exact up to the one rounding at the end. The modes are those of `round`.",
      .examples = {{"div(10, 3, 2, half_up)", "3.33"},
                   {"div(-1, 8, 2, half_even)", "-0.12"},
                   {"div(1, 0, 2, half_up)", "error division_by_zero"},
                   {"div(99999999999999999999999999999999999999, 0.1, 0, down)", "error overflow"},
                   {"div(1, 3, 39, up)", "error bad_scale"}},
  }};
}

}  // namespace parley::functions
#endif
