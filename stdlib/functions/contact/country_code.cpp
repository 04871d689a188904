#include "stdlib/functions/body.hpp"
#include "stdlib/functions/country.hpp"
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

namespace {
constexpr Growth country_code_growth{0, 2};
}  // namespace

extern "C" Returned parley_country_code(CallContext&, Text x, char* out) {
  auto code = country_code(x.view());
  return code ? write(std::string_view(*code), out) : call::error(0);
}

Overloads describe_country_code() {
  return {{
      .name = "countryCode",
      .area = "contact",
      .parameters = {{.name = "x", .kind = TypeKind::text}},
      .result = type(TypeKind::text),
      .errors = {{"not_a_country", "is not the code or English name of a country", 0}},
      .growth = country_code_growth,
      .law = Law::normal,
      .body = heavy<&parley_country_code, country_code_growth>("parley_country_code"),
      .summary = "The two-letter code of a country (ISO 3166).",
      .documentation = "From the code of two or three letters, or the English name as CLDR writes it (the "
                       "tables of the installed ICU), whatever the case and accents; `UK`, `USA`, `U.S.A.`, "
                       "`England` are known too.",
      .examples = {{R"(countryCode("Germany"))", R"("DE")"},
                   {R"(countryCode("usa"))", R"("US")"},
                   {R"(countryCode("cote d'ivoire"))", R"("CI")"},
                   {R"(countryCode("UK"))", R"("GB")"},
                   {R"(countryCode("Atlantis"))", "error not_a_country"}},
  }};
}

}  // namespace parley::functions
