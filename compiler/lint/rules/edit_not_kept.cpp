#include "compiler/lint/traces.hpp"

namespace parley::lint {

namespace {

void check_edit_not_kept(const Subject& subject, Report& report) {
  report_refuted(subject, true, "does not survive the way there and back",
                 "let the way back lead where the edit came from, send the other values with an arrow of one "
                 "direction, or accept the loss with `lossy` and a conflict rule",
                 report);
}

}  // namespace

Rule describe_edit_not_kept() {
  return {
      .code = "P201",
      .check = check_edit_not_kept,
      .page = {
          .what = "A two-way field goes through a table or lens in which a value does not find its way back.",
          .why =
              "Picklists and bools are tried value by value; `parley lint --laws` also searches among texts "
              "and numbers. Where a value becomes another one on the way there and back, and that one has "
              "another image, an edit made by a person is changed by the next sync. Many rows onto one "
              "value are no such case: the old value stays while the pair agrees.",
          .frame = Frame::file,
          .failing = R"(mapping contacts {
  left  hs = hubspot.contacts
  right ns = netsuite.customer
  match email(hs.email) == email(ns.email)
  fields {
    hs.lifecyclestage <-> ns.entityStatus via stage else keep
  }
}

table stage: hubspot.contacts.lifecyclestage <-> netsuite.customer.entityStatus {
  "lead" -> "LEAD-New"
  "lead" <- "LEAD-Qualified"
})",
          .repaired = R"(mapping contacts {
  left  hs = hubspot.contacts
  right ns = netsuite.customer
  match email(hs.email) == email(ns.email)
  fields {
    hs.lifecyclestage <-> ns.entityStatus via stage else keep
  }
}

table stage: hubspot.contacts.lifecyclestage <-> netsuite.customer.entityStatus {
  "lead" <-> "LEAD-New"
  "lead" <-  "LEAD-Qualified"
})"}};
}

}  // namespace parley::lint
