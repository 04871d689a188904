#include "stdlib/functions/body.hpp"
#include "stdlib/functions/describe.hpp"
#include "stdlib/functions/phone_number.hpp"

namespace parley::functions {

namespace {
constexpr Growth phone_growth{0, phone_bytes_max};
}  // namespace

extern "C" Returned parley_phone(CallContext&, Text x, Text region, char* out) {
  std::size_t length = write_e164(x.view(), region.view(), out);
  return length > 0 ? static_cast<Returned>(length) : call::error(0);
}

Overloads describe_phone() {
  return {{
      .name = "phone",
      .area = "contact",
      .parameters = {{.name = "x", .kind = TypeKind::text},
                     {.name = "region",
                      .kind = TypeKind::text,
                      .literal = true,
                      .accepts = is_region,
                      .expects = "a country's two capital letters (ISO 3166)"}},
      .result = type(TypeKind::text),
      .errors = {{"not_a_phone", "is not a valid phone number", 0}},
      .growth = phone_growth,
      .law = Law::normal,
      .body = heavy<&parley_phone, phone_growth>("parley_phone"),
      .summary = "The canonical form of a phone number: E.164.",
      .documentation = "By libphonenumber. The region is the country that a number without `+` belongs to. "
                       "An extension is kept behind an `x`: two extensions are two numbers. What is valid "
                       "follows the tables of the installed libphonenumber.",
      .examples = {{R"(phone("(415) 555-2671", "US"))", R"("+14155552671")"},
                   {R"(phone("+49 30 901820", "US"))", R"("+4930901820")"},
                   {R"(phone("415-555-2671 ext. 89", "US"))", R"("+14155552671x89")"},
                   {R"(phone("555", "US"))", "error not_a_phone"},
                   {R"(phone("call me", "US"))", "error not_a_phone"}},
  }};
}

}  // namespace parley::functions
