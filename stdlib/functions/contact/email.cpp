#include "stdlib/functions/body.hpp"
#include "stdlib/functions/email_address.hpp"

namespace parley::functions {

extern "C" Returned parley_email(CallContext&, Text x, char* out) {
  EmailParts parts = email_parts(x);
  if (parts.domain.length == 0) return call::error(0);
  lower_ascii(parts.whole, out);
  return static_cast<Returned>(parts.whole.length);
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_email() {
  return {{
      .name = "email",
      .area = "contact",
      .parameters = {{.name = "x", .kind = TypeKind::text}},
      .result = type(TypeKind::text),
      .errors = {{"not_an_email", "is not an e-mail address", 0}},
      .adds_no_escape = true,
      .law = Law::normal,
      .body = typed<&parley_email>("parley_email"),
      .summary = "The canonical form of an e-mail address: no white space around it, all letters "
                 "small.",
      .documentation = "RFC 5321 leaves the part before the @ to its mail system, but no system of any size "
                       "tells `Ana@` from `ana@`, and people type both; so both parts become small and the "
                       "two count as equal. The grammar is that of HTML's e-mail input, with at least one "
                       "dot in the domain, 64 bytes before the @, 254 in all. Quoted local parts, comments "
                       "and addresses that are not ASCII are refused. `+tags` and dots stay: they may name "
                       "different mailboxes.",
      .examples = {{R"(email("ANA@acme.com"))", R"("ana@acme.com")"},
                   {R"(email(" ana+news@Acme.co.uk "))", R"("ana+news@acme.co.uk")"},
                   {R"(email("ana@localhost"))", "error not_an_email"},
                   {R"(email("ana@@acme.com"))", "error not_an_email"},
                   {R"(email(""))", "error not_an_email"}},
  }};
}

}  // namespace parley::functions
#endif
