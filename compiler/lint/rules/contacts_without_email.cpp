#include <algorithm>

#include <fmt/format.h>

#include "compiler/lint/look.hpp"
#include "stdlib/core/text.hpp"

namespace parley::lint {

namespace {

bool reads_email(const Mapping& mapping, abi::Side side, ExpressionId condition) {
  return std::ranges::any_of(nodes_of(mapping.expressions, condition), [&](ExpressionId id) {
    const Expression& e = mapping.expressions[id];
    return e.kind == ExpressionKind::field &&
           core::lower_ascii(field(mapping, side, e.field).name).find("email") != std::string::npos;
  });
}

void check_contacts_without_email(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings) {
    if (!is_sync(mapping)) continue;
    for (const abi::Side side : sides) {
      const check::Side& own = mapping.side(side);
      if (own.object == nullptr || !own.scope) continue;  // without a scope P606 speaks
      if (core::lower_ascii(own.object->name).find("contact") == std::string::npos) continue;
      if (own.object->find("email") == nullptr || reads_email(mapping, side, *own.scope)) continue;
      report.add({.span = own.scope_span,
                  .message = fmt::format("this scope lets contacts of `{}` without an e-mail address in",
                                         object_text(mapping, side)),
                  .why = "visitors and half-filled forms make such contacts; each would get a partner",
                  .help = fmt::format("add `&& isEmail({}.email)`", alias(mapping, side))});
    }
  }
}

}  // namespace

Rule describe_contacts_without_email() {
  return {
      .code = "P607",
      .check = check_contacts_without_email,
      .of_absence = true,
      .page = {.what = "The scope of a contact object does not look at the e-mail address.",
               .why = "Marketing systems hold many contacts without one: visitors, half-filled forms. They "
                      "cannot be matched, so each would become a new record on the other side.",
               .frame = Frame::mapping,
               .failing = "  scope hs: hs.lifecyclestage == \"customer\"\n  match hs.email == ns.email\n"
                          "  fields {\n    hs.lastname -> ns.lastName\n  }",
               .repaired = "  scope hs: hs.lifecyclestage == \"customer\" && isEmail(hs.email)\n"
                           "  match hs.email == ns.email\n  fields {\n    hs.lastname -> ns.lastName\n  }"}};
}

}  // namespace parley::lint
