#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_round(CallContext&, const Decimal& x, std::int64_t scale, std::int32_t mode,
                                 Decimal* out) {
  constexpr std::int64_t far = std::int64_t{2} * value::decimal_digits_max;
  int digits = static_cast<int>(scale > far ? far : scale < -far ? -far : scale);
  auto rounded = value::round(x, digits, static_cast<value::Rounding>(mode));
  if (!rounded) return call::error(0);
  *out = *rounded;
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"
#include "stdlib/functions/rounding.hpp"

namespace parley::functions {

Overloads describe_round() {
  return {{
      .name = "round",
      .area = "number",
      .parameters = {{"x", TypeKind::decimal},
                     {"scale", TypeKind::integer},
                     {"mode", TypeKind::text, rounding_words, true}},
      .result = type(TypeKind::decimal),
      .errors = {{"overflow", "needs more than 38 digits when rounded"}},
      .law = Law::lossy,
      .body = typed<&parley_round>("parley_round"),
      .summary = "Rounds to a number of digits behind the point.",
      .documentation =
          "The mode is always written: `half_even` (banker's), `half_up` and `half_down` (away from and "
          "towards zero), `up` (away from zero), `down` (towards zero), `ceiling`, `floor`. A negative "
          "scale rounds before the point.",
      .examples = {{"round(2.345, 2, half_even)", "2.34"},
                   {"round(-2.5, 0, half_up)", "-3"},
                   {"round(1250, -2, half_even)", "1200"},
                   {"round(99999999999999999999999999999999999999, -1, up)", "error overflow"}},
  }};
}

}  // namespace parley::functions
#endif
