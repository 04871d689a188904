#include "compiler/parse/expressions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/parse/literals.hpp"
#include "compiler/parse/parse.hpp"
#include "stdlib/core/check.hpp"

namespace parley::parse {

using ast::Expression;
using ast::ExpressionId;
using ast::ExpressionKind;
using ast::Operator;

namespace {

Operator binary_operator(std::string_view text) {
  for (Operator op :
       {Operator::logical_or, Operator::logical_and, Operator::equal, Operator::not_equal, Operator::less,
        Operator::less_equal, Operator::greater, Operator::greater_equal, Operator::in, Operator::coalesce,
        Operator::add, Operator::subtract, Operator::multiply, Operator::divide, Operator::modulo})
    if (text == ast::operator_text(op)) return op;
  return Operator::none;
}

// The macro of this name that takes so many arguments behind its range.
ast::Macro macro_named(std::string_view name, std::size_t arguments) {
  if (name == "map" && (arguments == 2 || arguments == 3)) return ast::Macro::map;
  if (arguments != 2) return ast::Macro::none;
  for (ast::Macro macro : {ast::Macro::all, ast::Macro::exists, ast::Macro::exists_one, ast::Macro::filter})
    if (name == ast::macro_text(macro)) return macro;
  return ast::Macro::none;
}

}  // namespace

ExpressionId ExpressionBuilder::build(const Node& node) {
  switch (node.kind) {
    case NodeKind::integer:
      return integer(node, false, context_.span(node));
    case NodeKind::decimal:
      return add({.kind = ExpressionKind::decimal_literal,
                  .text = std::string(context_.text(node)),
                  .span = context_.span(node)});
    case NodeKind::text:
      return add({.kind = ExpressionKind::text_literal,
                  .text = decode_text(context_, node),
                  .span = context_.span(node)});
    case NodeKind::constant:
      return constant(node);
    case NodeKind::variable:
      return add({.kind = ExpressionKind::name,
                  .text = std::string(context_.text(node)),
                  .span = context_.span(node)});
    case NodeKind::parens:
      return build(node.children.front());
    case NodeKind::list:
      return collection(node, ExpressionKind::list);
    case NodeKind::map:
      return collection(node, ExpressionKind::map);
    case NodeKind::call:
      return call(node);
    case NodeKind::postfix:
      return postfix(node);
    case NodeKind::unary:
      return unary(node);
    case NodeKind::chain:
      return chain(node);
    case NodeKind::conditional:
      return conditional(node);
    case NodeKind::unsigned_integer:
      return not_in_language(node, "an unsigned integer",
                             "Write it without `u`: integers have 64 bits and a sign.");
    case NodeKind::bytes:
      return not_in_language(node, "a byte string", "Write a text.");
    case NodeKind::absolute_name:
      return not_in_language(node, "a name with a leading dot", "Write it without the dot.");
    default:
      break;
  }
  ENSURE(false, "a node that is no expression");
}

bool ExpressionBuilder::is_path(ExpressionId id) const {
  const Expression* expression = &expressions_[id.value];
  while (expression->kind == ExpressionKind::select)
    expression = &expressions_[expression->children.front().value];
  return expression->kind == ExpressionKind::name;
}

bool ExpressionBuilder::is_literal(ExpressionId id) const {
  switch (expressions_[id.value].kind) {
    case ExpressionKind::null_literal:
    case ExpressionKind::bool_literal:
    case ExpressionKind::int_literal:
    case ExpressionKind::decimal_literal:
    case ExpressionKind::text_literal:
      return true;
    default:
      return false;
  }
}

// A long chain of operators is as deep a tree as so many brackets.
ExpressionId ExpressionBuilder::add(Expression expression) {
  std::uint32_t depth = 0;
  for (ExpressionId child : expression.children) depth = std::max(depth, depths_[child.value]);
  if (++depth > depth_max) {
    if (!depth_reported_)
      context_.report("P004", expression.span,
                      fmt::format("this is nested more than {} levels deep", depth_max),
                      "Take parts out into a lens or a rule of their own.");
    depth_reported_ = true;
    expression = {.kind = ExpressionKind::invalid, .span = expression.span};
    depth = 1;
  }
  depths_.push_back(depth);
  expressions_.push_back(std::move(expression));
  return ExpressionId(static_cast<std::uint32_t>(expressions_.size() - 1));
}

ExpressionId ExpressionBuilder::invalid(const Node& node) {
  return add({.kind = ExpressionKind::invalid, .span = context_.span(node)});
}

ExpressionId ExpressionBuilder::not_in_language(const Node& node, std::string_view what,
                                                std::string_view help) {
  context_.report("P006", context_.span(node), fmt::format("{} is part of CEL, not of this language", what),
                  std::string(help));
  return invalid(node);
}

ExpressionId ExpressionBuilder::integer(const Node& node, bool negative, source::Span span) {
  std::optional<std::int64_t> value = decode_integer(context_, node, negative);
  if (!value) return invalid(node);
  return add({.kind = ExpressionKind::int_literal, .integer = *value, .span = span});
}

ExpressionId ExpressionBuilder::constant(const Node& node) {
  const std::string_view text = context_.text(node);
  if (text == "null") return add({.kind = ExpressionKind::null_literal, .span = context_.span(node)});
  return add(
      {.kind = ExpressionKind::bool_literal, .integer = text == "true" ? 1 : 0, .span = context_.span(node)});
}

ExpressionId ExpressionBuilder::collection(const Node& node, ExpressionKind kind) {
  Expression made{.kind = kind, .span = context_.span(node)};
  for (const Node& child : node.children) {
    if (child.kind != NodeKind::entry) {
      made.children.push_back(build(child));
      continue;
    }
    for (const Node& part : child.children) made.children.push_back(build(part));
  }
  return add(std::move(made));
}

ExpressionId ExpressionBuilder::unary(const Node& node) {
  const Node& sign = node.children[0];
  const Node& operand = node.children[1];
  const bool negates = context_.text(sign) == "-";
  if (negates && operand.kind == NodeKind::integer) return integer(operand, true, context_.span(node));
  if (negates && operand.kind == NodeKind::decimal)
    return add({.kind = ExpressionKind::decimal_literal,
                .text = "-" + std::string(context_.text(operand)),
                .span = context_.span(node)});
  Expression made{.kind = ExpressionKind::unary,
                  .op = negates ? Operator::negate : Operator::logical_not,
                  .span = context_.span(node),
                  .name_span = context_.span(sign)};
  made.children.push_back(build(operand));
  return add(std::move(made));
}

ExpressionId ExpressionBuilder::chain(const Node& node) {
  ExpressionId left = build(node.children[0]);
  for (std::size_t at = 1; at + 1 < node.children.size(); at += 2) {
    const Node& sign = node.children[at];
    const ExpressionId right = build(node.children[at + 1]);
    left = add({.kind = ExpressionKind::binary,
                .op = binary_operator(context_.text(sign)),
                .span = {context_.file.id(), node.begin, node.children[at + 1].end},
                .name_span = context_.span(sign),
                .children = {left, right}});
  }
  return left;
}

ExpressionId ExpressionBuilder::conditional(const Node& node) {
  Expression made{.kind = ExpressionKind::conditional, .span = context_.span(node)};
  for (const Node& child : node.children) made.children.push_back(build(child));
  return add(std::move(made));
}

// link(m as V) and first(s by F).
bool ExpressionBuilder::has_form(const Node& call) {
  if (call.find(NodeKind::form) == nullptr) return false;
  context_.report_reserved(context_.span(call), "`as` or `by` in a call");
  return true;
}

ExpressionId ExpressionBuilder::call(const Node& node) {
  const Node& name = node.children.front();
  const std::string_view called = context_.text(name);
  if (has_form(node)) return invalid(node);
  if (called == "link" || called == "links") {
    context_.report_reserved(context_.span(node), fmt::format("`{}()`", called));
    return invalid(node);
  }
  Expression made{.kind = ExpressionKind::call,
                  .text = std::string(called),
                  .span = context_.span(node),
                  .name_span = context_.span(name)};
  for (std::size_t at = 1; at < node.children.size(); ++at) made.children.push_back(build(node.children[at]));
  if (called == "has" && made.children.size() == 1) made.kind = ExpressionKind::has;
  if (called == "try" && made.children.size() == 2) made.kind = ExpressionKind::attempt;
  return add(std::move(made));
}

ExpressionId ExpressionBuilder::postfix(const Node& node) {
  ExpressionId left = build(node.children[0]);
  for (std::size_t at = 1; at < node.children.size(); ++at) {
    const Node& step = node.children[at];
    const source::Span span{context_.file.id(), node.begin, step.end};
    if (step.kind == NodeKind::select) {
      const ast::Name name = context_.name(step.children.front());
      left = add({.kind = ExpressionKind::select,
                  .quoted = step.children.front().kind == NodeKind::quoted_name,
                  .text = name.text,
                  .span = span,
                  .name_span = name.span,
                  .children = {left}});
    } else if (step.kind == NodeKind::index) {
      const ExpressionId inner = build(step.children.front());
      left = add({.kind = ExpressionKind::index, .span = span, .children = {left, inner}});
    } else if (step.kind == NodeKind::method) {
      left = method(left, step, span);
    } else {
      context_.report("P006", span, "a message literal is part of CEL, not of this language",
                      "Write a map: `{\"key\": value}`.");
      left = add({.kind = ExpressionKind::invalid, .span = span});
    }
  }
  return left;
}

ExpressionId ExpressionBuilder::method(ExpressionId receiver, const Node& node, source::Span span) {
  if (has_form(node)) return invalid(node);
  const ast::Name name = context_.name(node.children.front());
  const std::size_t arguments = node.children.size() - 1;
  if (ast::Macro kind = macro_named(name.text, arguments); kind != ast::Macro::none)
    return macro(kind, receiver, node, span);
  Expression made{.kind = ExpressionKind::call,
                  .method = true,
                  .text = name.text,
                  .span = span,
                  .name_span = name.span,
                  .children = {receiver}};
  for (std::size_t at = 1; at < node.children.size(); ++at) made.children.push_back(build(node.children[at]));
  return add(std::move(made));
}

ExpressionId ExpressionBuilder::macro(ast::Macro kind, ExpressionId range, const Node& node,
                                      source::Span span) {
  const Node& variable = node.children[1];
  if (variable.kind != NodeKind::variable) {
    context_.report(
        "P011", context_.span(variable),
        fmt::format("the first argument of `{}` is the name of a variable", ast::macro_text(kind)),
        "Write for example `list.exists(x, x > 0)`.");
    return add({.kind = ExpressionKind::invalid, .span = span});
  }
  Expression made{.kind = ExpressionKind::macro,
                  .macro = kind,
                  .text = std::string(context_.text(variable)),
                  .span = span,
                  .name_span = context_.span(variable),
                  .children = {range}};
  for (std::size_t at = 2; at < node.children.size(); ++at) made.children.push_back(build(node.children[at]));
  return add(std::move(made));
}

}  // namespace parley::parse
