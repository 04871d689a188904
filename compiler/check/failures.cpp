#include <set>

#include "compiler/check/work.hpp"

namespace parley::check {

namespace {

struct Case {
  std::string_view code;
  std::string_view text;
};

// What an operator does wrong with operands of these types.
std::vector<Case> operator_cases(const Expressions& all, const Expression& e) {
  switch (e.kind) {
    case ExpressionKind::field:
      return {{"invalid", "holds what its type cannot"}};
    case ExpressionKind::lookup:
      return {{"no_row", "has no row in the table"}};
    case ExpressionKind::negate:
      if (e.type->kind != TypeKind::integer) return {};
      return {{"overflow", "is too large"}};
    case ExpressionKind::multiply:
      return {{"overflow", "is too large"}};
    case ExpressionKind::add:
    case ExpressionKind::subtract:
      if (e.type->kind == TypeKind::text || is_sequence(*e.type)) return {};
      return {{"overflow", "is too large"}};
    case ExpressionKind::divide: {
      const Expression& by = all[e.children[1]];
      const auto* number = by.value.as<value::Decimal>();
      const auto* whole = by.value.as<std::int64_t>();
      if (number != nullptr && number->coefficient != 0) return {{"overflow", "is too large"}};
      if (whole != nullptr && *whole > 0) return {};
      return {{"overflow", "is too large"}, {"division_by_zero", "is zero"}};
    }
    case ExpressionKind::modulo: {
      const auto* whole = all[e.children[1]].value.as<std::int64_t>();
      if (whole != nullptr && *whole != 0) return {};
      return {{"division_by_zero", "is zero"}};
    }
    case ExpressionKind::index:
      if (all[e.children[0]].type->kind == TypeKind::map) return {{"no_such_key", "is no key of the map"}};
      return {{"out_of_range", "is no item's number"}};
    default:
      return {};
  }
}

class Walk {
 public:
  explicit Walk(const Expressions& all) : all_(all) {}

  void visit(ExpressionId id) {
    const Expression& e = all_[id];
    if (!e.may_fail || !seen_.insert(id.value).second) return;
    if (e.kind == ExpressionKind::attempt) return visit(e.children[1]);
    for (const ExpressionId child : e.children) visit(child);
    if (e.kind == ExpressionKind::call) return call(id, e);
    if (e.kind == ExpressionKind::lookup && !e.fails_itself) return;
    for (const Case& each : operator_cases(all_, e)) found.push_back({each.code, each.text, id, blamed(e)});
  }

  std::vector<Failure> found;

 private:
  void call(ExpressionId id, const Expression& e) {
    for (const abi::ErrorCase& each : e.function->errors) {
      const std::size_t argument = static_cast<std::size_t>(each.argument);
      const Span span = argument < e.children.size() ? all_[e.children[argument]].span : e.span;
      found.push_back({each.code, each.text, id, span});
    }
  }

  Span blamed(const Expression& e) const {
    const bool second = e.kind == ExpressionKind::divide || e.kind == ExpressionKind::modulo ||
                        e.kind == ExpressionKind::index;
    if (second) return all_[e.children[1]].span;
    if (e.kind == ExpressionKind::lookup) return all_[e.children[0]].span;
    return e.span;
  }

  const Expressions& all_;
  std::set<std::uint32_t> seen_;
};

}  // namespace

std::vector<Failure> failures_of(const Expressions& expressions, ExpressionId root) {
  Walk walk(expressions);
  walk.visit(root);
  return std::move(walk.found);
}

std::vector<abi::FieldNo> reads(const Expressions& expressions, ExpressionId root, abi::Side side) {
  std::set<std::uint32_t> seen;
  std::set<abi::FieldNo> found;
  std::vector<ExpressionId> open = {root};
  while (!open.empty()) {
    const ExpressionId id = open.back();
    open.pop_back();
    if (!seen.insert(id.value).second) continue;
    const Expression& e = expressions[id];
    if (e.kind == ExpressionKind::field && e.side == side) found.insert(e.field);
    open.insert(open.end(), e.children.begin(), e.children.end());
  }
  return {found.begin(), found.end()};
}

void require_total(MappingWork& m, ExpressionId condition, std::string_view what) {
  for (const Failure& failure : failures_of(m.out.expressions, condition)) {
    if (failure.code == "invalid") continue;
    auto finding = diagnostics::make(
        "P109", failure.span, std::string(what) + " may fail: a value here " + std::string(failure.text));
    finding.why = "a record is in or out; a condition that fails is neither";
    finding.help = "answer it inside: `try(…, false)`";
    m.work.sink.add(std::move(finding));
  }
}

}  // namespace parley::check
