#include <array>

#include "stdlib/functions/body.hpp"
#include "stdlib/functions/describe.hpp"
#include "stdlib/functions/phone_number.hpp"

namespace parley::functions {

extern "C" Returned parley_is_phone(CallContext&, Text x, Text region, bool* out) {
  std::array<char, phone_bytes_max> number;
  *out = write_e164(x.view(), region.view(), number.data()) > 0;
  return call::done;
}

Overloads describe_is_phone() {
  return {{
      .name = "isPhone",
      .area = "contact",
      .parameters = {{.name = "x", .kind = TypeKind::text},
                     {.name = "region",
                      .kind = TypeKind::text,
                      .literal = true,
                      .accepts = is_region,
                      .expects = "a country's two capital letters (ISO 3166)"}},
      .result = type(TypeKind::boolean),
      .body = heavy<&parley_is_phone>("parley_is_phone"),
      .summary = "Whether a text is a valid phone number.",
      .documentation = "True exactly where `phone` does not fail.",
      .examples = {{R"(isPhone("(415) 555-2671", "US"))", "true"},
                   {R"(isPhone("123", "US"))", "false"},
                   {R"(isPhone("", "DE"))", "false"}},
  }};
}

}  // namespace parley::functions
