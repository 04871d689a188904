// Typer: one expression at a time from syntax to typed nodes. It knows the names that stand around the
// expression (the two sides of a mapping, a lens's parameters, a macro's variable) and reports what does not
// fit. After an error it yields poison, which nobody complains about again.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "compiler/ast/expression.hpp"
#include "compiler/check/builder.hpp"
#include "compiler/diagnostics/diagnostic.hpp"
#include "stdlib/abi/program.hpp"
#include "stdlib/schema/schema.hpp"

namespace parley::check {

// What the sides of a mapping are called, and where fields that are read get their numbers.
struct Scene {
  Mapping* mapping = nullptr;  // null: no sides here
  std::string left;
  std::string right;

  abi::FieldNo number(abi::Side side, const schema::Field& field) const;
};

struct Variable {
  std::string name;
  VariableNo no;
  const Type* type = nullptr;
  bool may_be_none = false;
};

class Typer {
 public:
  Typer(std::span<const ast::Expression> syntax, Scene scene, Builder& builder, diagnostics::Sink& sink)
      : syntax_(syntax), scene_(std::move(scene)), builder_(builder), sink_(sink) {}

  // The expression's type follows from itself; `hint` is what literals in it may adapt to, null for nothing.
  ExpressionId infer(ast::ExpressionId id, const Type* hint = nullptr);
  // The same as a value of a type; P103 where it is none.
  ExpressionId expect(ast::ExpressionId id, const Type& wanted, std::string_view what);
  // A bool that is never ∅: a condition.
  ExpressionId condition(ast::ExpressionId id, std::string_view what);
  // An already typed node as a value of a type; P103 where it is none.
  ExpressionId fit(ExpressionId id, const Type& wanted, std::string_view what);

  // The field that a path names; null, and reported, where there is none.
  struct Path {
    abi::Side side = abi::Side::left;
    const schema::Field* field = nullptr;
  };
  std::optional<Path> path(ast::ExpressionId id, std::optional<TypeKind> wanted = std::nullopt);
  bool is_path(ast::ExpressionId id) const;

  void push(Variable variable) { variables_.push_back(std::move(variable)); }
  void pop() { variables_.pop_back(); }
  // Only this side's fields may be read (P115); nothing: both.
  void restrict_to(std::optional<abi::Side> side, std::string_view why) {
    only_ = side;
    only_why_ = why;
  }

  const ast::Expression& syntax(ast::ExpressionId id) const { return syntax_[id.value]; }
  Builder& builder() { return builder_; }
  diagnostics::Sink& sink() { return sink_; }

  // A library function called on typed arguments: the overload, conversions and left-out arguments. Words of
  // modes come as nothing with their name beside. Poison, and reported, where nothing fits.
  struct Argument {
    std::optional<ExpressionId> value;
    std::string word;
    Span span;
  };
  ExpressionId apply(const std::string& name, Span name_span, std::vector<Argument> arguments, Span span);
  // The arguments of a call as written, mode words recognised by the function's name.
  std::vector<Argument> arguments(const std::string& function, std::span<const ast::ExpressionId> written,
                                  std::size_t first);

 private:
  using Facts = std::set<std::pair<abi::Side, const schema::Field*>>;

  std::optional<ExpressionId> fit_argument(const abi::Function& function, const abi::Parameter& parameter,
                                           const Argument& argument);
  ExpressionId literal(const ast::Expression& e, const Type* hint);
  ExpressionId name(const ast::Expression& e);
  ExpressionId select(ast::ExpressionId id);
  ExpressionId read(ast::ExpressionId id);
  ExpressionId index(const ast::Expression& e);
  ExpressionId index_of(ExpressionId range, ExpressionId key, Span span);
  ExpressionId list(const ast::Expression& e, const Type* hint);
  ExpressionId map(const ast::Expression& e, const Type* hint);
  ExpressionId call(const ast::Expression& e);
  ExpressionId size(const ast::Expression& e, ExpressionId operand);
  ExpressionId macro(const ast::Expression& e);
  ExpressionId has(const ast::Expression& e);
  ExpressionId attempt(const ast::Expression& e, const Type* hint);
  ExpressionId unary(const ast::Expression& e, const Type* hint);
  ExpressionId binary(const ast::Expression& e, const Type* hint);
  ExpressionId logical(const ast::Expression& e);
  ExpressionId equality(const ast::Expression& e);
  ExpressionId ordering(const ast::Expression& e);
  ExpressionId membership(const ast::Expression& e);
  ExpressionId coalesce(const ast::Expression& e, const Type* hint);
  ExpressionId arithmetic(const ast::Expression& e, const Type* hint);
  ExpressionId numbers(const ast::Expression& e, ExpressionId a, ExpressionId b);
  ExpressionId division(const ast::Expression& e, ExpressionId a, ExpressionId b);
  std::optional<ExpressionId> moments(const ast::Expression& e, ExpressionId a, ExpressionId b);
  ExpressionId conditional(const ast::Expression& e, const Type* hint);

  std::pair<ExpressionId, ExpressionId> both(const ast::Expression& e, const Type* hint);
  // Both as values of their common type; nothing, and reported, where there is none.
  std::optional<std::pair<ExpressionId, ExpressionId>> unite(ExpressionId a, ExpressionId b, Span span,
                                                             std::string_view what);
  bool unite_all(std::vector<ExpressionId>& items, Span span, std::string_view what);
  ExpressionId boolean(ExpressionId id, std::string_view what);
  ExpressionId answered(ExpressionId call);
  ExpressionId boolean_operand(ast::ExpressionId id, std::string_view what);
  // Reports P107 for what may be ∅ where that has no meaning; true where it was reported.
  bool refuse_none(ExpressionId id, std::string_view what, std::string_view otherwise);
  bool is_literal(ast::ExpressionId id) const;
  bool is_item_of_nothing(ExpressionId id) const;
  std::optional<Variable> find_variable(std::string_view name) const;
  std::optional<abi::Side> find_side(std::string_view name) const;
  void learn(ast::ExpressionId condition, bool truth);
  void learn_field(ast::ExpressionId id);
  ExpressionId unknown_name(const ast::Expression& e);
  ExpressionId report(std::string_view code, Span span, std::string message, std::string help = {});

  std::span<const ast::Expression> syntax_;
  Scene scene_;
  Builder& builder_;
  diagnostics::Sink& sink_;
  std::vector<Variable> variables_;
  std::optional<abi::Side> only_;
  std::string only_why_;
  Facts facts_;  // fields that have a value wherever the expression at hand is evaluated
};

}  // namespace parley::check
