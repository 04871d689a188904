#include <algorithm>

#include <fmt/format.h>

#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

void check_law_not_known(const Subject& subject, Report& report) {
  for (const laws::Decided& decided : subject.decided) {
    const check::Rule& rule = decided.checked();
    if (rule.declared_lossy || decided.finding.verdict != laws::Verdict::undecided) continue;
    if (rule.law == check::LawClass::lossy) continue;  // P203 speaks
    const auto step = std::ranges::find(rule.steps, check::LawClass::unproved, &check::Step::law);
    const bool one = step != rule.steps.end();
    report.add(
        {.span = one ? step->span : rule.arrow_span,
         .message = one ? fmt::format("whether an edit survives `{}` is not known", step->name)
                        : "whether an edit survives these steps together is not known",
         .why = "no step of one direction was found to undo the one of the other direction in its place",
         .help = "mirror the steps; or look for a counterexample with `parley lint --laws`; or accept "
                 "a loss with `lossy` and a conflict rule"});
  }
}

}  // namespace

Rule describe_law_not_known() {
  return {.code = "P208",
          .check = check_law_not_known,
          .page = {
              .what = "A two-way field goes through a lens of which neither composition nor a finite domain "
                      "says that an edit survives.",
              .why = "A lens is proved step by step: `* 100` is undone by `/ 100`, `!x` by `!x`, a canonical "
                     "form by itself, each at the mirrored place. For anything else an edit on one side may "
                     "come back as something that nobody wrote.",
              .frame = Frame::file,
              .failing = R"(mapping orders {
  left  o = shop.orders
  right i = shop.invoices
  match o.number == i.number
  conflict prefer left
  fields {
    o.number <-> i.number
    o.count <-> i.count via hundreds else keep
  }
}

lens hundreds: int <-> int {
  -> x * 10 * 10
  <- x > 0 ? x : 0
})",
              .repaired = R"(mapping orders {
  left  o = shop.orders
  right i = shop.invoices
  match o.number == i.number
  conflict prefer left
  fields {
    o.number <-> i.number
    o.count <-> i.count via more else keep
  }
}

lens more: int <-> int {
  -> x + 100
  <- x - 100
})"}};
}

}  // namespace parley::lint
