#include "compiler/lint/traces.hpp"

#include <fmt/format.h>

#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

std::vector<diagnostics::Note> declarations(const CheckedFile& file, const check::Rule& rule) {
  std::vector<diagnostics::Note> notes;
  for (const check::Step& step : rule.steps) {
    if (step.table)
      notes.push_back({file.tables[step.table->value].span, fmt::format("`{}` is this table", step.name)});
    if (step.lens)
      notes.push_back({file.lenses[*step.lens].span, fmt::format("`{}` is this lens", step.name)});
  }
  return notes;
}

}  // namespace

void report_refuted(const Subject& subject, bool rests, std::string_view message, std::string_view help,
                    Report& report) {
  for (const laws::Decided& decided : subject.decided) {
    const check::Rule& rule = decided.checked();
    if (rule.declared_lossy || decided.finding.verdict != laws::Verdict::refuted) continue;
    const laws::Trace& trace = decided.finding.traces.front();
    if (trace.rests != rests) continue;
    const std::string& edited = alias(*decided.mapping, trace.edited);
    const std::string& other = alias(*decided.mapping, abi::other(trace.edited));
    report.add({.span = rule.steps.empty() ? rule.arrow_span : rule.steps.front().span,
                .message = fmt::format("an edit in `{}` {}", edited, message),
                .notes = declarations(subject.checked, rule),
                .why = fmt::format(
                    "edited to {} in `{}`, it becomes {} in `{}`, comes back as {}, and goes there as {}",
                    trace.values[0], edited, trace.values[1], other, trace.values[2], trace.values[3]),
                .help = std::string(help)});
  }
}

}  // namespace parley::lint
