#include <map>

#include <fmt/format.h>

#include "compiler/laws/constant.hpp"
#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

// Two guards that differ may exclude each other; that is the author's to know.
bool may_meet(const Mapping& mapping, const check::Rule& a, const check::Rule& b) {
  if (!a.guard || !b.guard) return true;
  return check::same(mapping.expressions, *a.guard, *b.guard);
}

void check_direction(const Mapping& mapping, abi::Direction direction, Report& report) {
  std::map<abi::FieldNo, std::vector<std::size_t>> writers;
  for (std::size_t i = 0; i < mapping.rules.size(); ++i) {
    const abi::Rule& line = mapping.program.rules[i];
    if (!allows(line.arrow, direction)) continue;
    auto& before = writers[target(line, direction)];
    for (const std::size_t j : before) {
      if (!may_meet(mapping, mapping.rules[j], mapping.rules[i])) continue;
      const bool right = direction == abi::Direction::to_right;
      report.add(
          {.span = right ? mapping.rules[i].right_span : mapping.rules[i].left_span,
           .message = fmt::format("`{}` is written by two lines",
                                  field_text(mapping, abi::target(direction), target(line, direction))),
           .notes = {{right ? mapping.rules[j].right_span : mapping.rules[j].left_span, "the other one"}},
           .why = "they would overwrite each other in every run",
           .help = "join them (`a ?? b`), or guard both so that one holds at a time"});
      break;
    }
    before.push_back(i);
  }
}

void check(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings)
    for (const abi::Direction direction : directions) check_direction(mapping, direction, report);
}

}  // namespace

Rule describe_two_rules_one_field() {
  return {
      .code = "P501",
      .check = check,
      .page = {.what = "Two lines write one field, and nothing says that only one of them holds at a time.",
               .why = "They would overwrite each other in every run, and the field would never rest.",
               .failing = "    hs.jobtitle -> ns.title\n    hs.seniority -> ns.title",
               .repaired = "    hs.jobtitle ?? hs.seniority -> ns.title"}};
}

}  // namespace parley::lint
