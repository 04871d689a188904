// Builder appends typed nodes and works out what each may be: ∅, unknown, a failure. It trusts its caller on
// types and reports nothing.
#pragma once

#include <optional>
#include <vector>

#include "compiler/check/checked.hpp"
#include "compiler/check/types.hpp"

namespace parley::check {

class Builder {
 public:
  Builder(Expressions& out, Types& types, const std::vector<Table>& tables)
      : out_(out), types_(types), tables_(tables) {}

  ExpressionId poison(Span span);
  ExpressionId constant(const Type& type, value::Value value, Span span);
  ExpressionId text(std::string text, Span span);
  ExpressionId integer(std::int64_t number, Span span);
  ExpressionId boolean(bool truth, Span span);
  ExpressionId null(const Type& type, Span span);
  ExpressionId field(abi::Side side, abi::FieldNo no, const schema::Field& field, bool known_value,
                     Span span);
  ExpressionId variable(VariableNo no, const Type& type, bool may_be_none, Span span);
  ExpressionId call(const abi::Function& function, std::vector<ExpressionId> arguments, Span span);
  ExpressionId bind(VariableNo no, ExpressionId value, ExpressionId body, Span span);
  ExpressionId lookup(TableNo table, abi::Direction direction, ExpressionId operand, Span span);
  ExpressionId macro(ExpressionKind kind, VariableNo no, std::vector<ExpressionId> children, const Type& type,
                     Span span);
  // Any other kind.
  ExpressionId node(ExpressionKind kind, const Type& type, std::vector<ExpressionId> children, Span span);

  VariableNo fresh() { return VariableNo(out_.variable_count++); }
  const Expression& operator[](ExpressionId id) const { return out_[id]; }
  const Type& type(ExpressionId id) const { return *out_[id].type; }
  bool is_poison(ExpressionId id) const { return out_[id].kind == ExpressionKind::poison; }
  bool is_constant(ExpressionId id) const { return out_[id].kind == ExpressionKind::constant; }
  bool is_null(ExpressionId id) const { return is_constant(id) && type(id).kind == TypeKind::null; }
  // Whether an item of this list may be ∅.
  bool items_may_be_none(ExpressionId id) const;
  // The node as a value of a type, by the steps that need not be written; nothing where there is none.
  std::optional<ExpressionId> convert(ExpressionId id, const Type& wanted);
  // The type that both can be converted to; null where there is none.
  const Type* common(ExpressionId a, ExpressionId b) const;

  Types& types() { return types_; }
  const Expressions& expressions() const { return out_; }

 private:
  ExpressionId add(Expression expression);
  std::optional<ExpressionId> convert_constant(ExpressionId id, const Type& wanted);
  std::optional<ExpressionId> convert_list(ExpressionId id, const Type& wanted);
  bool is_total(const Table& table, abi::Direction direction) const;

  Expressions& out_;
  Types& types_;
  const std::vector<Table>& tables_;
};

}  // namespace parley::check
