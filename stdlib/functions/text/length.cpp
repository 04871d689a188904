#include "stdlib/functions/body.hpp"
#include "stdlib/functions/code_points.hpp"
#include "stdlib/functions/length_unit.hpp"

namespace parley::functions {

extern "C" Returned parley_count_graphemes(const char* bytes, std::uint64_t length);

extern "C" Returned parley_length(CallContext&, Text x, std::int32_t unit, std::int64_t* out) {
  switch (static_cast<LengthUnit>(unit)) {
    case LengthUnit::codepoints:
      *out = count_code_points(x);
      break;
    case LengthUnit::utf16:
      *out = count_utf16(x);
      break;
    case LengthUnit::bytes:
      *out = static_cast<std::int64_t>(x.length);
      break;
    case LengthUnit::graphemes:
      *out = parley_count_graphemes(x.bytes, x.length);
      break;
  }
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"
#include "stdlib/functions/unicode.hpp"

namespace parley::functions {

extern "C" Returned parley_count_graphemes(const char* bytes, std::uint64_t length) {
  return count_graphemes({bytes, length});
}

Overloads describe_length() {
  return {{
      .name = "length",
      .area = "text",
      .parameters = {{.name = "x", .kind = TypeKind::text},
                     {.name = "unit", .kind = TypeKind::text, .words = length_units, .literal = true}},
      .result = type(TypeKind::integer),
      .body = typed<&parley_length>("parley_length",
                                    {slow_path("parley_count_graphemes", &parley_count_graphemes)}),
      .summary = "Counts a text in a unit that is always named.",
      .documentation = "`codepoints`, `utf16` (JavaScript, Java and most CRMs), `bytes` (of UTF-8) or "
                       "`graphemes` (what people see as one character).",
      .examples = {{R"(length("né", codepoints))", "2"},
                   {R"(length("né", bytes))", "3"},
                   {R"(length("👩‍🚀", utf16))", "5"},
                   {R"(length("👩‍🚀", graphemes))", "1"},
                   {R"(length("", codepoints))", "0"}},
  }};
}

}  // namespace parley::functions
#endif
