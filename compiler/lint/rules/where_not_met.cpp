#include <fmt/format.h>

#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

void check_where_conjunct(const Mapping& mapping, abi::Side side, ExpressionId conjunct, Report& report) {
  for (const ExpressionId id : nodes_of(mapping.expressions, conjunct)) {
    const Expression& e = mapping.expressions[id];
    if (e.kind != ExpressionKind::field || is_written(mapping, side, e.field)) continue;
    report.add(
        {.span = mapping.expressions[conjunct].span,
         .message = fmt::format("a new record of `{}` would not meet this", object_text(mapping, side)),
         .why = "on create, `where` writes `field`, `!field` and `field == constant`; for anything else "
                "it does not know what to write",
         .help = fmt::format("add a line that writes `{}`", field_text(mapping, side, e.field))});
    return;
  }
}

void check_where_not_met(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings)
    for (const abi::Side side : sides)
      if (mapping.program.shape(side).create_allowed)
        for (const ExpressionId conjunct : mapping.side(side).unbound)
          check_where_conjunct(mapping, side, conjunct, report);
}

}  // namespace

Rule describe_where_not_met() {
  return {
      .code = "P405",
      .check = check_where_not_met,
      .of_absence = true,
      .page = {.what = "A side's `where` has a condition that creation does not make true.",
               .why = "`where` also says what a new record is. A record created without it would fall out of "
                      "the mapping at once.",
               .frame = Frame::file,
               .failing = R"(mapping contacts {
  left  hs = hubspot.contacts
  right ns = netsuite.customer where ns.isPerson && ns.category != null
  match hs.email == ns.email
  fields {
    hs.lastname -> ns.lastName
  }
})",
               .repaired = R"(mapping contacts {
  left  hs = hubspot.contacts
  right ns = netsuite.customer where ns.isPerson && ns.category == "3"
  match hs.email == ns.email
  fields {
    hs.lastname -> ns.lastName
  }
})"}};
}

}  // namespace parley::lint
