#include "stdlib/functions/body.hpp"
#include "stdlib/functions/code_points.hpp"

namespace parley::functions {

extern "C" Returned parley_slice(CallContext&, Text x, std::int64_t from, std::int64_t to, char* out) {
  std::int64_t count = from < 0 || to < 0 ? count_code_points(x) : 0;
  std::uint64_t begin = byte_of(x, from < 0 ? from + count : from);
  std::uint64_t end = byte_of(x, to < 0 ? to + count : to);
  return begin < end ? write(part(x, begin, end), out) : 0;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_slice() {
  return {{
      .name = "slice",
      .area = "text",
      .parameters =
          {{.name = "x", .kind = TypeKind::text},
           {.name = "from", .kind = TypeKind::integer},
           {.name = "to", .kind = TypeKind::integer, .optional = true, .otherwise = "9223372036854775807"}},
      .result = type(TypeKind::text),
      .adds_no_escape = true,
      .law = Law::lossy,
      .body = typed<&parley_slice>("parley_slice"),
      .summary = "The code points from `from` up to, not including, `to`.",
      .documentation = "The first code point is 0. Negative places count from the end; places outside the "
                       "text are moved to its ends; without `to` the rest of the text.",
      .examples = {{R"(slice("López", 1, 3))", R"("óp")"},
                   {R"(slice("López", -2))", R"("ez")"},
                   {R"(slice("Ana", 2, 1))", R"("")"},
                   {R"(slice("Ana", 0, 99))", R"("Ana")"}},
  }};
}

}  // namespace parley::functions
#endif
