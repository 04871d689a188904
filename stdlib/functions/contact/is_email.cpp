#include "stdlib/functions/body.hpp"
#include "stdlib/functions/email_address.hpp"

namespace parley::functions {

extern "C" Returned parley_is_email(CallContext&, Text x, bool* out) {
  *out = email_parts(x).domain.length > 0;
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_is_email() {
  return {{
      .name = "isEmail",
      .area = "contact",
      .parameters = {{.name = "x", .kind = TypeKind::text}},
      .result = type(TypeKind::boolean),
      .body = typed<&parley_is_email>("parley_is_email"),
      .summary = "Whether a text is an e-mail address.",
      .documentation = "True exactly where `email` does not fail.",
      .examples = {{R"(isEmail("ana@acme.com"))", "true"},
                   {R"(isEmail("ana@-acme.com"))", "false"},
                   {R"(isEmail("ana at acme.com"))", "false"},
                   {R"(isEmail(""))", "false"}},
  }};
}

}  // namespace parley::functions
#endif
