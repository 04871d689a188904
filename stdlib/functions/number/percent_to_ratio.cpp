#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_percent_to_ratio(CallContext&, const Decimal& x, Decimal* out) {
  auto product = value::multiply(x, Decimal{1, 2});
  if (!product) return call::error(0);
  *out = *product;
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_percent_to_ratio() {
  return {{
      .name = "percentToRatio",
      .area = "number",
      .parameters = {{.name = "x", .kind = TypeKind::decimal}},
      .result = type(TypeKind::decimal),
      .errors = {{"overflow", "needs more than 38 digits", 0}},
      .law = Law::exact,
      .body = typed<&parley_percent_to_ratio>("parley_percent_to_ratio"),
      .summary = "A percentage as a share of one: divides by 100, exactly.",
      .documentation = "`ratioToPercent` is the way back.",
      .examples = {{"percentToRatio(12.5)", "0.125"},
                   {"percentToRatio(-100)", "-1"},
                   {"percentToRatio(0.00000000000000000000000000000000000001)", "error overflow"}},
  }};
}

}  // namespace parley::functions
#endif
