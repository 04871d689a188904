#include "stdlib/functions/body.hpp"
#include "stdlib/functions/code_points.hpp"
#include "stdlib/functions/padding.hpp"

namespace parley::functions {

extern "C" Returned parley_pad_start(CallContext&, Text x, std::int64_t width, Text pad, char* out) {
  if (count_code_points(pad) != 1) return call::error(0);
  if (width > pad_width_max) return call::error(1);
  std::int64_t missing = width - count_code_points(x);
  std::uint64_t length = 0;
  for (; missing > 0; --missing) length += static_cast<std::uint64_t>(write(pad, out + length));
  length += static_cast<std::uint64_t>(write(x, out + length));
  return static_cast<Returned>(length);
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

namespace {
constexpr Growth pad_start_growth{1, padded_bytes_max};
}  // namespace

Overloads describe_pad_start() {
  return {{
      .name = "padStart",
      .area = "text",
      .parameters = {{.name = "x", .kind = TypeKind::text},
                     {.name = "width", .kind = TypeKind::integer},
                     {.name = "pad", .kind = TypeKind::text}},
      .result = type(TypeKind::text),
      .errors = {{"not_one_character", "is not exactly one code point", 2}, {"too_wide", "is over 255", 1}},
      .growth = pad_start_growth,
      .law = Law::lossy,
      .body = typed<&parley_pad_start, pad_start_growth>("parley_pad_start"),
      .summary = "Fills a text up to a width, at its front.",
      .documentation = "The width counts code points, at most 255. A text that is as wide already comes "
                       "back as it is.",
      .examples = {{R"(padStart("42", 5, "0"))", R"("00042")"},
                   {R"(padStart("é", 2, "·"))", R"("·é")"},
                   {R"(padStart("12345", 3, "0"))", R"("12345")"},
                   {R"(padStart("1", 3, "ab"))", "error not_one_character"},
                   {R"(padStart("1", 256, "0"))", "error too_wide"}},
  }};
}

}  // namespace parley::functions
#endif
