#include <map>

#include <fmt/format.h>

#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

// Two guards that differ may exclude each other; that is the author's to know.
bool may_meet(const Mapping& mapping, const check::Rule& a, const check::Rule& b) {
  if (!a.guard || !b.guard) return true;
  return check::same(mapping.expressions, *a.guard, *b.guard);
}

void check_mapping(const Mapping& mapping, Report& report) {
  std::map<std::pair<abi::Side, abi::FieldNo>, std::vector<Write>> writers;
  for (const Write& write : writes(mapping)) {
    auto& before = writers[{write.side(), write.field}];
    for (const Write& other : before) {
      if (!may_meet(mapping, other.rule, write.rule)) continue;
      report.add({.span = write.target_span(),
                  .message = fmt::format("`{}` is written by two lines",
                                         field_text(mapping, write.side(), write.field)),
                  .notes = {{other.target_span(), "the other one"}},
                  .why = "they would overwrite each other in every run",
                  .help = "join them (`a ?? b`), or guard both so that one holds at a time"});
      break;
    }
    before.push_back(write);
  }
}

void check_two_rules_one_field(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings) check_mapping(mapping, report);
}

}  // namespace

Rule describe_two_rules_one_field() {
  return {
      .code = "P501",
      .check = check_two_rules_one_field,
      .page = {.what = "Two lines write one field, and nothing says that only one of them holds at a time.",
               .why = "They would overwrite each other in every run, and the field would never rest.",
               .failing = "    hs.jobtitle -> ns.title\n    hs.seniority -> ns.title",
               .repaired = "    hs.jobtitle ?? hs.seniority -> ns.title"}};
}

}  // namespace parley::lint
