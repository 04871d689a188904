#include "stdlib/functions/body.hpp"
#include "stdlib/functions/white_space.hpp"

namespace parley::functions {

extern "C" Returned parley_trim(CallContext&, Text x, char* out) {
  return write(trim_front(trim_back(x)), out);
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_trim() {
  return {{
      .name = "trim",
      .area = "text",
      .parameters = {{"x", TypeKind::text}},
      .result = type(TypeKind::text),
      .adds_no_escape = true,
      .law = Law::normal,
      .body = typed<&parley_trim>("parley_trim"),
      .summary = "Takes the white space off both ends.",
      .documentation =
          "White space is Unicode's property `White_Space`: the no-break space and the ideographic "
          "space belong to it, the zero-width space does not. A text of nothing but white space "
          "becomes the empty text.",
      .examples = {{R"(trim("  Ana "))", R"("Ana")"},
                   {R"(trim("\u00A0Ana\u3000"))", R"("Ana")"},
                   {R"(trim(" \t\n"))", R"("")"},
                   {R"(trim(null))", "null"}},
  }};
}

}  // namespace parley::functions
#endif
