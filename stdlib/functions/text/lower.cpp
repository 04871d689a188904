#include "stdlib/functions/body.hpp"
#include "stdlib/functions/bytes.hpp"

namespace parley::functions {

// The full mapping of Unicode, for a text that is not ASCII (below).
extern "C" Returned parley_lower_unicode(const char* bytes, std::uint64_t length, char* out);

extern "C" Returned parley_lower(CallContext&, Text x, char* out) {
  if (!lower_ascii(x, out)) return parley_lower_unicode(x.bytes, x.length, out);
  return static_cast<Returned>(x.length);
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"
#include "stdlib/functions/unicode.hpp"

namespace parley::functions {

extern "C" Returned parley_lower_unicode(const char* bytes, std::uint64_t length, char* out) {
  return write(std::string_view(lower_unicode({bytes, length})), out);
}

namespace {
// U+2C65's capital U+023A grows from two bytes to three, U+0130 to "i" and a combining dot, three bytes.
constexpr Growth lower_growth{3, 0};
}  // namespace

Overloads describe_lower() {
  return {{
      .name = "lower",
      .area = "text",
      .parameters = {{"x", TypeKind::text}},
      .result = type(TypeKind::text),
      .growth = lower_growth,
      .adds_no_escape = true,
      .law = Law::normal,
      .body = typed<&parley_lower, lower_growth>("parley_lower",
                                                 {slow_path("parley_lower_unicode", &parley_lower_unicode)}),
      .summary = "Makes every letter small.",
      .documentation =
          "The full mapping of Unicode without a locale: `İ` becomes `i` with a combining dot, a final "
          "capital sigma becomes `ς`. The result may be longer than the text.",
      .examples = {{R"(lower("Ana LÓPEZ"))", R"("ana lópez")"},
                   {R"(lower("ΟΔΟΣ"))", R"("οδος")"},
                   {R"(lower("İ"))", R"("i̇")"},
                   {R"(lower(""))", R"("")"}},
  }};
}

}  // namespace parley::functions
#endif
