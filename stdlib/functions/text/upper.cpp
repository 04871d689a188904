#include "stdlib/functions/body.hpp"
#include "stdlib/functions/bytes.hpp"

namespace parley::functions {

// For a text that is not ASCII (below).
extern "C" Returned parley_upper_unicode(const char* bytes, std::uint64_t length, char* out);

extern "C" Returned parley_upper(CallContext&, Text x, char* out) {
  if (!upper_ascii(x, out)) return parley_upper_unicode(x.bytes, x.length, out);
  return static_cast<Returned>(x.length);
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"
#include "stdlib/functions/unicode.hpp"

namespace parley::functions {

extern "C" Returned parley_upper_unicode(const char* bytes, std::uint64_t length, char* out) {
  return write(std::string_view(upper_unicode({bytes, length})), out);
}

namespace {
// U+0390, two bytes, becomes three code points of two bytes each.
constexpr Growth upper_growth{3, 0};
}  // namespace

Overloads describe_upper() {
  return {{
      .name = "upper",
      .area = "text",
      .parameters = {{.name = "x", .kind = TypeKind::text}},
      .result = type(TypeKind::text),
      .growth = upper_growth,
      .adds_no_escape = true,
      .law = Law::normal,
      .body = typed<&parley_upper, upper_growth>("parley_upper",
                                                 {slow_path("parley_upper_unicode", &parley_upper_unicode)}),
      .summary = "Makes every letter a capital.",
      .documentation = "The full mapping of Unicode without a locale: `ß` becomes `SS`, so the result may "
                       "be longer than the text.",
      .examples = {{R"(upper("Ana López"))", R"("ANA LÓPEZ")"},
                   {R"(upper("Straße"))", R"("STRASSE")"},
                   {R"(upper(""))", R"("")"}},
  }};
}

}  // namespace parley::functions
#endif
