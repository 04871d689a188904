#include <algorithm>

#include <fmt/format.h>

#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

void check_lossy_two_way(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings) {
    for (const check::Rule& rule : mapping.rules) {
      if (rule.law != check::LawClass::lossy) continue;
      const auto step = std::ranges::find(rule.steps, check::LawClass::lossy, &check::Step::law);
      if (!rule.declared_lossy)
        report.add(
            {.span = step->span,
             .message = fmt::format("`{}` loses something, and the field goes both ways", step->name),
             .why = "an edit that differs only in what is lost is undone by the next sync",
             .help = "map with one arrow; or write `lossy` and a conflict rule that names who decides"});
      else if (!rule.conflict_written)
        report.add({.span = step->span,
                    .message = "a lossy two-way field has no conflict rule",
                    .help = "write who decides: `conflict prefer …`"});
    }
  }
}

}  // namespace

Rule describe_lossy_two_way() {
  return {
      .code = "P203",
      .check = check_lossy_two_way,
      .page = {
          .what =
              "A two-way field has a step that makes one value of several, without being a canonical form.",
          .why = "What the step drops cannot come back, so an edit of just that part is lost. One-way "
                 "that is no matter. Two-way it is allowed only where `lossy` is written, with a "
                 "conflict rule.",
          .failing = "    hs.jobtitle <-> ns.title via truncate(20, codepoints) else keep",
          .repaired = "    hs.jobtitle -> ns.title via truncate(20, codepoints) else keep"}};
}

}  // namespace parley::lint
