#include "stdlib/functions/body.hpp"
#include "stdlib/functions/bytes.hpp"

namespace parley::functions {

extern "C" Returned parley_after(CallContext&, Text x, Text mark, char* out) {
  std::uint64_t at = find(x, mark);
  return at == not_found ? call::none : write(part(x, at + mark.length, x.length), out);
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_after() {
  return {{
      .name = "after",
      .area = "text",
      .parameters = {{.name = "x", .kind = TypeKind::text}, {.name = "mark", .kind = TypeKind::text}},
      .result = type(TypeKind::text),
      .result_may_be_none = true,
      .adds_no_escape = true,
      .law = Law::lossy,
      .body = typed<&parley_after>("parley_after"),
      .summary = "What stands behind the first occurrence of a mark.",
      .documentation = "Null where the mark does not occur. The empty mark stands at the front, and for "
                       "`beforeLast` and `afterLast` at the end.",
      .examples = {{R"(after("a-b-c", "-"))", R"("b-c")"},
                   {R"(after("abc", "-"))", "null"},
                   {R"(after("abc-", "-"))", R"("")"}},
  }};
}

}  // namespace parley::functions
#endif
