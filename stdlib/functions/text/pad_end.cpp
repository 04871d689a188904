#include "stdlib/functions/body.hpp"
#include "stdlib/functions/code_points.hpp"
#include "stdlib/functions/padding.hpp"

namespace parley::functions {

extern "C" Returned parley_pad_end(CallContext&, Text x, std::int64_t width, Text pad, char* out) {
  if (count_code_points(pad) != 1) return call::error(0);
  if (width > pad_width_max) return call::error(1);
  std::int64_t missing = width - count_code_points(x);
  std::uint64_t length = 0;
  length += static_cast<std::uint64_t>(write(x, out + length));
  for (; missing > 0; --missing) length += static_cast<std::uint64_t>(write(pad, out + length));
  return static_cast<Returned>(length);
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

namespace {
constexpr Growth pad_end_growth{1, padded_bytes_max};
}  // namespace

Overloads describe_pad_end() {
  return {{
      .name = "padEnd",
      .area = "text",
      .parameters = {{.name = "x", .kind = TypeKind::text},
                     {.name = "width", .kind = TypeKind::integer},
                     {.name = "pad", .kind = TypeKind::text}},
      .result = type(TypeKind::text),
      .errors = {{"not_one_character", "is not exactly one code point", 2}, {"too_wide", "is over 255", 1}},
      .growth = pad_end_growth,
      .law = Law::lossy,
      .body = typed<&parley_pad_end, pad_end_growth>("parley_pad_end"),
      .summary = "Fills a text up to a width, at its end.",
      .documentation = "The width counts code points, at most 255. A text that is as wide already comes "
                       "back as it is.",
      .examples = {{R"(padEnd("ab", 4, "."))", R"("ab..")"},
                   {R"(padEnd("abcde", 3, "."))", R"("abcde")"},
                   {R"(padEnd("1", 3, ""))", "error not_one_character"},
                   {R"(padEnd("1", 999, "."))", "error too_wide"}},
  }};
}

}  // namespace parley::functions
#endif
