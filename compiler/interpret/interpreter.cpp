#include "compiler/interpret/interpreter.hpp"

#include "compiler/interpret/operators.hpp"
#include "stdlib/core/check.hpp"

namespace parley::interpret {

namespace {

using ir::Failure;
using ir::Op;
using ir::Tag;
using value::Value;

// Every instruction of a function by its id, those of comprehensions too.
void collect(const std::vector<ir::Instruction>& instructions, std::vector<const ir::Instruction*>& all) {
  for (const ir::Instruction& i : instructions) {
    all[i.id.value] = &i;
    const auto* c = std::get_if<ir::Comprehension>(&i.detail);
    if (c == nullptr) continue;
    if (c->condition) collect(c->condition->instructions, all);
    collect(c->body.instructions, all);
  }
}

std::uint64_t bytes_of(const Value& v) {
  if (const auto* text = v.as<std::string>()) return text->size();
  if (const auto* list = v.as<value::List>()) return list->size() * sizeof(Value);
  return 0;
}

}  // namespace

Interpreter::Interpreter(const ir::Module& module, core::Instant now) : module_(module), context_{now} {}

void Interpreter::start(const ir::Function& function, const Fields& fields, const Value* parameter) {
  instructions_ = &table_of(function);
  fields_ = &fields;
  parameter_ = parameter;
  known_.assign(function.value_count, {});
  done_.assign(function.value_count, false);
  fuel_ = fuel_max;
}

const Datum& Interpreter::get(ir::ValueId id) {
  ENSURE(id.value < known_.size(), "a value outside the function");
  if (done_[id.value]) return known_[id.value];
  const ir::Instruction* i = (*instructions_)[id.value];
  ENSURE(i != nullptr, "a value that nothing computes");
  Datum computed = compute(*i);
  if (i->op != Op::slot && bytes_of(computed.value) > result_bytes_max)
    computed = Datum::failed({"too_large", "gets larger than a record may", i->text, std::nullopt});
  known_[id.value] = std::move(computed);
  done_[id.value] = true;
  if (watcher_) watcher_(*i, known_[id.value]);
  return known_[id.value];
}

const Interpreter::Table& Interpreter::table_of(const ir::Function& function) {
  auto [found, is_new] = tables_.try_emplace(&function);
  if (is_new) {
    found->second.resize(function.value_count, nullptr);
    collect(function.instructions, found->second);
  }
  return found->second;
}

Datum Interpreter::compute(const ir::Instruction& i) {
  switch (i.op) {
    case Op::slot:
      return slot(i);
    case Op::constant:
      return Datum::of(std::get<Value>(i.detail));
    case Op::parameter:
      ENSURE(parameter_ != nullptr, "a parameter that nobody bound");
      return Datum::of(*parameter_);
    case Op::call:
      return call(i);
    case Op::table:
      return table(i);
    case Op::equal:
    case Op::not_equal:
    case Op::contains:
      return comparison(i);
    case Op::list:
    case Op::map:
      return collection(i);
    case Op::negation:
    case Op::both:
    case Op::either:
      return logic(i);
    case Op::select:
    case Op::coalesce:
    case Op::attempt:
    case Op::present:
    case Op::given:
      return lazy(i);
    case Op::comprehension:
      return comprehension(i);
    default:
      return strict(i);
  }
}

Datum Interpreter::slot(const ir::Instruction& i) {
  const auto& ref = std::get<ir::SlotRef>(i.detail);
  Value v = (*fields_)(ref);
  bool never_null = value::is_none(v.state) && !module_.field(ref).nullable;
  if (v.state == value::State::invalid || never_null)
    return Datum::failed(fault(Failure::invalid, subject(i, 0)));
  return Datum::of(std::move(v));
}

// Unknown before failed before none; null where all are values. With none_counts false, none is no obstacle.
const Datum* Interpreter::first_obstacle(const ir::Instruction& i, bool none_counts) {
  const Datum* failed = nullptr;
  const Datum* none = nullptr;
  for (ir::ValueId id : i.operands) {
    const Datum& d = get(id);
    if (d.tag == Tag::unknown) return &d;
    if (d.tag == Tag::failed && failed == nullptr) failed = &d;
    if (d.tag == Tag::none && none == nullptr) none = &d;
  }
  return failed != nullptr ? failed : (none_counts ? none : nullptr);
}

std::vector<Value> Interpreter::operand_values(const ir::Instruction& i) {
  std::vector<Value> values;
  for (ir::ValueId id : i.operands) values.push_back(get(id).value);
  return values;
}

Datum Interpreter::call(const ir::Instruction& i) {
  const abi::Function& function = *std::get<const abi::Function*>(i.detail);
  bool propagates = function.null_rule == abi::NullRule::propagate;
  if (const Datum* obstacle = first_obstacle(i, propagates)) return *obstacle;
  std::vector<Value> arguments = operand_values(i);
  Value result;
  const auto* typed = std::get_if<abi::TypedBody>(&function.body);
  std::int64_t returned = typed != nullptr
                              ? typed->thunk(context_, arguments, result)
                              : std::get<abi::ValueBody>(function.body)(context_, arguments, result);
  if (returned == abi::call::none) return Datum::none();
  if (!abi::call::is_error(returned)) return Datum::of(std::move(result));
  auto number = static_cast<std::size_t>(abi::call::error_index(returned));
  ENSURE(number < function.errors.size(), function.name);
  const abi::ErrorCase& error = function.errors[number];
  return Datum::failed({std::string(error.code), std::string(error.text),
                        subject(i, static_cast<std::size_t>(error.argument)), std::nullopt});
}

Datum Interpreter::strict(const ir::Instruction& i) {
  if (const Datum* obstacle = first_obstacle(i, true)) return *obstacle;
  if (i.op == Op::relabel) return get(i.operands[0]);
  Computed computed =
      i.op == Op::fit ? fit(get(i.operands[0]).value, i.type) : interpret::compute(i.op, operand_values(i));
  return computed ? Datum::of(std::move(*computed)) : failure(computed.error(), i);
}

Datum Interpreter::table(const ir::Instruction& i) {
  if (const Datum* obstacle = first_obstacle(i, true)) return *obstacle;
  const auto& use = std::get<ir::TableUse>(i.detail);
  const ir::Table& t = module_.tables[use.table.value];
  const ir::Table::Way& way = t.ways[static_cast<std::size_t>(use.direction)];
  const Value& from = get(i.operands[0]).value;
  for (const ir::TableRow& row : way.rows)
    if (value::equal(row.from, from)) return Datum::of(row.to);
  if (way.otherwise) return Datum::of(*way.otherwise);
  Fault no_row = fault(Failure::no_row, subject(i, 0));
  no_row.text = "has no row in table " + t.name;
  no_row.answer = way.answer;
  return Datum::failed(std::move(no_row));
}

Datum Interpreter::comparison(const ir::Instruction& i) {
  if (const Datum* obstacle = first_obstacle(i, false)) return *obstacle;
  const Value& a = get(i.operands[0]).value;
  const Datum& b = get(i.operands[1]);
  if (i.op != Op::contains) return Datum::of(value::equal(a, b.value) == (i.op == Op::equal));
  return b.tag == Tag::none ? b : Datum::of(contains(a, b.value));
}

Datum Interpreter::collection(const ir::Instruction& i) {
  if (const Datum* obstacle = first_obstacle(i, false)) return *obstacle;
  std::vector<Value> items = operand_values(i);
  if (i.op == Op::list) return Datum::of(value::List(std::move(items)));
  value::Map map;
  for (std::size_t n = 0; n + 1 < items.size(); n += 2) {
    bool twice = false;
    for (const auto& [key, item] : map.entries) twice = twice || value::equal(key, items[n]);
    if (twice) return Datum::failed({"repeated_key", "has a key twice", i.text, std::nullopt});
    map.entries.emplace_back(std::move(items[n]), std::move(items[n + 1]));
  }
  return Datum::of(std::move(map));
}

Datum Interpreter::logic(const ir::Instruction& i) {
  const Datum& a = get(i.operands[0]);
  if (i.op == Op::negation) {
    if (a.tag == Tag::none) return failure(Failure::no_value, i);
    return a.has_value() ? Datum::of(!a.is_true()) : a;
  }
  auto absorbs = [&](const Datum& d) { return i.op == Op::both ? d.is_false() : d.is_true(); };
  if (absorbs(a)) return a;
  const Datum& b = get(i.operands[1]);
  if (absorbs(b)) return b;
  const Datum& first = get(i.operands[0]);
  if (first.tag == Tag::unknown) return first;
  if (b.tag == Tag::unknown) return b;
  for (std::size_t n = 0; n < 2; ++n) {
    const Datum& d = get(i.operands[n]);
    if (d.tag == Tag::failed) return d;
    if (d.tag == Tag::none) return failure(Failure::no_value, i);
  }
  return first;
}

Datum Interpreter::lazy(const ir::Instruction& i) {
  Datum a = get(i.operands[0]);
  switch (i.op) {
    case Op::select:
      if (a.tag == Tag::none) return failure(Failure::no_value, i);
      if (!a.has_value()) return a;
      return get(i.operands[a.is_true() ? 1 : 2]);
    case Op::coalesce:
      return a.tag == Tag::none ? get(i.operands[1]) : a;
    case Op::attempt:
      return a.tag == Tag::failed ? get(i.operands[1]) : a;
    case Op::present:
      if (a.tag == Tag::unknown || a.tag == Tag::failed) return Datum::unknown();
      return Datum::of(a.has_value());
    default:
      return a.has_value() ? get(i.operands[1]) : a;
  }
}

Datum Interpreter::failure(Failure failure, const ir::Instruction& i) const {
  return Datum::failed(fault(failure, subject(i, 0)));
}

// The words for what is to blame: the operand's source if it has one, else the whole expression's.
std::string Interpreter::subject(const ir::Instruction& i, std::size_t operand) const {
  if (const auto* ref = std::get_if<ir::SlotRef>(&i.detail)) {
    const abi::SideShape& shape = module_.shape(ref->side);
    return shape.alias + "." + shape.fields[ref->field.value].name;
  }
  if (operand < i.operands.size()) {
    const ir::Instruction* blamed = (*instructions_)[i.operands[operand].value];
    if (blamed != nullptr && blamed->op == Op::slot) return subject(*blamed, 0);
    if (blamed != nullptr && !blamed->text.empty()) return blamed->text;
  }
  return i.text;
}

bool Interpreter::burn() {
  if (fuel_ == 0) return false;
  --fuel_;
  return true;
}

}  // namespace parley::interpret
