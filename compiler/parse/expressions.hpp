// Syntax nodes to expressions. Children are appended before their parents.
#pragma once

#include <string_view>
#include <vector>

#include "compiler/ast/expression.hpp"
#include "compiler/parse/context.hpp"

namespace parley::parse {

class ExpressionBuilder {
 public:
  // `expressions` starts empty and is filled by this builder alone.
  ExpressionBuilder(const Context& context, std::vector<ast::Expression>& expressions)
      : context_(context), expressions_(expressions) {}

  ast::ExpressionId build(const Node& node);

  // A name, or selects down to a name: what an arrow may point at.
  bool is_path(ast::ExpressionId id) const;
  bool is_literal(ast::ExpressionId id) const;
  bool is_invalid(ast::ExpressionId id) const {
    return expressions_[id.value].kind == ast::ExpressionKind::invalid;
  }
  const ast::Expression& operator[](ast::ExpressionId id) const { return expressions_[id.value]; }

 private:
  ast::ExpressionId add(ast::Expression expression);
  ast::ExpressionId invalid(const Node& node);
  ast::ExpressionId not_in_language(const Node& node, std::string_view what, std::string_view help);

  ast::ExpressionId integer(const Node& node, bool negative, source::Span span);
  ast::ExpressionId constant(const Node& node);
  ast::ExpressionId collection(const Node& node, ast::ExpressionKind kind);
  ast::ExpressionId unary(const Node& node);
  ast::ExpressionId chain(const Node& node);
  ast::ExpressionId conditional(const Node& node);
  ast::ExpressionId call(const Node& node);
  ast::ExpressionId postfix(const Node& node);
  ast::ExpressionId method(ast::ExpressionId receiver, const Node& node, source::Span span);
  ast::ExpressionId macro(ast::Macro macro, ast::ExpressionId range, const Node& node, source::Span span);
  bool has_form(const Node& call);

  const Context& context_;
  std::vector<ast::Expression>& expressions_;
  std::vector<std::uint32_t> depths_;  // of each expression's tree
  bool depth_reported_ = false;
};

}  // namespace parley::parse
