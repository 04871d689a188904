#include "compiler/check/expression.hpp"

namespace parley::check {

bool same(const Expressions& all, ExpressionId a, ExpressionId b) {
  if (a == b) return true;
  const Expression& x = all[a];
  const Expression& y = all[b];
  if (x.kind != y.kind || x.children.size() != y.children.size()) return false;
  if (x.side != y.side || x.field != y.field || x.variable != y.variable || x.function != y.function ||
      x.table != y.table || x.direction != y.direction)
    return false;
  if (x.kind == ExpressionKind::constant && (x.value.state != y.value.state || !equal(x.value, y.value)))
    return false;
  for (std::size_t i = 0; i < x.children.size(); ++i)
    if (!same(all, x.children[i], y.children[i])) return false;
  return true;
}

}  // namespace parley::check
