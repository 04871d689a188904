#include "stdlib/functions/body.hpp"
#include "stdlib/functions/code_points.hpp"

namespace parley::functions {

extern "C" Returned parley_right(CallContext&, Text x, std::int64_t n, char* out) {
  if (n <= 0) return 0;
  std::int64_t count = count_code_points(x);
  return write(part(x, n >= count ? 0 : byte_of(x, count - n), x.length), out);
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_right() {
  return {{
      .name = "right",
      .area = "text",
      .parameters = {{.name = "x", .kind = TypeKind::text}, {.name = "n", .kind = TypeKind::integer}},
      .result = type(TypeKind::text),
      .adds_no_escape = true,
      .law = Law::lossy,
      .body = typed<&parley_right>("parley_right"),
      .summary = "The last n code points.",
      .documentation = "A text that is shorter comes back whole; a negative n gives the empty text.",
      .examples = {{R"(right("Señor", 3))", R"("ñor")"},
                   {R"(right("Ana", 10))", R"("Ana")"},
                   {R"(right("Ana", -1))", R"("")"}},
  }};
}

}  // namespace parley::functions
#endif
