#include "compiler/lint/unused.hpp"

#include <set>

#include <fmt/format.h>

namespace parley::lint {

void report_unused(const Subject& subject, std::string_view kind, const std::vector<Declaration>& declared,
                   Report& report) {
  if (subject.checked.mappings.empty()) return;
  std::set<std::string_view> used;
  for (const Mapping& mapping : subject.checked.mappings)
    for (const check::Rule& rule : mapping.rules)
      for (const check::Step& step : rule.steps) used.insert(step.name);
  for (const Declaration& each : declared) {
    if (each.imported || used.contains(each.name)) continue;
    report.add({.span = each.span,
                .message = fmt::format("no line uses the {} `{}`", kind, each.name),
                .help = "take it out, or use it: `via " + each.name + "`",
                .suggestion = diagnostics::Suggestion{
                    fmt::format("take the {} out", kind), {{each.body_span, ""}}, true}});
  }
}

}  // namespace parley::lint
