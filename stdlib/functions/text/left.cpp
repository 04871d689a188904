#include "stdlib/functions/body.hpp"
#include "stdlib/functions/code_points.hpp"

namespace parley::functions {

extern "C" Returned parley_left(CallContext&, Text x, std::int64_t n, char* out) {
  return write(part(x, 0, byte_of(x, n)), out);
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_left() {
  return {{
      .name = "left",
      .area = "text",
      .parameters = {{.name = "x", .kind = TypeKind::text}, {.name = "n", .kind = TypeKind::integer}},
      .result = type(TypeKind::text),
      .adds_no_escape = true,
      .law = Law::lossy,
      .body = typed<&parley_left>("parley_left"),
      .summary = "The first n code points.",
      .documentation = "A text that is shorter comes back whole; a negative n gives the empty text.",
      .examples = {{R"(left("López", 3))", R"("Lóp")"},
                   {R"(left("Ana", 10))", R"("Ana")"},
                   {R"(left("Ana", -1))", R"("")"}},
  }};
}

}  // namespace parley::functions
#endif
