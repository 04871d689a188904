#include "stdlib/functions/body.hpp"
#include "stdlib/functions/bytes.hpp"

namespace parley::functions {

extern "C" Returned parley_starts_with(CallContext&, Text x, Text part, bool* out) {
  *out = starts_with(x, part);
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_starts_with() {
  return {{
      .name = "startsWith",
      .area = "text",
      .parameters = {{.name = "x", .kind = TypeKind::text}, {.name = "part", .kind = TypeKind::text}},
      .result = type(TypeKind::boolean),
      .body = typed<&parley_starts_with>("parley_starts_with"),
      .summary = "Whether a text begins with a part.",
      .documentation = "Byte for byte; fold both sides for a looser question. Every text begins with the "
                       "empty text.",
      .examples = {{R"(startsWith("López", "Ló"))", "true"},
                   {R"(startsWith("abc", "B"))", "false"},
                   {R"(startsWith("", ""))", "true"}},
  }};
}

}  // namespace parley::functions
#endif
