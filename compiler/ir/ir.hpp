// Module: what a checked mapping computes, as typed dataflow. compiler/interpret runs it, compiler/codegen
// turns it into machine code, `parley show --ir` prints it. Immutable once lowered; every other part may
// share it.
//
// Every value carries its state. At run time a value is (Tag, payload): the payload means something only
// where the tag is `value`. Operations are pure and always terminate, so the order in which they run, and
// whether an operand that is not looked at runs at all, cannot be seen; an engine may branch or not as it
// likes. A strict operation (all but those marked "lazy" below) whose operands are not all values gives, in
// this order: unknown if any operand is unknown, else failed (the first failed operand's failure), else none
// if any is none. So both engines agree without a word about control flow; docs/compilation.md says why there
// are no blocks.
//
// Instructions stand in an order in which operands come before their uses. `under` names a boolean value: the
// instruction is read only where that value is true, so an engine may skip it elsewhere (a run of
// instructions with the same `under` is one branch). Where it is read outside, lowering left `under` out.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "stdlib/abi/descriptor.hpp"
#include "stdlib/abi/program.hpp"
#include "stdlib/core/id.hpp"
#include "stdlib/schema/schema.hpp"
#include "stdlib/value/value.hpp"

namespace parley::ir {

using ValueId = core::Id<struct ValueTag>;  // dense per Function, bodies of comprehensions included
using TableNo = core::Id<struct TableNoTag>;

// What a value is at run time. unknown covers absent and unreadable, none covers null and blank.
enum class Tag : std::uint8_t { value, none, unknown, failed };

// The failures of operations themselves; library functions bring their own (abi::ErrorCase).
enum class Failure : std::uint8_t {
  invalid,           // slot: stored bytes that the type cannot hold, or none where the field is never null
  overflow,          // int outside 64 bit, decimal above 38 digits, time outside its years
  division_by_zero,  // divide, modulo
  out_of_range,      // index: no such position
  no_such_key,       // index: no such key
  no_row,            // table: no row for this value, and no `else` with a value
  no_value,          // none where a boolean decides
  too_long,          // fit: text above the target's length
  too_precise,       // fit: digits that the target cannot hold
  not_listed,        // fit: not in the target's picklist
};

enum class Op : std::uint8_t {
  slot,  // Detail: SlotRef; the field's bytes decoded through its wire and type; a stored "" is none. A field
         // of the side that a map writes is unknown
  constant,   // Detail: Value (state value or null)
  parameter,  // bound by the caller before the function runs
  call,       // Detail: const abi::Function*; none by the function's null rule
  // Operators, typed by their operands, which have one kind (times and durations apart).
  negate,
  add,
  subtract,
  multiply,
  divide,  // int: truncates; decimal: by a constant that ends
  modulo,
  less,
  less_equal,
  greater,
  greater_equal,
  widen,    // int → decimal
  relabel,  // the same payload as another type
  fit,      // to Instruction::type, a field's: too_long, too_precise, not_listed
  table,    // Detail: TableUse; no_row
  index,    // list[int], map[key]
  size,     // of a list, set or map
  // Lazy: these look at tags themselves. Where nothing is said of unknown and failed, they are as in strict
  // ones.
  equal,          // total: none == none is true, none == value is false
  not_equal,      // its negation
  contains,       // a in b: b a list, set or map (its keys); none in the list equals none
  list,           // operands are the items; none stays none as an item
  map,            // operands are key, value, key, value …; none stays none as a value
  negation,       // !a; of none: no_value
  both,           // a && b: false if either is false, else unknown, else failed, else true; none is no_value
  either,         // a || b: true if either is true, else unknown, else failed, else false; none is no_value
  select,         // c ? a : b: the chosen one; c unknown or failed: that; none: no_value
  coalesce,       // a ?? b: b where a is none, else a
  attempt,        // try(a, b): b where a is failed, else a
  present,        // has(a): a value: true; none: false; unknown or failed: unknown
  given,          // a where a is none, unknown or failed, else b (which is computed from a)
  comprehension,  // Detail: Comprehension over operand 0, a list, set or map (its keys)
};

struct Instruction;
// One straight run of instructions, and which of the values is the run's result.
struct Block {
  std::vector<Instruction> instructions;
  ValueId result;
};

enum class Macro : std::uint8_t { all, exists, exists_one, filter, map };

// `range.filter(x, body)`. The element's value is `element`, bound before each run of a block; `condition` is
// there for map with three arguments only. The blocks may read values of the function around them.
struct Comprehension {
  Macro macro = Macro::all;
  ValueId element;
  std::optional<Block> condition;
  Block body;
};

struct SlotRef {
  abi::Side side = abi::Side::left;
  abi::FieldNo field;
  friend bool operator==(const SlotRef&, const SlotRef&) = default;
};

struct TableUse {
  TableNo table;
  abi::Direction direction = abi::Direction::to_right;
  friend bool operator==(const TableUse&, const TableUse&) = default;
};

using Detail =
    std::variant<std::monostate, SlotRef, value::Value, const abi::Function*, TableUse, Comprehension>;

struct Instruction {
  ValueId id;
  Op op = Op::constant;
  schema::Type type;
  bool may_none = false;
  bool may_unknown = false;
  bool may_fail = false;
  std::vector<ValueId> operands;
  std::optional<ValueId> under;
  Detail detail;
  std::string text;  // the source expression, canonical, for traces and failures; may be empty
};

// What a line does with a failure of its arrow.
enum class Answer : std::uint8_t { reject, skip, keep, value };

// One target field's fate. In this order: not `guard` → nothing is written (an unknown guard: nothing; the
// rule is undecided). `value` failed → `answer`; none → `otherwise` if there is one; the same again for what
// `otherwise` gave, without a second default. Unknown → not written; where the field is required on create
// the record is rejected ("required"), as it is for none and keep. A value is written through the field's
// wire.
struct Store {
  std::optional<abi::RuleNo> rule;  // nothing: a constant of `where`
  SlotRef target;
  ValueId value;
  std::optional<ValueId> guard;
  std::optional<ValueId> otherwise;  // default
  Answer answer = Answer::reject;
  std::optional<ValueId> answer_value;
  bool required = false;  // a create without it is rejected
  bool clear = false;     // none writes null (an update whose rule says `blank clear`)
};

// The target's JSON, as a tree in the order of writing. A leaf writes its store; an object writes its members
// that wrote something, and itself only if one did. Two stores of one field stand in one leaf: the first that
// writes wins (guards keep them apart).
struct TargetNode {
  std::string key;  // empty at the root
  std::vector<std::uint32_t> stores;
  std::vector<TargetNode> members;
};

struct Function {
  std::string name;  // "scope hs", "carry mail -> ns", "map hs -> ns create"
  // What it reads, each once, in the order of their fields. Map: of the source only; a slot op of the other
  // side is not among them and is unknown.
  std::vector<SlotRef> slots;
  std::uint32_t value_count = 0;     // ids are below
  std::optional<ValueId> parameter;  // same: the value to bring into its form
  std::vector<Instruction> instructions;
  // Judgement, guard, same: one. Key: one per component. Map: none or one, where && scope of the source;
  // false or unknown: the record is left out, and nothing else of the function is looked at. Carry: none.
  std::vector<ValueId> results;
  std::vector<Store> stores;  // carry: one per component of the target; map: all
  TargetNode target;          // map only
};

struct TableRow {
  value::Value from;
  value::Value to;
};

// By direction: rows by unique `from`, and what any other value becomes: a value, or the failure no_row,
// which may carry an answer of its own that goes before the line's.
struct Table {
  struct Way {
    std::vector<TableRow> rows;
    std::optional<value::Value> otherwise;
    std::optional<Answer> answer;
  };
  std::string name;
  std::array<Way, 2> ways;
};

// The functions of one rule. carry is empty in a direction that its arrow does not allow. same: by side, then
// component: the canonical form of one value of that component; empty where equal bytes alone count as equal.
struct RuleFunctions {
  std::array<std::optional<Function>, 2> carry;  // by Direction
  std::optional<Function> guard;                 // reads both sides
  std::array<std::vector<std::optional<Function>>, 2> same;
};

struct Binding {
  abi::FieldNo field;
  value::Value value;
};

// The place in what is kept by side, or by direction.
constexpr std::size_t index(abi::Side side) {
  return static_cast<std::size_t>(side);
}
constexpr std::size_t index(abi::Direction direction) {
  return static_cast<std::size_t>(direction);
}

struct Module {
  std::string mapping;
  std::array<abi::SideShape, 2> sides;  // by Side; slots are indices into their fields
  std::vector<Table> tables;
  std::array<std::optional<Function>, 2> where;  // by Side; nothing: yes
  std::array<std::optional<Function>, 2> scope;
  std::vector<std::array<Function, 2>> keys;     // by match rule, then Side
  std::vector<RuleFunctions> rules;              // by RuleNo
  std::array<std::array<Function, 2>, 2> maps;   // by Direction, then abi::BodyKind
  std::array<std::vector<Binding>, 2> bindings;  // by Side: constants that a create there carries

  const abi::SideShape& shape(abi::Side side) const { return sides[index(side)]; }
  const schema::Field& field(SlotRef slot) const { return shape(slot.side).fields[slot.field.value].field; }
};

}  // namespace parley::ir
