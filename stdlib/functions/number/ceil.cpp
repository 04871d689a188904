#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_ceil(CallContext&, const Decimal& x, Decimal* out) {
  // A number with a fraction has fewer than 38 digits before the point, so this never overflows.
  *out = *value::round(x, 0, value::Rounding::ceiling);
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_ceil() {
  return {{
      .name = "ceil",
      .area = "number",
      .parameters = {{.name = "x", .kind = TypeKind::decimal}},
      .result = type(TypeKind::decimal),
      .law = Law::lossy,
      .body = typed<&parley_ceil>("parley_ceil"),
      .summary = "The smallest whole number that is not below x.",
      .documentation = "Still a decimal; `int(ceil(x))` makes an int of it.",
      .examples = {{"ceil(1.01)", "2"}, {"ceil(-1.5)", "-1"}},
  }};
}

}  // namespace parley::functions
#endif
