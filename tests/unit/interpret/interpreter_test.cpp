#include "compiler/interpret/interpreter.hpp"

#include <doctest/doctest.h>

#include "compiler/interpret/transform.hpp"

namespace parley::interpret {

namespace {

using ir::Op;
using ir::Tag;
using value::Value;

// Two fields of any state, and a function built line by line.
struct Bench {
  ir::Module module;
  ir::Function f;
  std::vector<Value> fields;

  explicit Bench(std::vector<Value> values) : fields(std::move(values)) {
    module.sides[0].alias = "a";
    for (std::size_t n = 0; n < fields.size(); ++n) {
      schema::Field field;
      field.name = std::string(1, static_cast<char>('p' + n));
      module.sides[0].fields.push_back({field.name, field});
      add(Op::slot, {}, ir::SlotRef{abi::Side::left, abi::FieldNo(static_cast<std::uint32_t>(n))});
    }
  }
  ir::ValueId add(Op op, std::vector<ir::ValueId> operands, ir::Detail detail = {}) {
    ir::Instruction i;
    i.id = ir::ValueId(f.value_count++);
    i.op = op;
    i.operands = std::move(operands);
    i.detail = std::move(detail);
    f.instructions.push_back(std::move(i));
    return f.instructions.back().id;
  }
  Datum run(ir::ValueId id) {
    Interpreter interpreter(module);
    Fields read = [&](ir::SlotRef slot) { return fields[slot.field.value]; };
    interpreter.start(f, read);
    return interpreter.get(id);
  }
};

const Value yes = Value::of(true);
const Value no = Value::of(false);
const Value null = Value::none(value::State::null);
const Value absent = Value::none(value::State::absent);
const Value broken = {value::State::invalid, std::string("3,000")};

Datum binary(Op op, const Value& a, const Value& b) {
  Bench bench({a, b});
  return bench.run(bench.add(op, {ir::ValueId(0), ir::ValueId(1)}));
}

Value number(std::int64_t n) {
  return Value::of(n);
}

}  // namespace

TEST_CASE("strict operations pass on unknown before failed before none") {
  CHECK(*binary(Op::add, number(2), number(3)).value.as<std::int64_t>() == 5);
  CHECK(binary(Op::add, broken, absent).tag == Tag::unknown);
  CHECK(binary(Op::add, null, broken).tag == Tag::failed);
  CHECK(binary(Op::add, null, number(1)).tag == Tag::none);
  CHECK(binary(Op::add, broken, null).fault->subject == "a.p");
}

TEST_CASE("and and or absorb failures and unknown on either side") {
  CHECK(binary(Op::both, broken, no).is_false());
  CHECK(binary(Op::both, no, broken).is_false());
  CHECK(binary(Op::both, absent, no).is_false());
  CHECK(binary(Op::both, broken, yes).tag == Tag::failed);
  CHECK(binary(Op::both, broken, absent).tag == Tag::unknown);
  CHECK(binary(Op::both, yes, yes).is_true());
  CHECK(binary(Op::both, yes, null).fault->code == "no_value");
  CHECK(binary(Op::either, broken, yes).is_true());
  CHECK(binary(Op::either, absent, yes).is_true());
  CHECK(binary(Op::either, absent, no).tag == Tag::unknown);
  CHECK(binary(Op::either, no, no).is_false());
}

TEST_CASE("equality is total over none, and unknown stays unknown") {
  CHECK(binary(Op::equal, null, null).is_true());
  CHECK(binary(Op::equal, null, number(1)).is_false());
  CHECK(binary(Op::not_equal, null, number(1)).is_true());
  CHECK(binary(Op::equal, null, absent).tag == Tag::unknown);
}

TEST_CASE("coalesce answers none, try answers failure, has answers neither") {
  CHECK(binary(Op::coalesce, null, number(7)).has_value());
  CHECK(binary(Op::coalesce, absent, number(7)).tag == Tag::unknown);
  CHECK(binary(Op::coalesce, broken, number(7)).tag == Tag::failed);
  CHECK(binary(Op::attempt, broken, number(7)).has_value());
  CHECK(binary(Op::attempt, null, number(7)).tag == Tag::none);
  Bench bench({broken, null});
  CHECK(bench.run(bench.add(Op::present, {ir::ValueId(0)})).tag == Tag::unknown);
  CHECK(bench.run(bench.add(Op::present, {ir::ValueId(1)})).is_false());
}

TEST_CASE("numbers fail rather than lie") {
  CHECK(binary(Op::add, number(INT64_MAX), number(1)).fault->code == "overflow");
  CHECK(binary(Op::divide, number(1), number(0)).fault->code == "division_by_zero");
  CHECK(binary(Op::divide, number(INT64_MIN), number(-1)).fault->code == "overflow");
  CHECK(*binary(Op::divide, number(-7), number(2)).value.as<std::int64_t>() == -3);
  Value half = Value::of(*value::parse_decimal("0.5"));
  Value ten = Value::of(value::Decimal::of(10));
  CHECK(value::canonical(binary(Op::divide, half, ten).value) == "0.05");
}

TEST_CASE("a table's own answer goes with its failure") {
  Bench bench({Value::of(std::string("b"))});
  ir::Table table{"stage", {}};
  table.ways[0].rows.push_back({Value::of(std::string("a")), Value::of(std::string("A"))});
  table.ways[0].answer = ir::Answer::keep;
  bench.module.tables.push_back(table);
  Datum d = bench.run(
      bench.add(Op::table, {ir::ValueId(0)}, ir::TableUse{ir::TableNo(0), abi::Direction::to_right}));
  REQUIRE(d.tag == Tag::failed);
  CHECK(d.fault->sentence() == "`a.p` has no row in table stage");
  CHECK((d.fault->answer == ir::Answer::keep));
}

TEST_CASE("comprehensions are Kleene's over their items, and burn fuel") {
  Bench bench({Value::of(value::List{number(1), null, number(3)})});
  ir::Comprehension c;
  c.macro = ir::Macro::exists;
  c.element = ir::ValueId(bench.f.value_count++);
  ir::Instruction three;
  three.id = ir::ValueId(bench.f.value_count++);
  three.detail = number(3);
  ir::Instruction equal;
  equal.id = ir::ValueId(bench.f.value_count++);
  equal.op = Op::equal;
  equal.operands = {c.element, three.id};
  c.body.instructions = {three, equal};
  c.body.result = equal.id;
  CHECK(bench.run(bench.add(Op::comprehension, {ir::ValueId(0)}, c)).is_true());
  c.macro = ir::Macro::filter;
  Datum kept = bench.run(bench.add(Op::comprehension, {ir::ValueId(0)}, c));
  CHECK(value::canonical(kept.value) == "[3]");
  // A comprehension inside another, over a list long enough that both together take too many steps.
  bench.fields[0] = Value::of(value::List(1'001, number(1)));
  ir::Comprehension outer;
  outer.macro = ir::Macro::filter;
  outer.element = ir::ValueId(bench.f.value_count++);
  ir::Instruction inner;
  inner.id = ir::ValueId(bench.f.value_count++);
  inner.op = Op::comprehension;
  inner.operands = {ir::ValueId(0)};
  c.macro = ir::Macro::exists;
  inner.detail = c;
  outer.body = {{inner}, inner.id};
  CHECK(bench.run(bench.add(Op::comprehension, {ir::ValueId(0)}, outer)).fault->code == "too_much_work");
}

TEST_CASE("a value that the target cannot hold fails as the line answers") {
  Bench bench({Value::of(std::string("\xF0\x9F\x98\x80x")), Value::of(*value::parse_decimal("123.456"))});
  auto fit = [&](std::uint32_t operand, schema::Type type) {
    ir::ValueId id = bench.add(Op::fit, {ir::ValueId(operand)});
    bench.f.instructions.back().type = std::move(type);
    return bench.run(id);
  };
  CHECK(fit(0, {.length_max = 2}).has_value());
  CHECK(fit(0, {.length_max = 2, .length_unit = schema::LengthUnit::utf16}).fault->code == "too_long");
  CHECK(fit(1, {.kind = schema::TypeKind::decimal, .precision = 6, .scale = 3}).has_value());
  CHECK(fit(1, {.kind = schema::TypeKind::decimal, .precision = 6, .scale = 2}).fault->code == "too_precise");
  CHECK(fit(1, {.kind = schema::TypeKind::decimal, .precision = 5, .scale = 3}).fault->code == "too_precise");
}

TEST_CASE("stores go by guard, failure, default") {
  Bench bench({null, absent});
  bench.f.slots = {};
  ir::Store store;
  store.value = ir::ValueId(0);
  auto fate = [&] {
    Interpreter interpreter(bench.module);
    Fields read = [&](ir::SlotRef slot) { return bench.fields[slot.field.value]; };
    interpreter.start(bench.f, read);
    return run_store(interpreter, store).fate;
  };
  CHECK(fate() == Fate::none);
  store.otherwise = bench.add(Op::constant, {}, Value::of(std::string("x")));
  CHECK(fate() == Fate::write);
  bench.fields[0] = absent;
  CHECK(fate() == Fate::keep);
  bench.fields[0] = broken;
  CHECK(fate() == Fate::reject);
  store.answer = ir::Answer::keep;
  CHECK(fate() == Fate::keep);
  store.guard = ir::ValueId(1);
  CHECK(fate() == Fate::undecided);
  bench.fields[1] = no;
  CHECK(fate() == Fate::guarded);
}

}  // namespace parley::interpret
