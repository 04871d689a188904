#include <algorithm>

#include <fmt/format.h>

#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

bool is_field(const Expressions& all, ExpressionId id) {
  const Expression& e = all[id];
  if (e.kind == ExpressionKind::relabel || e.kind == ExpressionKind::widen)
    return is_field(all, e.children[0]);
  return e.kind == ExpressionKind::field;
}

bool is_constant(const Expressions& all, ExpressionId id) {
  const Expression& e = all[id];
  if (e.kind == ExpressionKind::list)
    return std::ranges::all_of(e.children, [&](ExpressionId child) { return is_constant(all, child); });
  return e.kind == ExpressionKind::constant;
}

// Whether some query about single fields and constants holds for every record that meets the condition, and
// not for all records: a comparison, membership, a field with a value.
bool narrows(const Expressions& all, ExpressionId id) {
  const Expression& e = all[id];
  switch (e.kind) {
    case ExpressionKind::field:
      return true;
    case ExpressionKind::logical_not:
    case ExpressionKind::has:
      return is_field(all, e.children[0]);
    case ExpressionKind::logical_and:
      return narrows(all, e.children[0]) || narrows(all, e.children[1]);
    case ExpressionKind::logical_or:
      return narrows(all, e.children[0]) && narrows(all, e.children[1]);
    case ExpressionKind::coalesce:
      return narrows(all, e.children[0]) && is_constant(all, e.children[1]);
    case ExpressionKind::in:
      return (is_field(all, e.children[0]) && is_constant(all, e.children[1])) ||
             (is_constant(all, e.children[0]) && is_field(all, e.children[1])) || narrows(all, e.children[1]);
    case ExpressionKind::equal:
    case ExpressionKind::not_equal:
    case ExpressionKind::less:
    case ExpressionKind::less_equal:
    case ExpressionKind::greater:
    case ExpressionKind::greater_equal:
      return (is_field(all, e.children[0]) && is_constant(all, e.children[1])) ||
             (is_constant(all, e.children[0]) && is_field(all, e.children[1]));
    case ExpressionKind::call:
      // isEmail(x) and the like hold only where x has a value.
      return e.function->null_rule == abi::NullRule::propagate && !e.children.empty() &&
             is_field(all, e.children[0]) && all[e.children[0]].may_be_none;
    default:
      return false;
  }
}

void check_filter_not_pushed(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings) {
    if (!is_sync(mapping)) continue;
    for (const abi::Side side : sides) {
      const check::Side& own = mapping.side(side);
      const bool narrowed = (own.where && narrows(mapping.expressions, *own.where)) ||
                            (own.scope && narrows(mapping.expressions, *own.scope));
      if (narrowed || !own.scope) continue;  // without a scope P606 speaks
      report.add(
          {.span = own.scope_span,
           .message =
               fmt::format("no query to `{}` can narrow this scope", mapping.program.shape(side).system),
           .why = "every record of the object is fetched to be judged here",
           .help = "add a conjunct that compares a field with a constant, if one holds for all records "
                   "that are meant"});
    }
  }
}

}  // namespace

Rule describe_filter_not_pushed() {
  return {
      .code = "P505",
      .check = check_filter_not_pushed,
      .page = {.what = "A scope has no part that a system can look up: a field compared with a constant, "
                       "membership in a list of constants, a field with a value.",
               .why = "It is right all the same, and costs calls: every record of the object is read to find "
                      "the few that take part.",
               .frame = Frame::mapping,
               .failing = "  scope hs: (hs.firstname ?? \"\") == (hs.lastname ?? \"\") || isEmail(hs.email)\n"
                          "  match hs.email == ns.email\n  fields {\n    hs.lastname -> ns.lastName\n  }",
               .repaired = "  scope hs: isEmail(hs.email)\n  match hs.email == ns.email\n  fields {\n"
                           "    hs.lastname -> ns.lastName\n  }"}};
}

}  // namespace parley::lint
