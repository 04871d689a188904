// CheckedFile: the resolved and typed meaning of one mapping file: the checker's result, and all that laws,
// lint and lowering need. Built once, immutable afterwards. It borrows schemas and library functions, which
// outlive it; it owns its types, tables and expressions. Where the sink has errors, a CheckedFile may hold
// poison and is good for further checks only.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/check/expression.hpp"
#include "stdlib/abi/program.hpp"
#include "stdlib/schema/schema.hpp"

namespace parley::check {

// What a failure becomes. `value` is an expression over the same inputs as the one that failed.
struct Answer {
  enum class Kind : std::uint8_t { reject, skip, keep, value };
  Kind kind = Kind::reject;
  ExpressionId value{};  // for Kind::value
  Span span = {};        // where it is written; empty: nowhere, this is the default
};

// A finite map. Rows hold constants of the two types; labels are resolved to values.
struct Table {
  struct Row {
    value::Value left;
    value::Value right;
    abi::Arrow arrow = abi::Arrow::both;
    Span span;
  };
  // What a value without a row becomes; nothing: the line's `else` decides.
  struct Otherwise {
    Answer::Kind kind = Answer::Kind::reject;
    value::Value value = {};  // for Kind::value
    Span span = {};
  };
  std::string name;
  const schema::Type* left = nullptr;
  const schema::Type* right = nullptr;
  abi::Arrow arrow = abi::Arrow::both;
  std::vector<Row> rows;  // as written
  // By the source's value, each once: the first row that allows the direction.
  std::vector<std::pair<value::Value, value::Value>> forward;
  std::vector<std::pair<value::Value, value::Value>> backward;
  std::optional<Otherwise> otherwise_forward;
  std::optional<Otherwise> otherwise_backward;
  bool imported = false;
  Span span;       // of the name
  Span body_span;  // of the whole declaration
};

// What is known of a two-way pair of functions, from the best to the worst.
enum class LawClass : std::uint8_t {
  one_way,   // no pair
  exact,     // both round trips are the identity
  normal,    // identity up to a canonical form
  merging,   // many to one; the old value is kept while the pair is consistent
  unproved,  // a declared lens: composition does not decide
  lossy,     // an edit can be lost
};

// Of several pairs in a row. What is not exact composes only in one run: of canonical forms, or of one pair.
LawClass composed(const std::vector<LawClass>& laws);

// One lens of `via`.
struct Step {
  std::string name;                         // as written
  const abi::Function* function = nullptr;  // a library function
  std::optional<TableNo> table;             // or a table
  std::optional<std::size_t> lens;          // or a declared lens: index into CheckedFile::lenses
  bool reversed = false;                    // its own right side stands on the rule's left
  LawClass law = LawClass::exact;
  Span span;
};

// One direction of a rule.
struct Way {
  // By component of the target side: the value to write, lenses applied, of the target field's type. ∅ is
  // answered by the default, then by the blank rule.
  std::vector<ExpressionId> values;
  std::vector<std::optional<value::Value>> defaults;  // by component of the target side
  std::vector<Failure> failures;                      // of all values
  Answer answer;                                      // after inheritance
};

// A line of a fields block. abi::Rule of the same index holds its name, fields and policies.
struct Rule {
  std::optional<Way> to_right;
  std::optional<Way> to_left;
  std::optional<ExpressionId> guard;  // its own `when` and those of its blocks, as one condition
  // How values of a component count as equal, by component: an expression over `canonical_variable`, of the
  // field's type. Nothing: by `==` alone. Where it fails, values are compared as they are.
  std::vector<std::optional<ExpressionId>> canonical_left;
  std::vector<std::optional<ExpressionId>> canonical_right;
  VariableNo canonical_variable{};
  std::vector<Step> steps;
  LawClass law = LawClass::one_way;
  bool declared_lossy = false;  // `lossy` is written
  // Whether a policy was written anywhere from the line to the `policies` declarations.
  bool conflict_written = false;
  bool failure_written = false;
  bool blank_written = false;
  bool first_written = false;
  bool left_is_path = true;  // else the arrow's source is an expression
  bool right_is_path = true;
  Span span;        // the line
  Span left_span;   // what stands left of the arrow
  Span right_span;  // and right of it
  Span arrow_span;

