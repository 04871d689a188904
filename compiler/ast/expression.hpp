// Expressions: CEL's syntax as one plain struct in a vector; children are ids into the same vector. A child's
// id is always smaller than its parent's, so that a loop over the vector visits children first. Immutable
// once parsed: names, types and failure live in side tables indexed by ExpressionId.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/source/source.hpp"
#include "stdlib/core/id.hpp"

namespace parley::ast {

using source::Span;
using ExpressionId = core::Id<struct ExpressionTag>;

// A word of the author with its place. Quoted names (`row."Account Name"`) are held without quotes and
// escapes.
struct Name {
  std::string text;
  Span span;
  bool empty() const { return text.empty(); }
};

enum class ExpressionKind : std::uint8_t {
  invalid,          // was reported; say nothing more about it
  null_literal,     //
  bool_literal,     // integer: 0 or 1
  int_literal,      // integer; a minus sign before the digits is part of it
  decimal_literal,  // text: the digits as written, with sign, fraction, exponent: "-1.50", "1e3"
  text_literal,     // text: the value, escapes resolved, valid UTF-8
  name,             // text: a side's alias, a parameter, a macro's variable, a mode word such as half_even
  select,           // children: operand; text: the field's name
  index,            // children: operand, index
  list,             // children: the items
  map,              // children: key, value, key, value …
  call,             // children: the arguments, the receiver of a method call first; text: the function's name
  macro,            // children: range, then one or two bodies; macro says which; text: the variable's name
  has,              // children: the operand
  attempt,          // try(e, v): children: e, v
  unary,            // children: the operand
  binary,           // children: left, right
  conditional,      // children: condition, then, otherwise
};

enum class Operator : std::uint8_t {
  none,
  // unary
  negate,
  logical_not,
  // binary, loosest first; `??` stands between comparison and `+`
  logical_or,
  logical_and,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  in,
  coalesce,
  add,
  subtract,
  multiply,
  divide,
  modulo,
};

enum class Macro : std::uint8_t {
  none,
  all,         // children: range, predicate
  exists,      // children: range, predicate
  exists_one,  // children: range, predicate
  filter,      // children: range, predicate
  map,         // children: range, transform; or range, predicate, transform
};

struct Expression {
  ExpressionKind kind = ExpressionKind::invalid;
  Operator op = Operator::none;
  Macro macro = Macro::none;
  bool quoted = false;  // select: the name stood in quotes
  bool method = false;  // call: written receiver.name(…)
  std::int64_t integer = 0;
  std::string text;
  Span span;       // the whole expression
  Span name_span;  // select, call: the name; macro: the variable; unary, binary: the operator
  std::vector<ExpressionId> children;
};

// "==", "&&", "??", … as written.
const char* operator_text(Operator op);
const char* macro_text(Macro macro);

}  // namespace parley::ast
