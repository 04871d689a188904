#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_ratio_to_percent(CallContext&, const Decimal& x, Decimal* out) {
  auto product = value::multiply(x, Decimal{100, 0});
  if (!product) return call::error(0);
  *out = *product;
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_ratio_to_percent() {
  return {{
      .name = "ratioToPercent",
      .area = "number",
      .parameters = {{.name = "x", .kind = TypeKind::decimal}},
      .result = type(TypeKind::decimal),
      .errors = {{"overflow", "needs more than 38 digits", 0}},
      .law = Law::exact,
      .body = typed<&parley_ratio_to_percent>("parley_ratio_to_percent"),
      .summary = "A share of one as a percentage: multiplies by 100, exactly.",
      .documentation = "`percentToRatio` is the way back.",
      .examples = {{"ratioToPercent(0.125)", "12.5"},
                   {"ratioToPercent(1)", "100"},
                   {"ratioToPercent(99999999999999999999999999999999999999)", "error overflow"}},
  }};
}

}  // namespace parley::functions
#endif
