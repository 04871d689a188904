#include "stdlib/functions/body.hpp"
#include "stdlib/functions/white_space.hpp"

namespace parley::functions {

extern "C" Returned parley_trim_start(CallContext&, Text x, char* out) {
  return write(trim_front(x), out);
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_trim_start() {
  return {{
      .name = "trimStart",
      .area = "text",
      .parameters = {{.name = "x", .kind = TypeKind::text}},
      .result = type(TypeKind::text),
      .adds_no_escape = true,
      .law = Law::normal,
      .body = typed<&parley_trim_start>("parley_trim_start"),
      .summary = "Takes the white space off the front.",
      .documentation = "White space as in `trim`.",
      .examples = {{R"(trimStart("  Ana "))", R"("Ana ")"}, {R"(trimStart("\u2003"))", R"("")"}},
  }};
}

}  // namespace parley::functions
#endif
