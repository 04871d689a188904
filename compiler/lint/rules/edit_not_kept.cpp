#include <fmt/format.h>
#include <fmt/ranges.h>

#include "compiler/laws/finite.hpp"
#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

void check(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings) {
    for (const check::Rule& rule : mapping.rules) {
      if (rule.declared_lossy) continue;
      const laws::Finding finding = laws::decide(subject.checked, rule);
      if (finding.verdict != laws::Verdict::refuted) continue;
      const laws::Trace& trace = finding.traces.front();
      const std::string& edited = alias(mapping, trace.edited);
      const std::string& other = alias(mapping, abi::other(trace.edited));
      std::vector<diagnostics::Note> notes;
      for (const check::Step& step : rule.steps)
        notes.push_back(
            {subject.checked.tables[step.table->value].span, fmt::format("`{}` is this table", step.name)});
      report.add({.span = rule.steps.front().span,
                  .message = fmt::format("an edit in `{}` does not survive the way there and back", edited),
                  .notes = std::move(notes),
                  .why = fmt::format(
                      "edited to {} in `{}`, it becomes {} in `{}`, comes back as {}, and goes there as {}",
                      trace.values[0], edited, trace.values[1], other, trace.values[2], trace.values[3]),
                  .help = "let one `<->` row hold both values, or send the other one with an arrow of one "
                          "direction to the same value"});
    }
  }
}

}  // namespace

Rule describe_edit_not_kept() {
  return {
      .code = "P201",
      .check = check,
      .page = {
          .what = "A two-way field goes through a table in which a value does not find its way back.",
          .why =
              "Every value of the table is tried. Where one becomes another on the way there and "
              "back, and that one has another image, an edit made by a person is changed by the next "
              "sync. Many rows onto one value are no such case: the old value stays while the pair agrees.",
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
