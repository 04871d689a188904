#include "stdlib/functions/body.hpp"
#include "stdlib/functions/bytes.hpp"

namespace parley::functions {

extern "C" Returned parley_before_last(CallContext&, Text x, Text mark, char* out) {
  std::uint64_t at = find_last(x, mark);
  return at == not_found ? call::none : write(part(x, 0, at), out);
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_before_last() {
  return {{
      .name = "beforeLast",
      .area = "text",
      .parameters = {{.name = "x", .kind = TypeKind::text}, {.name = "mark", .kind = TypeKind::text}},
      .result = type(TypeKind::text),
      .result_may_be_none = true,
      .adds_no_escape = true,
      .law = Law::lossy,
      .body = typed<&parley_before_last>("parley_before_last"),
      .summary = "What stands before the last occurrence of a mark.",
      .documentation = "Null where the mark does not occur. The empty mark stands at the front, and for "
                       "`beforeLast` and `afterLast` at the end.",
      .examples = {{R"(beforeLast("a-b-c", "-"))", R"("a-b")"}, {R"(beforeLast("abc", "-"))", "null"}},
  }};
}

}  // namespace parley::functions
#endif
