#include "compiler/laws/constant.hpp"

#include <vector>

namespace parley::laws {

namespace {

using check::Expression;
using check::ExpressionId;
using check::ExpressionKind;
using check::Expressions;
using check::same;

void flatten(const Expressions& all, ExpressionId id, ExpressionKind kind, std::vector<ExpressionId>& out) {
  if (all[id].kind != kind) return out.push_back(id);
  flatten(all, all[id].children[0], kind, out);
  flatten(all, all[id].children[1], kind, out);
}

// x == c, as its two parts.
struct Comparison {
  ExpressionId operand;
  const value::Value* constant;
};
std::optional<Comparison> comparison(const Expressions& all, ExpressionId id) {
  const Expression& e = all[id];
  if (e.kind != ExpressionKind::equal) return std::nullopt;
  for (std::size_t i = 0; i < 2; ++i) {
    const Expression& side = all[e.children[i]];
    if (side.kind == ExpressionKind::constant) return Comparison{e.children[1 - i], &side.value};
  }
  return std::nullopt;
}

bool contradict(const Expressions& all, ExpressionId a, ExpressionId b) {
  const auto negates = [&](ExpressionId x, ExpressionId y) {
    return all[x].kind == ExpressionKind::logical_not && same(all, all[x].children[0], y);
  };
  if (negates(a, b) || negates(b, a)) return true;
  const auto left = comparison(all, a);
  const auto right = comparison(all, b);
  return left && right && same(all, left->operand, right->operand) &&
         !equal(*left->constant, *right->constant);
}

// A conjunction is false where two of its parts contradict each other; a disjunction true where one part
// negates another.
std::optional<bool> of_parts(const Expressions& all, ExpressionId id) {
  const bool conjunction = all[id].kind == ExpressionKind::logical_and;
  std::vector<ExpressionId> parts;
  flatten(all, id, all[id].kind, parts);
  bool all_known = true;
  for (const ExpressionId part : parts) {
    const auto known = constant_truth(all, part);
    if (known && *known != conjunction) return known;
    all_known &= known.has_value();
  }
  if (all_known) return conjunction;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    for (std::size_t j = i + 1; j < parts.size(); ++j) {
      if (conjunction && contradict(all, parts[i], parts[j])) return false;
      const bool negated = (all[parts[i]].kind == ExpressionKind::logical_not &&
                            same(all, all[parts[i]].children[0], parts[j])) ||
                           (all[parts[j]].kind == ExpressionKind::logical_not &&
                            same(all, all[parts[j]].children[0], parts[i]));
      if (!conjunction && negated) return true;
    }
  }
  return std::nullopt;
}

std::optional<bool> of_equality(const Expressions& all, const Expression& e) {
  const Expression& a = all[e.children[0]];
  const Expression& b = all[e.children[1]];
  const bool negated = e.kind == ExpressionKind::not_equal;
  if (a.kind == ExpressionKind::constant && b.kind == ExpressionKind::constant)
    return equal(a.value, b.value) != negated;
  const auto is_null = [](const Expression& x) {
    return x.kind == ExpressionKind::constant && !x.value.has_value();
  };
  if ((is_null(a) && !b.may_be_none) || (is_null(b) && !a.may_be_none)) return negated;
  return std::nullopt;
}

}  // namespace

std::optional<bool> constant_truth(const Expressions& all, ExpressionId id) {
  const Expression& e = all[id];
  if (e.kind == ExpressionKind::constant) {
    const bool* truth = e.value.as<bool>();
    return truth != nullptr ? std::optional(*truth) : std::nullopt;
  }
  if (e.kind == ExpressionKind::logical_not) {
    const auto inner = constant_truth(all, e.children[0]);
    return inner ? std::optional(!*inner) : std::nullopt;
  }
  if (e.kind == ExpressionKind::logical_and || e.kind == ExpressionKind::logical_or) return of_parts(all, id);
  if (e.kind == ExpressionKind::equal || e.kind == ExpressionKind::not_equal) return of_equality(all, e);
  if (e.kind == ExpressionKind::in) {
    const Expression& range = all[e.children[1]];
    if (range.kind == ExpressionKind::list && range.children.empty()) return false;
  }
  return std::nullopt;
}

}  // namespace parley::laws
