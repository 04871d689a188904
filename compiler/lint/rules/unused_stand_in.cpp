#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

void check_unused_stand_in(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings) {
    for (const Expression& e : mapping.expressions.nodes) {
      if (e.kind != ExpressionKind::coalesce) continue;
      const Expression& value = mapping.expressions[e.children[0]];
      if (value.may_be_none || value.span.file != mapping.span.file) continue;
      const Span rest{e.span.file, value.span.end, e.span.end};
      if (value.span.end > e.span.end) continue;
      report.add({.span = rest,
                  .message = "what stands before `??` always has a value",
                  .why = "`??` answers null and blank only, no failure",
                  .help = "take it out; a failure is answered by `else` or try()",
                  .suggestion = diagnostics::Suggestion{"take it out", {{rest, ""}}, true}});
    }
  }
}

}  // namespace

Rule describe_unused_stand_in() {
  return {.code = "P507",
          .check = check_unused_stand_in,
          .page = {.what = "`x ?? y` where x is never null or blank.",
                   .why = "y is never used. Often a failure was meant, which `??` does not answer.",
                   .frame = Frame::shop,
                   .failing = "    o.sure ?? false -> i.sure",
                   .repaired = "    o.sure -> i.sure"}};
}

}  // namespace parley::lint
