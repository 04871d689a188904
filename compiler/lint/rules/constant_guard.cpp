#include <fmt/format.h>

#include "compiler/laws/constant.hpp"
#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

void check_constant_guard(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings) {
    for (const check::Rule& rule : mapping.rules) {
      if (!rule.guard) continue;
      const auto truth = laws::constant_truth(mapping.expressions, *rule.guard);
      if (!truth) continue;
      report.add({.span = mapping.expressions[*rule.guard].span,
                  .message = fmt::format("this guard is always {}", *truth),
                  .why = *truth ? "it keeps nothing out" : "the line never does anything",
                  .help = *truth ? "take the guard out" : "take the line out, or correct the guard"});
    }
  }
}

}  // namespace

Rule describe_constant_guard() {
  return {
      .code = "P502",
      .check = check_constant_guard,
      .page = {.what = "A guard is true, or false, for every record.",
               .why = "The line reads as if it made a difference between records. Two values of one field "
                      "joined with `&&` are the usual cause.",
               .failing =
                   "    hs.jobtitle -> ns.title when hs.lifecyclestage == \"lead\" && hs.lifecyclestage == "
                   "\"customer\"",
               .repaired = "    hs.jobtitle -> ns.title when hs.lifecyclestage in [\"lead\", \"customer\"]"}};
}

}  // namespace parley::lint
