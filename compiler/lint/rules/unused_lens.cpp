#include "compiler/lint/unused.hpp"

namespace parley::lint {

namespace {

void check_unused_lens(const Subject& subject, Report& report) {
  std::vector<Declaration> declared;
  for (const check::Lens& lens : subject.checked.lenses)
    declared.push_back({lens.name, lens.span, lens.body_span, lens.imported});
  report_unused(subject, "lens", declared, report);
}

}  // namespace

Rule describe_unused_lens() {
  return {.code = "P902",
          .check = check_unused_lens,
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
