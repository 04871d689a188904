#include "stdlib/functions/body.hpp"
#include "stdlib/functions/white_space.hpp"

namespace parley::functions {

extern "C" Returned parley_collapse_spaces(CallContext&, Text x, char* out) {
  x = trim_front(trim_back(x));
  std::uint64_t length = 0;
  while (x.length > 0) {
    Text rest = trim_front(x);
    if (rest.length < x.length) out[length++] = ' ';
    out[length++] = rest.bytes[0];
    x = {rest.bytes + 1, rest.length - 1};
  }
  return static_cast<Returned>(length);
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_collapse_spaces() {
  return {{
      .name = "collapseSpaces",
      .area = "text",
      .parameters = {{.name = "x", .kind = TypeKind::text}},
      .result = type(TypeKind::text),
      .adds_no_escape = true,
      .law = Law::normal,
      .body = typed<&parley_collapse_spaces>("parley_collapse_spaces"),
      .summary = "Makes every run of white space one space and takes it off both ends.",
      .documentation = "White space as in `trim`, so line ends and no-break spaces become plain spaces too.",
      .examples = {{R"(collapseSpaces("  Ana \t Maria\n"))", R"("Ana Maria")"},
                   {R"(collapseSpaces("a\u00A0\u00A0b"))", R"("a b")"},
                   {R"(collapseSpaces(" "))", R"("")"}},
  }};
}

}  // namespace parley::functions
#endif
