// Typed expressions: what the checker makes of ast::Expression, with every name resolved, every overload
// chosen, every conversion written out and every lens inlined, so that lowering asks nothing further. Nodes
// stand in one vector per mapping (Expressions); children have smaller ids than their parents. A node may
// have several parents. Types are borrowed from the schemas and from the CheckedFile that owns the vector.
//
// How a node treats ∅, unknown and failure, unless its kind says otherwise: an operand that is unknown makes
// it unknown, an operand that fails makes it fail (the first one in order), ∅ gives ∅.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "compiler/source/source.hpp"
#include "stdlib/abi/descriptor.hpp"
#include "stdlib/abi/program.hpp"
#include "stdlib/core/id.hpp"
#include "stdlib/schema/type.hpp"
#include "stdlib/value/value.hpp"

namespace parley::check {

using source::Span;
using ExpressionId = core::Id<struct CheckedExpressionTag>;
using VariableNo = core::Id<struct VariableTag>;  // unique within one Expressions
using TableNo = core::Id<struct CheckedTableTag>;

enum class ExpressionKind : std::uint8_t {
  poison,       // an error was reported; never in a file that checked without errors
  constant,     // value; a mode word is an int constant, its index in the parameter's list of words
  field,        // side, field. Stored bytes that the type cannot hold, and no value where the schema
                // says that there always is one, are the failure `invalid`
  variable,     // variable
  call,         // function; children: all arguments, left-out ones filled in. Null rule: the descriptor's
  bind,         // children: value, body; variable. ∅, unknown and failure of the value are the result, else
                // the body's with variable = value. This is how lenses and their parameters are inlined
  lookup,       // child; table, direction. Without a row: the table's answer of that direction
  widen,        // child: int becomes decimal
  relabel,      // child: the same bytes as another type (enum, id or ref as text; decimal as money)
  logical_not,  // child
  logical_and,  // children: two; Kleene's, and false beats unknown, unknown beats failure
  logical_or,   // children: two; Kleene's, and true beats unknown, unknown beats failure
  conditional,  // children: condition, then, otherwise; only the chosen one is evaluated
  coalesce,     // children: x, y; y where x is ∅, and only there
  attempt,      // children: e, v; v where e fails, and only there
  has,          // child; true for a value, false for ∅, unknown for unknown or a failing read
  equal,        // children: two of one kind; ∅ equals ∅; never ∅
  not_equal,    //
  less,         // children: two of one kind, neither ∅
  less_equal,
  greater,
  greater_equal,
  in,             // children: item, list or set or map (then: of its keys); ∅ in the list equals ∅
  negate,         // int, decimal
  add,            // int, decimal, text, list; instant or datetime or duration + duration; date too
  subtract,       // int, decimal; instant - instant, instant - duration, duration - duration
  multiply,       // int, decimal
  divide,         // int (truncates), decimal by a constant 2ᵃ5ᵇ
  modulo,         // int
  index,          // children: list and int, or map and key
  size,           // child: list, set or map (of text: a library function)
  list,           // children: items
  map,            // children: key, value, key, value …
  all,            // children: range, predicate; variable is the item (of a map: its key). Kleene's as
                  // logical_and over the items
  exists,         // the same; as logical_or
  exists_one,     // the same; exactly one is true; fails and is unknown as soon as one item is
  filter,         // children: range, predicate; the items where it is true
  transform,      // children: range, body; `map` in the source
  transform_some  // children: range, predicate, body; `map` with three arguments
};

struct Expression {
  ExpressionKind kind = ExpressionKind::poison;
  bool may_be_none = false;
  bool may_be_unknown = false;
  bool may_fail = false;      // by itself or by a child, after `try` and table answers
  bool fails_itself = false;  // lookup: a value may have no row and no answer by a value
  abi::Side side = abi::Side::left;
  abi::Direction direction = abi::Direction::to_right;
  const schema::Type* type = nullptr;  // never null
  abi::FieldNo field{};
  VariableNo variable{};
  TableNo table{};
  const abi::Function* function = nullptr;
  std::vector<ExpressionId> children = {};
  value::Value value = {};
  Span span = {};
};

struct Expressions {
  std::vector<Expression> nodes;
  std::uint32_t variable_count = 0;

  const Expression& operator[](ExpressionId id) const { return nodes[id.value]; }
  Expression& operator[](ExpressionId id) { return nodes[id.value]; }
};

// The same expression, node by node.
bool same(const Expressions& expressions, ExpressionId a, ExpressionId b);

// One way in which an expression may fail.
struct Failure {
  // `not_a_number` of a function's descriptor; of operators: overflow, division_by_zero, out_of_range,
  // no_such_key; of reads: invalid; of tables: no_row
  std::string_view code;
  std::string_view text;  // "is not a number"
  ExpressionId node{};    // that fails
  Span span;              // of the argument to blame
};

// Every failure of the expression that nothing inside it answers, each place once, in order. `invalid` of
// field reads is among them. Table answers other than a value are failures that carry their own answer.
std::vector<Failure> failures_of(const Expressions& expressions, ExpressionId root);

}  // namespace parley::check
