// A parsed file: declarations in the order of the text, expressions and field rules in vectors of their own,
// so that later phases keep what they find out in side tables indexed by id. Immutable once parsed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/ast/expression.hpp"
#include "compiler/ast/mapping.hpp"
#include "compiler/ast/policies.hpp"

namespace parley::ast {

// `import "common.parley"`
struct Import {
  Name path;
  Span span;
};

// `policies careful { … }`
struct PoliciesDeclaration {
  Name name;
  Policies policies;
  std::vector<EventRule> events;
  Span span;
};

// A type as a lens names it: `decimal`, `text(40, utf16)`, `set<enum>`.
struct TypeName {
  Name name;
  std::vector<Name> arguments;     // `40`, `utf16`
  std::vector<TypeName> elements;  // between < and >
  Span span;
};

// `lens cents: decimal <-> int { -> int(x * 100)  <- decimal(x) / 100 }`; both bodies see their input as `x`.
struct Lens {
  struct Parameter {
    Name name;
    TypeName type;
  };
  Name name;
  std::vector<Parameter> parameters;
  TypeName left;
  TypeName right;
  Arrow arrow = Arrow::both;  // a lens with one body is declared with that arrow
  std::optional<ExpressionId> forward;
  std::optional<ExpressionId> backward;
  Span span;
};

// `table stage: hubspot.contacts.lifecyclestage <-> netsuite.customer.entityStatus { rows, else }`
struct Table {
  struct Row {
    ExpressionId left{};  // a literal: a value of the picklist, or its label
    Arrow arrow = Arrow::both;
    ExpressionId right{};
    Span span;
  };
  Name name;
  std::vector<Name> left;  // system, object, field, …; or the single name of a type
  std::vector<Name> right;
  Arrow arrow = Arrow::both;
  std::vector<Row> rows;
  Directed<Answer> failure;  // what a value without a row becomes
  Span span;
};

// `{ email: "ana@acme.com", phone: unreadable, address: { city: "Ulm" } }`. What is not listed is absent.
struct RecordLiteral;
struct RecordField;
struct RecordLiteral {
  std::vector<RecordField> fields;
  Span span;
};
struct RecordField {
  enum class Kind : std::uint8_t {
    expression,  // also null
    absent,
    unreadable,
    clear,  // in `expect` only: the write clears the field
    record,
  };
  std::vector<Name> path;  // `companies.primary`: two names
  Kind kind = Kind::expression;
  ExpressionId value{};  // for expression
  RecordLiteral record;  // for record
  Span span;
};

// `base ns { … }`, `given hs { … }`
struct TestRecord {
  Name side;
  RecordLiteral record;
  Span span;
};

struct Expectation {
  enum class Kind : std::uint8_t {
    no_writes,  // expect no writes
    update,     // expect ns { … }: exactly these fields are written to the existing record of that side
    create,     // expect create ns { … }: a record is created there, with exactly these fields
    conflict,   // expect conflict hs.email
    rejected,   // expect rejected
    excluded,   // expect excluded
  };
  Kind kind = Kind::no_writes;
  Name side;             // update, create
  RecordLiteral record;  // update, create
  ExpressionId path{};   // conflict
  Span span;
};

// `test "title" in contacts { base … given … expect … }`
struct Test {
  Name title;
  Name mapping;
  std::vector<TestRecord> bases;
  std::vector<TestRecord> givens;
  std::vector<Expectation> expectations;
  Span span;
};

// A comment and the statement that it belongs to.
struct Comment {
  enum class Place : std::uint8_t {
    above,   // on lines of its own before the statement
    beside,  // behind it on its line
    inside,  // between its lines
    end,     // at the end of the block or file `statement`
  };
  std::string text;  // with its `#`
  Place place = Place::above;
  Span statement;
  Span span;
};

struct File {
  source::FileId source{};
  std::vector<Import> imports;
  std::vector<PoliciesDeclaration> policies;
  std::vector<Mapping> mappings;
  std::vector<Table> tables;
  std::vector<Lens> lenses;
  std::vector<Test> tests;
  std::vector<Comment> comments;

  std::vector<Expression> expressions;
  std::vector<FieldRule> field_rules;
  std::vector<FieldBlock> field_blocks;
  std::vector<LensUse> lens_uses;

  const Expression& operator[](ExpressionId id) const { return expressions[id.value]; }
  const FieldRule& operator[](FieldRuleId id) const { return field_rules[id.value]; }
  const FieldBlock& operator[](FieldBlockId id) const { return field_blocks[id.value]; }
  const LensUse& operator[](LensUseId id) const { return lens_uses[id.value]; }
};

// A lone expression, as `parley eval` reads it.
struct LoneExpression {
  std::vector<Expression> expressions;
  ExpressionId root{};
  const Expression& operator[](ExpressionId id) const { return expressions[id.value]; }
};

}  // namespace parley::ast
