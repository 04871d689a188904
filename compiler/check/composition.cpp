// The idea: forward body f₁ f₂ … fₙ, backward body g₁ g₂ … gₘ, both from the inside out. If n is m and each
// gᵢ undoes f₍ₙ₊₁₋ᵢ₎, then f and g undo each other. Some pairs only nearly do: int(…) of a text and text(…),
// a canonical form and itself. There f g f is f and g f g is g, which composition keeps as long as such steps
// stand in one run: of canonical forms, or of a single other pair.
#include "compiler/check/composition.hpp"

#include <algorithm>
#include <optional>

#include "stdlib/core/check.hpp"

namespace parley::check {

namespace {

// One step: a node, and which of its children the value comes through.
struct Link {
  const Expression* node;
  std::size_t place;
};
using Chain = std::vector<Link>;

bool reads(const Expressions& all, ExpressionId id, VariableNo x) {
  const Expression& e = all[id];
  if (e.kind == ExpressionKind::variable) return e.variable == x;
  return std::ranges::any_of(e.children, [&](ExpressionId child) { return reads(all, child, x); });
}

// From the inside out; nothing where x goes in at several places, or at none.
std::optional<Chain> chain_of(const Expressions& all, const LensBody& body) {
  Chain chain;
  ExpressionId at = body.result;
  while (all[at].kind != ExpressionKind::variable) {
    const Expression& e = all[at];
    std::optional<std::size_t> place;
    for (std::size_t i = 0; i < e.children.size(); ++i) {
      if (!reads(all, e.children[i], body.x)) continue;
      if (place) return std::nullopt;
      place = i;
    }
    if (!place) return std::nullopt;
    // The same value under another type's name.
    if (e.kind != ExpressionKind::relabel) chain.push_back({&e, *place});
    at = e.children[*place];
  }
  if (all[at].variable != body.x) return std::nullopt;
  std::ranges::reverse(chain);
  return chain;
}

class Pairing {
 public:
  explicit Pairing(const Expressions& all) : all_(all) {}

  // What the two are to each other; nothing where that is not known.
  std::optional<LawClass> law(const Link& there, const Link& back) const {
    if (const auto found = of_operators(there, back)) return found;
    if (const auto found = of_functions(there, back)) return found;
    return of_functions(back, there);
  }

 private:
  const Expression& other(const Link& link) const { return all_[link.node->children[1 - link.place]]; }
  bool same_other(const Link& a, const Link& b) const {
    return same(all_, a.node->children[1 - a.place], b.node->children[1 - b.place]);
  }

  static bool counts(const Expression& e) {
    switch (e.type->kind) {
      case schema::TypeKind::integer:
      case schema::TypeKind::decimal:
      case schema::TypeKind::money:
      case schema::TypeKind::instant:
      case schema::TypeKind::datetime:
      case schema::TypeKind::duration:
        return true;
      default:
        return false;
    }
  }

  std::optional<LawClass> of_operators(const Link& there, const Link& back) const {
    const ExpressionKind a = there.node->kind;
    const ExpressionKind b = back.node->kind;
    if (a == b && (a == ExpressionKind::logical_not || a == ExpressionKind::negate)) return LawClass::exact;
    if (!counts(*there.node) || !counts(*back.node)) return std::nullopt;
    if (a == ExpressionKind::divide || b == ExpressionKind::divide) return of_product(there, back);
    if (!is_sum(a) || !is_sum(b) || !same_other(there, back)) return std::nullopt;
    const bool from_constant = a == b && a == ExpressionKind::subtract && there.place == 1 && back.place == 1;
    const bool opposite = a != b && there_and_back(there) && there_and_back(back);
    return from_constant || opposite ? std::optional(LawClass::exact) : std::nullopt;
  }

  static bool is_sum(ExpressionKind kind) {
    return kind == ExpressionKind::add || kind == ExpressionKind::subtract;
  }
  // x + c, c + x and x - c, but not c - x.
  static bool there_and_back(const Link& link) {
    return link.node->kind == ExpressionKind::add || link.place == 0;
  }

