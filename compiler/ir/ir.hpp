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
  invalid,         // slot: stored bytes that the type cannot hold
  overflow,        // int outside 64 bit, decimal above 38 digits
  divide_by_zero,  // div, mod
  inexact,         // int(decimal) with a fraction; decimal division that does not end
  no_row,          // table: no row for this value
  no_key,          // index: no such key or position
  no_value,        // ∅ where a boolean decides
  too_long,        // fit: text above the target's length
  too_precise,     // fit: digits that the target cannot hold
  not_listed,      // fit: not in the target's picklist
};

enum class Op : std::uint8_t {
  slot,      // Detail: SlotRef; the field's bytes decoded through its wire and type; a stored "" is none
  constant,  // Detail: Value (state value or null)
  call,      // Detail: const abi::Function*; ∅ by the function's null rule
  // Operators, typed by their operands. Both sides have one kind; lowering inserts widen.
  negate,
  add,  // also text + text, list + list, times + durations
  subtract,
  multiply,
  divide,  // int: truncates; decimal: exact or inexact
  modulo,
  less,
  less_equal,
  greater,
  greater_equal,
  contains,  // a in b: b a list, set or map
  widen,     // int → decimal
  narrow,    // decimal → int, inexact or overflow
  text_of,   // any scalar → its canonical text; enum, id, reference → text for nothing
  fit,       // to Instruction::type, a field's: too_long, too_precise, not_listed
  table,     // Detail: TableUse; no_row
  list,      // operands are the items
  index,     // list[int], map[key]; no_key
  member,    // Detail: name; of a record; absent is unknown, as its schema says
  // Lazy: these look at tags themselves.
  equal,      // total: ∅ == ∅ is true, ∅ == value is false; unknown and failed as in strict operations
  not_equal,  // its negation
  negation,   // !a; of none: no_value
  both,    // a && b: false if either is false, else unknown, else failed, else true; none counts as no_value
  either,  // a || b: true if either is true, else unknown, else failed, else false
  select,  // c ? a : b: the chosen one; c unknown or failed: that; none: no_value
  coalesce,      // a ?? b: b where a is none, else a
  attempt,       // try(a, b): b where a is failed, else a
  present,       // has(a): unknown where a is unknown, failed where failed, else whether it is not none
  map_literal,   // operands are key, value, key, value …; a failed or unknown one as in strict operations
  comprehension  // Detail: Comprehension over operand 0, a list, set or map (its keys)
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

struct MemberName {
  std::string name;
  friend bool operator==(const MemberName&, const MemberName&) = default;
};

using Detail = std::variant<std::monostate, SlotRef, value::Value, const abi::Function*, TableUse, MemberName,
                            Comprehension>;

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
  std::string name;               // "scope hs", "carry mail -> ns", "map hs -> ns create"
  std::vector<SlotRef> slots;     // what it reads, each once, in the order of their fields
  std::uint32_t value_count = 0;  // ids are below
  std::vector<Instruction> instructions;
  // Judgement, key or guard: the answer. Map: where && scope of the source; false or unknown: the record is
  // left out, and nothing else of the function is looked at. A carry has none.
  std::optional<ValueId> result;
  std::vector<Store> stores;  // carry: one per component of the target; map: all
  TargetNode target;          // map only
};

struct TableRow {
  value::Value from;
  value::Value to;
};

struct Table {
  std::string name;
  // By direction: rows by unique `from`, the answer to any other value.
  std::array<std::vector<TableRow>, 2> rows;
  std::array<std::optional<value::Value>, 2> otherwise;  // nothing: no_row
};

// The functions of one rule. carry is empty in a direction that its arrow does not allow. same: by side, then
// component: the canonical form of one value of that component; empty where equal bytes alone count as equal.
struct RuleFunctions {
  std::array<std::optional<Function>, 2> carry;  // by Direction
  std::optional<Function> guard;                 // reads both sides
  std::array<std::vector<std::optional<Function>>, 2> same;
};

enum class Body : std::uint8_t { create, update };

struct Module {
  std::string mapping;
  std::array<abi::SideShape, 2> sides;  // by Side; slots are indices into their fields
  std::vector<Table> tables;
  std::array<std::optional<Function>, 2> where;  // by Side; nothing: yes
  std::array<std::optional<Function>, 2> scope;
  std::vector<std::array<Function, 2>> keys;    // by match rule, then Side
  std::vector<RuleFunctions> rules;             // by RuleNo
  std::array<std::array<Function, 2>, 2> maps;  // by Direction, then Body: one half as a transform
  std::array<std::vector<Store>, 2>
      where_constants;  // by Side: what a create there carries besides the rules

  const abi::SideShape& shape(abi::Side side) const { return sides[static_cast<std::size_t>(side)]; }
  const schema::Field& field(SlotRef slot) const { return shape(slot.side).fields[slot.field.value].field; }
};

}  // namespace parley::ir
