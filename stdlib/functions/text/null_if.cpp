#include "stdlib/functions/body.hpp"
#include "stdlib/functions/bytes.hpp"

namespace parley::functions {

extern "C" Returned parley_null_if(CallContext&, Text x, Text none, char* out) {
  return x.length == none.length && starts_with(x, none) ? call::none : write(x, out);
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_null_if() {
  return {{
      .name = "nullIf",
      .area = "text",
      .parameters = {{.name = "x", .kind = TypeKind::text}, {.name = "none", .kind = TypeKind::text}},
      .result = type(TypeKind::text),
      .result_may_be_none = true,
      .law = Law::lossy,
      .body = typed<&parley_null_if>("parley_null_if"),
      .summary = "Null where a text equals another, else the text.",
      .documentation = "For stand-ins such as `\"N/A\"`. Byte for byte.",
      .examples = {{R"(nullIf("N/A", "N/A"))", "null"},
                   {R"(nullIf("n/a", "N/A"))", R"("n/a")"},
                   {R"(nullIf("", ""))", "null"}},
  }};
}

}  // namespace parley::functions
#endif
