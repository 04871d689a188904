#include "stdlib/functions/body.hpp"
#include "stdlib/functions/bytes.hpp"

namespace parley::functions {

extern "C" Returned parley_digits(CallContext&, Text x, char* out) {
  std::uint64_t length = 0;
  for (std::uint64_t i = 0; i < x.length; ++i) {
    out[length] = x.bytes[i];
    length += is_ascii_digit(x.bytes[i]) ? 1 : 0;
  }
  return static_cast<Returned>(length);
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_digits() {
  return {{
      .name = "digits",
      .area = "text",
      .parameters = {{.name = "x", .kind = TypeKind::text}},
      .result = type(TypeKind::text),
      .law = Law::lossy,
      .body = typed<&parley_digits>("parley_digits"),
      .summary = "Keeps the digits 0 to 9 and drops everything else.",
      .documentation = "Digits of other scripts are dropped too. The result may be the empty text.",
      .examples = {{R"(digits("(415) 555-0100"))", R"("4155550100")"}, {R"(digits("none"))", R"("")"}},
  }};
}

}  // namespace parley::functions
#endif
