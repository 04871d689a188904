#include <algorithm>

#include <fmt/format.h>

#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

bool is_used(const CheckedFile& file, std::size_t index) {
  for (const Mapping& mapping : file.mappings)
    for (const check::Rule& rule : mapping.rules)
      for (const check::Step& step : rule.steps)
        if (step.table && step.table->value == index) return true;
  return false;
}

void check(const Subject& subject, Report& report) {
  if (subject.checked.mappings.empty()) return;  // a file of declarations is there to be imported
  for (std::size_t i = 0; i < subject.checked.tables.size(); ++i) {
    const check::Table& table = subject.checked.tables[i];
    if (table.imported || is_used(subject.checked, i)) continue;
    report.add({.span = table.span,
                .message = fmt::format("no line uses the table `{}`", table.name),
                .help = "take it out, or use it: `via " + table.name + "`",
                .suggestion = diagnostics::Suggestion{"take the table out", {{table.body_span, ""}}}});
  }
}

}  // namespace

Rule describe_unused_table() {
  return {.code = "P901",
          .check = check,
          .of_absence = true,
          .page = {.what = "A file with mappings declares a table that none of its lines uses.",
                   .why = "It is read and kept up, and does nothing.",
                   .frame = Frame::file,
                   .failing = R"(mapping contacts {
  left  hs = hubspot.contacts
  right ns = netsuite.customer
  fields {
    hs.lastname -> ns.lastName
  }
}

table stage: hubspot.contacts.lifecyclestage -> netsuite.customer.entityStatus {
  "lead" -> "LEAD-New"
  else -> keep
})",
                   .repaired = R"(mapping contacts {
  left  hs = hubspot.contacts
  right ns = netsuite.customer
  fields {
    hs.lastname -> ns.lastName
    hs.lifecyclestage -> ns.entityStatus via stage
  }
}

table stage: hubspot.contacts.lifecyclestage -> netsuite.customer.entityStatus {
  "lead" -> "LEAD-New"
  else -> keep
})"}};
}

}  // namespace parley::lint
