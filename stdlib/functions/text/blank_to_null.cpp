#include "stdlib/functions/body.hpp"
#include "stdlib/functions/white_space.hpp"

namespace parley::functions {

extern "C" Returned parley_blank_to_null(CallContext&, Text x, char* out) {
  return trim_front(x).length == 0 ? call::none : write(x, out);
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_blank_to_null() {
  return {{
      .name = "blankToNull",
      .area = "text",
      .parameters = {{.name = "x", .kind = TypeKind::text}},
      .result = type(TypeKind::text),
      .result_may_be_none = true,
      .law = Law::normal,
      .body = typed<&parley_blank_to_null>("parley_blank_to_null"),
      .summary = "Null for a text of nothing but white space, else the text as it is.",
      .documentation = "White space as in `trim`. The text that comes back is not trimmed.",
      .examples = {{R"(blankToNull("  "))", "null"},
                   {R"(blankToNull(" a "))", R"(" a ")"},
                   {R"(blankToNull(""))", "null"}},
  }};
}

}  // namespace parley::functions
#endif
