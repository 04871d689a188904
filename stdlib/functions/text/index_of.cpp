#include "stdlib/functions/body.hpp"
#include "stdlib/functions/code_points.hpp"

namespace parley::functions {

extern "C" Returned parley_index_of(CallContext&, Text x, Text part, std::int64_t* out) {
  std::uint64_t at = find(x, part);
  if (at == not_found) return call::none;
  *out = count_code_points({x.bytes, at});
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_index_of() {
  return {{
      .name = "indexOf",
      .area = "text",
      .parameters = {{.name = "x", .kind = TypeKind::text}, {.name = "part", .kind = TypeKind::text}},
      .result = type(TypeKind::integer),
      .result_may_be_none = true,
      .body = typed<&parley_index_of>("parley_index_of"),
      .summary = "The place of the first occurrence of a part, in code points.",
      .documentation = "The first code point is 0. Null, never -1, where the part does not occur.",
      .examples = {{R"(indexOf("señor", "or"))", "3"},
                   {R"(indexOf("abc", "x"))", "null"},
                   {R"(indexOf("abc", ""))", "0"}},
  }};
}

}  // namespace parley::functions
#endif