  // x * c and x / c. Ints lose the remainder of a division; decimals fail where the quotient has no end.
  std::optional<LawClass> of_product(const Link& there, const Link& back) const {
    const bool divides_back = back.node->kind == ExpressionKind::divide;
    const Link& product = divides_back ? there : back;
    const Link& quotient = divides_back ? back : there;
    if (product.node->kind != ExpressionKind::multiply || quotient.place != 0) return std::nullopt;
    if (!same_other(product, quotient) || !is_nonzero(other(quotient))) return std::nullopt;
    const bool whole = quotient.node->type->kind == schema::TypeKind::integer;
    return whole ? LawClass::merging : LawClass::exact;
  }

  static bool is_nonzero(const Expression& e) {
    const auto* whole = e.value.as<std::int64_t>();
    const auto* exact = e.value.as<value::Decimal>();
    return (whole != nullptr && *whole != 0) || (exact != nullptr && exact->coefficient != 0);
  }

  bool is_call(const Link& link, std::string_view name) const {
    return link.node->kind == ExpressionKind::call && link.place == 0 && link.node->function->name == name;
  }
  schema::TypeKind takes(const Link& link) const { return all_[link.node->children[0]].type->kind; }

  bool same_arguments(const Link& a, const Link& b) const {
    if (a.node->children.size() != b.node->children.size()) return false;
    for (std::size_t i = 1; i < a.node->children.size(); ++i)
      if (!same(all_, a.node->children[i], b.node->children[i])) return false;
    return true;
  }

  std::optional<LawClass> of_functions(const Link& a, const Link& b) const {
    using schema::TypeKind;
    const auto widens = [&](const Link& link) {
      return link.node->kind == ExpressionKind::widen ||
             (is_call(link, "decimal") && takes(link) == TypeKind::integer);
    };
    if (is_call(a, "int") && is_number(all_[a.node->children[0]].type->kind) && widens(b))
      return LawClass::exact;
    if (is_call(a, "percentToRatio") && is_call(b, "ratioToPercent")) return LawClass::exact;
    if (is_call(b, "text") && a.node->type->kind == takes(b) && takes(a) == TypeKind::text &&
        b.node->children.size() == 1 && a.node->children.size() == 1)
      for (const std::string_view reader : {"int", "decimal", "bool", "date", "time", "instant"})
        if (is_call(a, reader)) return LawClass::merging;
    if (is_call(a, "epochMs") && is_call(b, "fromEpochMs")) return LawClass::merging;
    if (is_call(a, "dateOf") && is_call(b, "midnight") && same_arguments(a, b)) return LawClass::merging;
    const bool form = a.node->kind == ExpressionKind::call && b.node->kind == ExpressionKind::call &&
                      a.node->function == b.node->function && a.place == 0 && b.place == 0 &&
                      a.node->function->law == abi::Law::normal && same_arguments(a, b);
    return form ? std::optional(LawClass::normal) : std::nullopt;
  }

  static bool is_number(schema::TypeKind kind) {
    return kind == schema::TypeKind::decimal || kind == schema::TypeKind::money;
  }

  const Expressions& all_;
};

}  // namespace

LawClass pair_law(const Expressions& all, const LensBody& forward, const LensBody& backward) {
  const auto there = chain_of(all, forward);
  const auto back = chain_of(all, backward);
  if (!there || !back || there->size() != back->size()) return LawClass::unproved;
  const Pairing pairing(all);
  std::vector<LawClass> laws;
  for (std::size_t i = 0; i < there->size(); ++i) {
    const auto law = pairing.law((*there)[i], (*back)[back->size() - 1 - i]);
    if (!law) return LawClass::unproved;
    laws.push_back(*law);
  }
  return composed(laws);
}

LawClass composed(const std::vector<LawClass>& laws) {
  LawClass worst = LawClass::exact;
  std::size_t runs = 0;
  for (std::size_t i = 0; i < laws.size(); ++i) {
    worst = std::max(worst, laws[i]);
    if (laws[i] == LawClass::exact) continue;
    const bool goes_on = i > 0 && laws[i] == LawClass::normal && laws[i - 1] == LawClass::normal;
    if (!goes_on) ++runs;
  }
  return runs > 1 ? std::max(worst, LawClass::unproved) : worst;
}

}  // namespace parley::check
