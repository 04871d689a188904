#include <algorithm>

#include <fmt/format.h>

#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

// Whether what a rule writes into the field makes the conjunct true by itself: isEmail(f) behind the lens
// `email`, and has(f) where no value is never written.
bool entails(const Expressions& all, ExpressionId conjunct, const check::Rule& rule, const abi::Rule& line) {
  if (all[conjunct].kind == ExpressionKind::coalesce) conjunct = all[conjunct].children[0];
  const Expression& e = all[conjunct];
  const bool never_clears = line.blank != abi::Blank::clear;
  if (e.kind == ExpressionKind::has) return never_clears;
  if (e.kind == ExpressionKind::not_equal && !all[e.children[1]].value.has_value() &&
      all[e.children[1]].kind == ExpressionKind::constant)
    return never_clears;
  if (e.kind != ExpressionKind::call || e.function->name.size() <= 2 || !e.function->name.starts_with("is"))
    return false;
  std::string lens(e.function->name.substr(2));
  lens[0] = static_cast<char>(lens[0] - 'A' + 'a');
  return never_clears &&
         std::ranges::any_of(rule.steps, [&](const check::Step& step) { return step.name == lens; });
}

void check_scope_conjunct(const Mapping& mapping, abi::Side side, ExpressionId conjunct, Report& report) {
  const std::vector<Write> all = writes(mapping);
  for (const ExpressionId id : nodes_of(mapping.expressions, conjunct)) {
    const Expression& e = mapping.expressions[id];
    if (e.kind != ExpressionKind::field) continue;
    for (const Write& write : all) {
      if (write.side() != side || write.field != e.field) continue;
      if (entails(mapping.expressions, conjunct, write.rule, write.line)) continue;
      report.add(
          {.span = mapping.expressions[conjunct].span,
           .message = fmt::format("the mapping itself writes `{}`, which this scope looks at",
                                  field_text(mapping, side, e.field)),
           .notes = {{write.rule.span, "written here"}},
           .why = "a record can sync itself out of the scope, and then stays as it is",
           .help = "look at a field that no line writes on this side, or let the arrow point away from it"});
      return;
    }
  }
}

void check_scope_flap(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings)
    for (const abi::Side side : sides)
      if (const auto& scope = mapping.side(side).scope)
        for (const ExpressionId conjunct : conjuncts(mapping.expressions, *scope))
          check_scope_conjunct(mapping, side, conjunct, report);
}

}  // namespace

Rule describe_scope_flap() {
  return {
      .code = "P504",
      .check = check_scope_flap,
      .page = {.what = "A scope looks at a field of its side that a line of the mapping writes there.",
               .why =
                   "The sync's own write can move a record out of the scope, or in. Silent where the lens "
                   "makes the condition true: `isEmail` behind `via email`, `has` where nothing is cleared.",
               .frame = Frame::mapping,
               .failing = "  scope hs: hs.jobtitle != \"Intern\"\n  match hs.email == ns.email\n"
                          "  fields {\n    hs.lastname -> ns.lastName\n    hs.jobtitle <-> ns.title\n  }",
               .repaired = "  scope hs: hs.jobtitle != \"Intern\"\n  match hs.email == ns.email\n"
                           "  fields {\n    hs.lastname -> ns.lastName\n    hs.jobtitle -> ns.title\n  }"}};
}

}  // namespace parley::lint