  const std::optional<Way>& way(abi::Direction d) const {
    return d == abi::Direction::to_right ? to_right : to_left;
  }
};

// `match`: the keys of both sides, component by component, each pair of one type.
struct Match {
  std::vector<ExpressionId> left;
  std::vector<ExpressionId> right;
  Span span;
};

// A constant that `where` writes on create: `field`, `!field`, `field == constant`.
struct Binding {
  abi::FieldNo field;
  value::Value value;
  Span span;
};

struct Side {
  const schema::Object* object = nullptr;
  std::vector<const schema::Field*> fields;  // by FieldNo, as abi::SideShape::fields
  std::optional<ExpressionId> where;
  std::vector<Binding> bindings;
  std::vector<ExpressionId> unbound;  // conjuncts of `where` that bind nothing
  std::optional<ExpressionId> scope;
  std::vector<const schema::Field*> required;  // that a create must carry and the system does not fill
  Span span;
  Span scope_span;
};

// Whether an `on …` policy was written, from the mapping to the `policies` declarations.
struct Written {
  bool ambiguous = false;
  bool exit = false;
  bool delete_in_left = false;
  bool delete_in_right = false;
};

struct Mapping {
  abi::Program program;  // complete but for the three kinds of hash, which lowering fills from its IR
  Expressions expressions;
  Side left;
  Side right;
  std::vector<Rule> rules;  // by RuleNo
  std::vector<Match> matches;
  Written written;
  Span span;       // of the name
  Span body_span;  // of the whole mapping

  const Side& side(abi::Side s) const { return s == abi::Side::left ? left : right; }
  Side& side(abi::Side s) { return s == abi::Side::left ? left : right; }
};

// A declared lens. Uses are inlined; this is what was declared, for reports.
struct Lens {
  std::string name;
  const schema::Type* left = nullptr;
  const schema::Type* right = nullptr;
  abi::Arrow arrow = abi::Arrow::both;
  LawClass law = LawClass::unproved;  // by composition; one_way where a direction is missing
  bool imported = false;
  Span span;       // of the name
  Span body_span;  // of the whole declaration
};

// `test "…" in mapping { … }`
struct Test {
  struct Cell {
    abi::FieldNo field;
    value::Value value;  // also null, absent, unreadable; in an expectation null is a clear
    Span span;
  };
  struct Input {
    abi::Side side = abi::Side::left;
    std::vector<Cell> cells;  // fields that are not listed are absent
    Span span;
  };
  struct Expectation {
    enum class Kind : std::uint8_t { no_writes, update, create, conflict, rejected, excluded };
    Kind kind = Kind::no_writes;
    abi::Side side = abi::Side::left;  // update, create
    std::vector<Cell> cells;           // update, create: exactly these are written
    std::vector<abi::RuleNo> rules;    // conflict: every rule of the named field
    Span span;
  };
  std::string title;
  std::size_t mapping = 0;  // index into CheckedFile::mappings
  std::vector<Input> bases;
  std::vector<Input> givens;
  std::vector<Expectation> expectations;
  Span span;
};

struct CheckedFile {
  std::deque<schema::Type> types;  // that no schema owns; addresses are stable
  std::vector<Table> tables;       // by TableNo; the file's own and the imported ones that it uses
  std::vector<Lens> lenses;
  std::vector<Mapping> mappings;
  std::vector<Test> tests;
};

// A lone expression, as `parley eval` reads it. Variables of its environment have the first numbers.
struct CheckedExpression {
  struct Variable {
    VariableNo no;
    const schema::Type* type = nullptr;
    bool may_be_none = false;
  };
  std::vector<Variable> environment;
  std::deque<schema::Type> types;
  Expressions expressions;
  ExpressionId root{};
  std::vector<Failure> failures;
};

}  // namespace parley::check
