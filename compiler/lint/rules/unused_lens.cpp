#include <fmt/format.h>

#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

bool is_used(const CheckedFile& file, std::size_t index) {
  for (const Mapping& mapping : file.mappings)
    for (const check::Rule& rule : mapping.rules)
      for (const check::Step& step : rule.steps)
        if (step.lens == index) return true;
  return false;
}

void check(const Subject& subject, Report& report) {
  if (subject.checked.mappings.empty()) return;  // a file of declarations is there to be imported
  for (std::size_t i = 0; i < subject.checked.lenses.size(); ++i) {
    const check::Lens& lens = subject.checked.lenses[i];
    if (lens.imported || is_used(subject.checked, i)) continue;
    report.add({.span = lens.span,
                .message = fmt::format("no line uses the lens `{}`", lens.name),
                .help = "take it out, or use it: `via " + lens.name + "`"});
  }
}

}  // namespace

Rule describe_unused_lens() {
  return {.code = "P902",
          .check = check,
          .of_absence = true,
          .page = {.what = "A file with mappings declares a lens that none of its lines uses.",
                   .why = "It is read and kept up, and does nothing.",
                   .frame = Frame::file,
                   .failing = R"(mapping contacts {
  left  hs = hubspot.contacts
  right ns = netsuite.customer
  fields {
    hs.lastname -> ns.lastName
  }
}

lens opposite: bool <-> bool {
  -> !x
  <- !x
})",
                   .repaired = R"(mapping contacts {
  left  hs = hubspot.contacts
  right ns = netsuite.customer
  fields {
    hs.lastname -> ns.lastName
    hs.hs_email_optout -> ns.emailTransactions via opposite
  }
}

lens opposite: bool <-> bool {
  -> !x
  <- !x
})"}};
}

}  // namespace parley::lint
