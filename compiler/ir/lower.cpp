#include "compiler/ir/lower.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/ir/builder.hpp"
#include "stdlib/core/text.hpp"

namespace parley::ir {

namespace {

using abi::BodyKind;
using abi::Direction;
using abi::Side;

constexpr std::array sides = {Side::left, Side::right};
constexpr std::array directions = {Direction::to_right, Direction::to_left};

Answer answer_of(check::Answer::Kind kind) {
  switch (kind) {
    case check::Answer::Kind::reject:
      return Answer::reject;
    case check::Answer::Kind::skip:
      return Answer::skip;
    case check::Answer::Kind::keep:
      return Answer::keep;
    case check::Answer::Kind::value:
      return Answer::value;
  }
  return Answer::reject;
}

Table::Way table_way(const std::vector<std::pair<value::Value, value::Value>>& pairs,
                     const std::optional<check::Table::Otherwise>& otherwise) {
  Table::Way way;
  for (const auto& [from, to] : pairs) way.rows.push_back({from, to});
  if (!otherwise) return way;
  if (otherwise->kind == check::Answer::Kind::value)
    way.otherwise = otherwise->value;
  else
    way.answer = answer_of(otherwise->kind);
  return way;
}

class Lowering {
 public:
  Lowering(const check::Mapping& mapping, const source::SourceSet& sources)
      : mapping_(mapping), sources_(sources) {}

  Module rules_alone(const std::vector<check::Table>& tables) {
    begin(tables);
    for (std::size_t n = 0; n < mapping_.rules.size(); ++n) carries(n, module_.rules.emplace_back());
    return std::move(module_);
  }

  Module module(const std::vector<check::Table>& tables) {
    begin(tables);
    for (Side side : sides) judgements(side);
    for (std::size_t n = 0; n < mapping_.matches.size(); ++n) keys(n);
    for (std::size_t n = 0; n < mapping_.rules.size(); ++n) rule(n);
    for (Direction d : directions)
      for (BodyKind kind : {BodyKind::create, BodyKind::update})
        module_.maps[index(d)][static_cast<std::size_t>(kind)] = map(d, kind);
    return std::move(module_);
  }

 private:
  void begin(const std::vector<check::Table>& tables) {
    const abi::Program& program = mapping_.program;
    module_.mapping = program.mapping;
    module_.sides = {program.left, program.right};
    for (const check::Table& t : tables)
      module_.tables.push_back(
          {t.name, {table_way(t.forward, t.otherwise_forward), table_way(t.backward, t.otherwise_backward)}});
  }

  const std::string& alias(Side side) const { return module_.shape(side).alias; }
  Builder builder(std::string name) const { return Builder(mapping_.expressions, sources_, std::move(name)); }

  Function single(std::string name, check::ExpressionId id) const {
    Builder b = builder(std::move(name));
    b.function.results = {b.expression(id)};
    return b.finish();
  }

  void judgements(Side side) {
    const check::Side& s = mapping_.side(side);
    if (s.where) module_.where[index(side)] = single("where " + alias(side), *s.where);
    if (s.scope) module_.scope[index(side)] = single("scope " + alias(side), *s.scope);
    for (const check::Binding& binding : s.bindings)
      module_.bindings[index(side)].push_back({binding.field, binding.value});
  }

  void keys(std::size_t number) {
    const check::Match& match = mapping_.matches[number];
    std::array<Function, 2> pair;
    for (Side side : sides) {
      Builder b = builder(fmt::format("key {} {}", number + 1, alias(side)));
      for (check::ExpressionId id : side == Side::left ? match.left : match.right)
        b.function.results.push_back(b.expression(id));
      pair[index(side)] = b.finish();
    }
    module_.keys.push_back(std::move(pair));
  }

  void rule(std::size_t number) {
    const check::Rule& rule = mapping_.rules[number];
    const std::string& name = mapping_.program.rules[number].name;
    RuleFunctions functions;
    if (rule.guard) functions.guard = single("guard " + name, *rule.guard);
    carries(number, functions);
    for (Side side : sides)
      for (const auto& canonical : side == Side::left ? rule.canonical_left : rule.canonical_right)
        functions.same[index(side)].push_back(
            same(rule, name, side, canonical, functions.same[index(side)].size()));
    module_.rules.push_back(std::move(functions));
  }

  void carries(std::size_t number, RuleFunctions& functions) const {
    const std::string& name = mapping_.program.rules[number].name;
    for (Direction d : directions) {
      if (!mapping_.rules[number].way(d)) continue;
      Builder b = builder(fmt::format("carry {} -> {}", name, alias(abi::target(d))));
      stores(b, number, d, std::nullopt);
      functions.carry[index(d)] = b.finish();
    }
  }

  std::optional<Function> same(const check::Rule& rule, const std::string& name, Side side,
                               std::optional<check::ExpressionId> canonical, std::size_t component) const {
    if (!canonical) return std::nullopt;
    Builder b = builder(fmt::format("same {} {} {}", name, alias(side), component + 1));
    b.function.parameter = b.parameter(rule.canonical_variable, *mapping_.expressions[*canonical].type, true);
    b.function.results = {b.expression(*canonical)};
    return b.finish();
  }

