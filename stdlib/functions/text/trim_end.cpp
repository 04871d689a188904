#include "stdlib/functions/body.hpp"
#include "stdlib/functions/white_space.hpp"

namespace parley::functions {

extern "C" Returned parley_trim_end(CallContext&, Text x, char* out) {
  return write(trim_back(x), out);
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_trim_end() {
  return {{
      .name = "trimEnd",
      .area = "text",
      .parameters = {{.name = "x", .kind = TypeKind::text}},
      .result = type(TypeKind::text),
      .adds_no_escape = true,
      .law = Law::normal,
      .body = typed<&parley_trim_end>("parley_trim_end"),
      .summary = "Takes the white space off the end.",
      .documentation = "White space as in `trim`.",
      .examples = {{R"(trimEnd("  Ana "))", R"("  Ana")"}, {R"(trimEnd("Ana\u00A0\n"))", R"("Ana")"}},
  }};
}

}  // namespace parley::functions
#endif
