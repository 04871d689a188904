#include "stdlib/functions/body.hpp"
#include "stdlib/functions/bytes.hpp"

namespace parley::functions {

extern "C" Returned parley_contains(CallContext&, Text x, Text part, bool* out) {
  *out = find(x, part) != not_found;
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_contains() {
  return {{
      .name = "contains",
      .area = "text",
      .parameters = {{.name = "x", .kind = TypeKind::text}, {.name = "part", .kind = TypeKind::text}},
      .result = type(TypeKind::boolean),
      .body = typed<&parley_contains>("parley_contains"),
      .summary = "Whether a part stands somewhere in a text.",
      .documentation = "Byte for byte. Every text contains the empty text.",
      .examples = {{R"(contains("acme.com", "me."))", "true"},
                   {R"(contains("acme", "Acme"))", "false"},
                   {R"(contains("", ""))", "true"}},
  }};
}

}  // namespace parley::functions
#endif
