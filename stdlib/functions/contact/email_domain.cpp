#include "stdlib/functions/body.hpp"
#include "stdlib/functions/email_address.hpp"

namespace parley::functions {

extern "C" Returned parley_email_domain(CallContext&, Text x, char* out) {
  EmailParts parts = email_parts(x);
  if (parts.domain.length == 0) return call::none;
  lower_ascii(parts.domain, out);
  return static_cast<Returned>(parts.domain.length);
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_email_domain() {
  return {{
      .name = "emailDomain",
      .area = "contact",
      .parameters = {{.name = "x", .kind = TypeKind::text}},
      .result = type(TypeKind::text),
      .result_may_be_none = true,
      .law = Law::lossy,
      .body = typed<&parley_email_domain>("parley_email_domain"),
      .summary = "The domain of an e-mail address, in small letters.",
      .documentation = "Null where the text is no address (`isEmail`).",
      .examples = {{R"(emailDomain("Ana@Acme.com"))", R"("acme.com")"},
                   {R"(emailDomain("acme.com"))", "null"}},
  }};
}

}  // namespace parley::functions
#endif
