#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_floor(CallContext&, const Decimal& x, Decimal* out) {
  // A number with a fraction has fewer than 38 digits before the point, so this never overflows.
  *out = *value::round(x, 0, value::Rounding::floor);
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_floor() {
  return {{
      .name = "floor",
      .area = "number",
      .parameters = {{.name = "x", .kind = TypeKind::decimal}},
      .result = type(TypeKind::decimal),
      .law = Law::lossy,
      .body = typed<&parley_floor>("parley_floor"),
      .summary = "The largest whole number that is not above x.",
      .documentation = "Still a decimal; `int(floor(x))` makes an int of it.",
      .examples = {{"floor(-1.5)", "-2"}, {"floor(2.0)", "2"}},
  }};
}

}  // namespace parley::functions
#endif
