#include "stdlib/functions/body.hpp"
#include "stdlib/functions/bytes.hpp"

namespace parley::functions {

extern "C" Returned parley_ends_with(CallContext&, Text x, Text part, bool* out) {
  *out = ends_with(x, part);
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_ends_with() {
  return {{
      .name = "endsWith",
      .area = "text",
      .parameters = {{.name = "x", .kind = TypeKind::text}, {.name = "part", .kind = TypeKind::text}},
      .result = type(TypeKind::boolean),
      .body = typed<&parley_ends_with>("parley_ends_with"),
      .summary = "Whether a text ends with a part.",
      .documentation = "Byte for byte. Every text ends with the empty text.",
      .examples = {{R"(endsWith("acme.com", ".com"))", "true"},
                   {R"(endsWith("com", "acme.com"))", "false"},
                   {R"(endsWith("a", ""))", "true"}},
  }};
}

}  // namespace parley::functions
#endif
