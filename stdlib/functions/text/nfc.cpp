#include "stdlib/functions/body.hpp"
#include "stdlib/functions/bytes.hpp"

namespace parley::functions {

// For a text that is not ASCII (below).
extern "C" Returned parley_nfc_unicode(const char* bytes, std::uint64_t length, char* out);

extern "C" Returned parley_nfc(CallContext&, Text x, char* out) {
  if (!is_ascii(x)) return parley_nfc_unicode(x.bytes, x.length, out);
  return write(x, out);
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"
#include "stdlib/functions/unicode.hpp"

namespace parley::functions {

extern "C" Returned parley_nfc_unicode(const char* bytes, std::uint64_t length, char* out) {
  return write(std::string_view(nfc({bytes, length})), out);
}

namespace {
// The worst case of composition in UTF-8 (Unicode's FAQ on normalization).
constexpr Growth nfc_growth{3, 0};
}  // namespace

Overloads describe_nfc() {
  return {{
      .name = "nfc",
      .area = "text",
      .parameters = {{.name = "x", .kind = TypeKind::text}},
      .result = type(TypeKind::text),
      .growth = nfc_growth,
      .law = Law::normal,
      .body = typed<&parley_nfc, nfc_growth>("parley_nfc",
                                             {slow_path("parley_nfc_unicode", &parley_nfc_unicode)}),
      .summary = "Composes letters and their accents: Unicode normal form C.",
      .documentation = "Two texts that look the same and differ only in how accents are stored become the "
                       "same bytes. ASCII is its own normal form.",
      .examples = {{R"(nfc("e\u0301"))", R"("é")"},
                   {R"(nfc("é"))", R"("é")"},
                   {R"(nfc("A\u030A"))", R"("Å")"}},
  }};
}

}  // namespace parley::functions
#endif