  // The stores of one rule in one direction, one per component of its target.
  void stores(Builder& b, std::size_t number, Direction d, std::optional<ValueId> guard) const {
    const check::Way& way = *mapping_.rules[number].way(d);
    const abi::Rule& rule = mapping_.program.rules[number];
    Side target = abi::target(d);
    const auto& fields = target == Side::left ? rule.left : rule.right;
    defaults_of_source(b, number, d);
    for (std::size_t c = 0; c < way.values.size(); ++c) {
      Store store;
      store.rule = abi::RuleNo(static_cast<std::uint32_t>(number));
      store.target = {target, fields[c]};
      const schema::Field& field = module_.field(store.target);
      store.value = b.fit(b.expression(way.values[c]), way.values[c], field.type);
      store.guard = guard;
      if (c < way.defaults.size() && way.defaults[c])
        store.otherwise = b.constant(*way.defaults[c], field.type);
      store.answer = answer_of(way.answer.kind);
      if (store.answer == Answer::value) store.answer_value = b.expression(way.answer.value);
      b.function.stores.push_back(store);
    }
    b.end_reading();
  }

  // `default -> v` also reads v as no value on the way back.
  void defaults_of_source(Builder& b, std::size_t number, Direction d) const {
    Direction back = d == Direction::to_right ? Direction::to_left : Direction::to_right;
    const auto& way = mapping_.rules[number].way(back);
    if (!way) return;
    Side source = abi::source(d);
    const abi::Rule& rule = mapping_.program.rules[number];
    const auto& fields = source == Side::left ? rule.left : rule.right;
    for (std::size_t c = 0; c < way->defaults.size() && c < fields.size(); ++c)
      if (way->defaults[c]) b.read_as_none({source, fields[c]}, *way->defaults[c]);
  }

  Function map(Direction d, BodyKind kind) {
    Side from = abi::source(d);
    Side to = abi::target(d);
    Builder b = builder(fmt::format("map {} -> {} {}", alias(from), alias(to),
                                    kind == BodyKind::create ? "create" : "update"));
    const check::Side& source = mapping_.side(from);
    if (source.where) b.function.results = {b.expression(*source.where)};
    if (source.scope) {
      ValueId scope = b.expression(*source.scope);
      b.function.results = {b.function.results.empty() ? scope : b.both(b.function.results[0], scope)};
    }
    for (std::size_t n = 0; n < mapping_.rules.size(); ++n) map_rule(b, n, d, kind);
    if (kind == BodyKind::create) bindings(b, to);
    for (std::uint32_t n = 0; n < b.function.stores.size(); ++n) place(b.function, n);
    std::erase_if(b.function.slots, [&](SlotRef slot) { return slot.side != from; });
    return b.finish();
  }

  void map_rule(Builder& b, std::size_t number, Direction d, BodyKind kind) {
    const check::Rule& rule = mapping_.rules[number];
    const abi::Rule& policies = mapping_.program.rules[number];
    bool update = kind == BodyKind::update;
    if (!rule.way(d) || (update && (policies.once || policies.fill))) return;
    std::optional<ValueId> guard;
    if (rule.guard) guard = b.expression(*rule.guard);
    if (guard) b.enter(*guard);
    std::size_t first = b.function.stores.size();
    stores(b, number, d, guard);
    if (guard) b.leave();
    for (std::size_t n = first; n < b.function.stores.size(); ++n) {
      Store& store = b.function.stores[n];
      store.required = !update && is_required(store.target);
      store.clear = update && policies.blank == abi::Blank::clear;
    }
  }

  bool is_required(SlotRef target) const {
    const auto& required = mapping_.side(target.side).required;
    const std::string& name = module_.field(target).name;
    return std::ranges::any_of(required, [&](const schema::Field* f) { return f->name == name; });
  }

  // Behind the rules, so that a rule of the same field goes first.
  void bindings(Builder& b, Side to) const {
    for (const Binding& binding : module_.bindings[index(to)]) {
      Store store;
      store.target = {to, binding.field};
      store.value = b.constant(binding.value, module_.field(store.target).type);
      b.function.stores.push_back(store);
    }
  }

  void place(Function& f, std::uint32_t store) const {
    TargetNode* node = &f.target;
    for (std::string_view key : core::split(module_.field(f.stores[store].target).path, '.')) {
      auto found = std::ranges::find(node->members, key, &TargetNode::key);
      if (found == node->members.end()) {
        node->members.push_back({std::string(key), {}, {}});
        found = node->members.end() - 1;
      }
      node = &*found;
    }
    node->stores.push_back(store);
  }

  const check::Mapping& mapping_;
  const source::SourceSet& sources_;
  Module module_;
};

}  // namespace

Module lower(const check::Mapping& mapping, const std::vector<check::Table>& tables,
             const source::SourceSet& sources) {
  return Lowering(mapping, sources).module(tables);
}

Module lower_rules(const check::Mapping& mapping, const std::vector<check::Table>& tables,
                   const source::SourceSet& sources) {
  return Lowering(mapping, sources).rules_alone(tables);
}

Function lower(const check::CheckedExpression& expression, const source::SourceSet& sources) {
  Builder b(expression.expressions, sources, "eval");
  for (const auto& variable : expression.environment)
    b.parameter(variable.no, *variable.type, variable.may_be_none);
  b.function.results = {b.expression(expression.root)};
  return b.finish();
}

}  // namespace parley::ir
