#include "stdlib/functions/body.hpp"
#include "stdlib/functions/describe.hpp"
#include "stdlib/functions/unicode.hpp"

namespace parley::functions {

namespace {
// The bound of `upper`.
constexpr Growth title_case_growth{3, 0};
}  // namespace

extern "C" Returned parley_title_case(CallContext&, Text x, char* out) {
  return write(std::string_view(title_unicode(x.view())), out);
}

Overloads describe_title_case() {
  return {{
      .name = "titleCase",
      .area = "text",
      .parameters = {{.name = "x", .kind = TypeKind::text}},
      .result = type(TypeKind::text),
      .growth = title_case_growth,
      .law = Law::normal,
      .body = heavy<&parley_title_case, title_case_growth>("parley_title_case"),
      .summary = "Makes the first letter of every word a capital and the others small.",
      .documentation = "Words by Unicode's default boundaries: `o'neill` is one word, `anna-maria` two. "
                       "Names like `McDonald` become `Mcdonald`.",
      .examples = {{R"(titleCase("ana MARIA lópez"))", R"("Ana Maria López")"},
                   {R"(titleCase("o'neill-mcdonald"))", R"("O'neill-Mcdonald")"},
                   {R"(titleCase(""))", R"("")"}},
  }};
}

}  // namespace parley::functions
