#include "stdlib/functions/body.hpp"
#include "stdlib/functions/bytes.hpp"

namespace parley::functions {

// For a text that is not ASCII (below).
extern "C" Returned parley_fold_unicode(const char* bytes, std::uint64_t length, char* out);

extern "C" Returned parley_fold(CallContext&, Text x, char* out) {
  if (!lower_ascii(x, out)) return parley_fold_unicode(x.bytes, x.length, out);
  return static_cast<Returned>(x.length);
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"
#include "stdlib/functions/unicode.hpp"

namespace parley::functions {

extern "C" Returned parley_fold_unicode(const char* bytes, std::uint64_t length, char* out) {
  return write(std::string_view(folded({bytes, length})), out);
}

namespace {
// U+FDFA, three bytes, becomes 18 letters of two bytes each, with their spaces 33 bytes.
constexpr Growth fold_growth{18, 0};
}  // namespace

Overloads describe_fold() {
  return {{
      .name = "fold",
      .area = "text",
      .parameters = {{.name = "x", .kind = TypeKind::text}},
      .result = type(TypeKind::text),
      .growth = fold_growth,
      .law = Law::normal,
      .body = typed<&parley_fold, fold_growth>("parley_fold",
                                               {slow_path("parley_fold_unicode", &parley_fold_unicode)}),
      .summary = "Makes a key for matching: case, accents and compatibility forms do not count.",
      .documentation = "Folds case as Unicode's `NFKC_Casefold`, then takes off combining marks. `ß` "
                       "becomes `ss`; `ø` and `ł` stay, their strokes are no marks. For match keys, not for "
                       "values that people read.",
      .examples = {{R"(fold("José ÁLVAREZ"))", R"("jose alvarez")"},
                   {R"(fold("Straße"))", R"("strasse")"},
                   {R"(fold("ﬁn"))", R"("fin")"}},
  }};
}

}  // namespace parley::functions
#endif
