#include "compiler/ir/builder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/ir/print.hpp"
#include "stdlib/core/check.hpp"

namespace parley::ir {

namespace {

using check::ExpressionKind;

// Two instructions of one key compute the same.
std::string key_of(const Instruction& i) {
  std::string key = fmt::format("{} {}", name(i.op), schema::to_text(i.type));
  for (ValueId id : i.operands) key += fmt::format(" %{}", id.value);
  if (const auto* ref = std::get_if<SlotRef>(&i.detail))
    key += fmt::format(" slot {} {}", static_cast<int>(ref->side), ref->field.value);
  if (const auto* v = std::get_if<value::Value>(&i.detail))
    key += fmt::format(" {} {} {}", static_cast<int>(v->state), v->payload.index(), value::canonical(*v));
  if (const auto* function = std::get_if<const abi::Function*>(&i.detail))
    key += fmt::format(" {}", static_cast<const void*>(*function));
  if (const auto* use = std::get_if<TableUse>(&i.detail))
    key += fmt::format(" table {} {}", use->table.value, static_cast<int>(use->direction));
  return key;
}

// Only fit looks at a picklist; copies elsewhere would be dead weight.
schema::Type without_picklist(const schema::Type& type) {
  schema::Type copy = type;
  copy.picklist.clear();
  return copy;
}

std::optional<Op> plain_op(ExpressionKind kind) {
  switch (kind) {
    case ExpressionKind::widen:
      return Op::widen;
    case ExpressionKind::relabel:
      return Op::relabel;
    case ExpressionKind::logical_not:
      return Op::negation;
    case ExpressionKind::logical_and:
      return Op::both;
    case ExpressionKind::logical_or:
      return Op::either;
    case ExpressionKind::conditional:
      return Op::select;
    case ExpressionKind::coalesce:
      return Op::coalesce;
    case ExpressionKind::attempt:
      return Op::attempt;
    case ExpressionKind::has:
      return Op::present;
    case ExpressionKind::equal:
      return Op::equal;
    case ExpressionKind::not_equal:
      return Op::not_equal;
    case ExpressionKind::less:
      return Op::less;
    case ExpressionKind::less_equal:
      return Op::less_equal;
    case ExpressionKind::greater:
      return Op::greater;
    case ExpressionKind::greater_equal:
      return Op::greater_equal;
    case ExpressionKind::in:
      return Op::contains;
    case ExpressionKind::negate:
      return Op::negate;
    case ExpressionKind::add:
      return Op::add;
    case ExpressionKind::subtract:
      return Op::subtract;
    case ExpressionKind::multiply:
      return Op::multiply;
    case ExpressionKind::divide:
      return Op::divide;
    case ExpressionKind::modulo:
      return Op::modulo;
    case ExpressionKind::index:
      return Op::index;
    case ExpressionKind::size:
      return Op::size;
    case ExpressionKind::list:
      return Op::list;
    case ExpressionKind::map:
      return Op::map;
    default:
      return std::nullopt;
  }
}

Macro macro_of(ExpressionKind kind) {
  switch (kind) {
    case ExpressionKind::all:
      return Macro::all;
    case ExpressionKind::exists:
      return Macro::exists;
    case ExpressionKind::exists_one:
      return Macro::exists_one;
    case ExpressionKind::filter:
      return Macro::filter;
    default:
      return Macro::map;
  }
}

bool text_needs_fit(const schema::Type& from, const schema::Type& to) {
  if (to.length_max == 0) return false;
  bool same_unit = from.length_unit == to.length_unit || to.length_unit == schema::LengthUnit::utf16;
  return from.length_max == 0 || from.length_max > to.length_max || !same_unit ||
         from.length_unit != to.length_unit;
}

bool listed_needs_fit(const schema::Type& from, const schema::Type& to) {
  if (!to.restricted || to.picklist.empty()) return false;
  if (!from.restricted || from.picklist.empty()) return true;
  return !std::ranges::all_of(from.picklist, [&](const schema::PicklistValue& v) {
    return std::ranges::find(to.picklist, v.value, &schema::PicklistValue::value) != to.picklist.end();
  });
}

}  // namespace

Builder::Builder(const check::Expressions& expressions, const source::SourceSet& sources, std::string name)
    : expressions_(expressions), sources_(sources), layers_(1) {
  function.name = std::move(name);
}

ValueId Builder::parameter(check::VariableNo variable, const schema::Type& type, bool may_none) {
  Instruction i;
  i.op = Op::parameter;
  i.type = without_picklist(type);
  i.may_none = may_none;
  i.id = ValueId(function.value_count++);
  function.instructions.push_back(std::move(i));
  ValueId id = function.instructions.back().id;
  variables_[variable.value] = id;
  return id;
}

ValueId Builder::expression(check::ExpressionId id) {
  for (const Layer& layer : layers_)
    if (auto found = layer.expressions.find(id.value); found != layer.expressions.end()) return found->second;
  ValueId lowered = lower_node(id);
  layers_.back().expressions[id.value] = lowered;
  return lowered;
}

ValueId Builder::constant(const value::Value& v, const schema::Type& type) {
  Instruction i;
  i.op = Op::constant;
  i.type = without_picklist(type);
  i.may_none = !v.has_value();
  i.detail = v;
  return add(std::move(i));
}

ValueId Builder::both(ValueId a, ValueId b) {
  Instruction i;
  i.op = Op::both;
  i.type.kind = schema::TypeKind::boolean;
  i.may_unknown = i.may_fail = true;
  i.operands = {a, b};
  return add(std::move(i));
}

ValueId Builder::fit(ValueId v, check::ExpressionId made_from, const schema::Type& target) {
  const check::Expression* origin = &expressions_[made_from];
  Instruction i = make(Op::fit, *origin);
  while (origin->kind == ExpressionKind::relabel) origin = &expressions_[origin->children[0]];
  if (origin->kind == ExpressionKind::lookup || origin->kind == ExpressionKind::constant) return v;
  // A type that an expression claims is the target's own; only a field's says what its values keep to.
  static const schema::Type unlimited;
  const schema::Type& from = origin->kind == ExpressionKind::field ? *origin->type : unlimited;
  bool number = target.kind == schema::TypeKind::decimal || target.kind == schema::TypeKind::money;
  bool limited = number && (target.precision < 38 || target.scale < 38);
  bool needed = limited || (target.kind == schema::TypeKind::text && text_needs_fit(from, target)) ||
                (target.kind == schema::TypeKind::enumeration && listed_needs_fit(from, target));
  if (!needed) return v;
  i.type = target;
  i.may_fail = true;
  i.operands = {v};
  return add(std::move(i));
}

void Builder::read_as_none(SlotRef field, const value::Value& v) {
  if (defaults_.empty()) layers_.emplace_back();
  defaults_.emplace_back(field, v);
}

void Builder::end_reading() {
  if (!defaults_.empty()) layers_.pop_back();
  defaults_.clear();
}

void Builder::enter(ValueId guard) {
  guards_.push_back(guard);
  layers_.emplace_back();
}

void Builder::leave() {
  guards_.pop_back();
  layers_.pop_back();
}

Function Builder::finish() {
  std::ranges::sort(function.slots, {}, [](const SlotRef& s) { return std::pair(s.side, s.field); });
  return std::move(function);
}

ValueId Builder::add(Instruction instruction) {
  std::string key = key_of(instruction);
  bool shareable = !std::holds_alternative<Comprehension>(instruction.detail);
  for (const Layer& layer : layers_)
    if (auto found = layer.instructions.find(key); shareable && found != layer.instructions.end())
      return found->second;
  instruction.id = ValueId(function.value_count++);
  if (!guards_.empty() && blocks_.empty()) instruction.under = guards_.back();
  if (const auto* ref = std::get_if<SlotRef>(&instruction.detail);
      ref != nullptr && std::ranges::find(function.slots, *ref) == function.slots.end())
    function.slots.push_back(*ref);
  if (shareable) layers_.back().instructions[key] = instruction.id;
  ValueId id = instruction.id;
  (blocks_.empty() ? function.instructions : *blocks_.back()).push_back(std::move(instruction));
  return id;
}

Instruction Builder::make(Op op, const check::Expression& node) {
  Instruction i;
  i.op = op;
  i.type = without_picklist(*node.type);
  i.may_none = node.may_be_none;
  i.may_unknown = node.may_be_unknown;
  i.may_fail = node.may_fail;
  if (!node.span.empty()) i.text = sources_.text(node.span);
  return i;
}

std::vector<ValueId> Builder::operands(const check::Expression& node) {
  std::vector<ValueId> ids;
  for (check::ExpressionId child : node.children) ids.push_back(expression(child));
  return ids;
}

ValueId Builder::lower_node(check::ExpressionId id) {
  const check::Expression& node = expressions_[id];
  switch (node.kind) {
    case ExpressionKind::variable:
      ENSURE(variables_.contains(node.variable.value), "a variable that nothing binds");
      return variables_[node.variable.value];
    case ExpressionKind::bind:
      return bind(node);
    case ExpressionKind::field:
      return field(node);
    case ExpressionKind::all:
    case ExpressionKind::exists:
    case ExpressionKind::exists_one:
    case ExpressionKind::filter:
    case ExpressionKind::transform:
    case ExpressionKind::transform_some:
      return comprehension(node);
    default:
      return add(operation(node));
  }
}

Instruction Builder::operation(const check::Expression& node) {
  if (std::optional<Op> op = plain_op(node.kind)) {
    Instruction i = make(*op, node);
    i.operands = operands(node);
    return i;
  }
  if (node.kind == ExpressionKind::constant) {
    Instruction i = make(Op::constant, node);
    i.detail = node.value;
    return i;
  }
  if (node.kind == ExpressionKind::call) {
    Instruction i = make(Op::call, node);
    i.detail = node.function;
    i.operands = operands(node);
    return i;
  }
  ENSURE(node.kind == ExpressionKind::lookup, "an expression with an error was lowered");
  Instruction i = make(Op::table, node);
  i.detail = TableUse{TableNo(node.table.value), node.direction};
  i.operands = operands(node);
  return i;
}

ValueId Builder::bind(const check::Expression& node) {
  ValueId v = expression(node.children[0]);
  variables_[node.variable.value] = v;
  ValueId body = expression(node.children[1]);
  Instruction i = make(Op::given, node);
  i.operands = {v, body};
  return add(std::move(i));
}

ValueId Builder::field(const check::Expression& node) {
  Instruction slot = make(Op::slot, node);
  SlotRef ref{node.side, node.field};
  slot.detail = ref;
  ValueId read = add(std::move(slot));
  for (const auto& [field, v] : defaults_) {
    if (field != ref) continue;
    Instruction is_default = make(Op::equal, node);
    is_default.type = {.kind = schema::TypeKind::boolean};
    is_default.may_none = false;
    is_default.operands = {read, constant(v, *node.type)};
    Instruction chosen = make(Op::select, node);
    chosen.may_none = true;
    chosen.operands = {add(std::move(is_default)), constant(value::Value(), *node.type), read};
    read = add(std::move(chosen));
  }
  return read;
}

ValueId Builder::comprehension(const check::Expression& node) {
  Instruction i = make(Op::comprehension, node);
  i.operands = {expression(node.children[0])};
  Comprehension c;
  c.macro = macro_of(node.kind);
  c.element = ValueId(function.value_count++);
  variables_[node.variable.value] = c.element;
  bool conditional = node.kind == ExpressionKind::transform_some;
  if (conditional) c.condition = block(node.children[1]);
  c.body = block(node.children[conditional ? 2 : 1]);
  i.detail = std::move(c);
  return add(std::move(i));
}

Block Builder::block(check::ExpressionId body) {
  Block b;
  blocks_.push_back(&b.instructions);
  layers_.emplace_back();
  b.result = expression(body);
  layers_.pop_back();
  blocks_.pop_back();
  return b;
}

}  // namespace parley::ir
