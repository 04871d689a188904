#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_sign(CallContext&, const Decimal& x, std::int64_t* out) {
  *out = x.coefficient < 0 ? -1 : x.coefficient > 0 ? 1 : 0;
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_sign() {
  return {{
      .name = "sign",
      .area = "number",
      .parameters = {{.name = "x", .kind = TypeKind::decimal}},
      .result = type(TypeKind::integer),
      .law = Law::lossy,
      .body = typed<&parley_sign>("parley_sign"),
      .summary = "-1, 0 or 1: whether a number is negative, zero or positive.",
      .documentation = "There is no negative zero.",
      .examples = {{"sign(-0.01)", "-1"}, {"sign(0.00)", "0"}, {"sign(12)", "1"}},
  }};
}

}  // namespace parley::functions
#endif
