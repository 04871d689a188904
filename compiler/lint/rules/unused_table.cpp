#include "compiler/lint/unused.hpp"

namespace parley::lint {

namespace {

void check_unused_table(const Subject& subject, Report& report) {
  std::vector<Declaration> declared;
  for (const check::Table& table : subject.checked.tables)
    declared.push_back({table.name, table.span, table.body_span, table.imported});
  report_unused(subject, "table", declared, report);
}

}  // namespace

Rule describe_unused_table() {
  return {.code = "P901",
          .check = check_unused_table,
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
