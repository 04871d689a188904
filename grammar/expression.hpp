// Expressions in CEL's syntax. Each rule exists in two contexts: in a line, where a newline ends the
// statement unless an operator stands before it or one of `&& || ?? ? : .` behind it; and inside brackets,
// where newlines are blanks. Levels, loosest first: ? :, ||, &&, comparison and in, ??, + -, * / %, unary,
// postfix.
#pragma once

#include "grammar/lexical.hpp"

namespace parley::grammar {

struct in_line {
  using blank = inline_blank;
  using before_call = peg::success;  // f (x) is no call: `when (a)` is a guard
};
struct in_brackets {
  using blank = any_blank;
  using before_call = any_blank;
};

template <class C>
struct expression;
using inner_expression = expression<in_brackets>;

// Operators. A minus is not the start of an arrow, nor a less-than.
struct less_sign : peg::seq<peg::one<'<'>, peg::not_at<peg::one<'-', '='>>> {};
struct minus_sign : peg::seq<peg::one<'-'>, peg::not_at<peg::one<'>'>>> {};
struct not_sign : peg::seq<peg::one<'!'>, peg::not_at<peg::one<'='>>> {};
struct question_mark : peg::seq<peg::one<'?'>, peg::not_at<peg::one<'?'>>> {};
struct comparison_operator
    : kept<token<"==">, token<"!=">, token<"<=">, token<">=">, less_sign, token<">">, word<"in">> {};
struct additive_operator : kept<token<"+">, minus_sign> {};
struct multiplicative_operator : kept<token<"*">, token<"/">, token<"%">> {};
struct coalesce_operator : kept<token<"??">> {};
struct and_operator : kept<token<"&&">> {};
struct or_operator : kept<token<"||">> {};
struct unary_operator : kept<not_sign, minus_sign> {};

// Before these a newline is a blank; the look ahead keeps the reports of errors on the line.
template <class Operator>
struct across_lines : peg::seq<any_blank, peg::at<Operator>> {};

// Literals and names.
struct constant : peg::sor<word<"true">, word<"false">, word<"null">> {
  static constexpr NodeKind node = NodeKind::constant;
};
struct reserved_word : peg::sor<word<"true">, word<"false">, word<"null">, word<"in">> {};
struct variable_name : peg::seq<peg::not_at<reserved_word>, name> {};
struct variable : variable_name {
  static constexpr NodeKind node = NodeKind::variable;
};
struct absolute_name : peg::seq<peg::one<'.'>, any_blank, variable_name> {
  static constexpr NodeKind node = NodeKind::absolute_name;
};

// Brackets.
struct comma_sign : peg::one<','> {};
struct inner_comma : peg::seq<any_blank, comma_sign, any_blank> {};
struct last_comma : peg::opt<any_blank, peg::one<','>> {};
struct path_name : peg::seq<name, peg::star<peg::one<'.'>, peg::sor<name, quoted_name>>> {};
struct form : peg::seq<inner_expression, any_blank, peg::sor<word<"as">, word<"by">>, any_blank, path_name,
                       peg::star<inner_comma, path_name>> {
  static constexpr NodeKind node = NodeKind::form;
};
struct form_ahead : peg::seq<variable_name, peg::star<peg::one<'.'>, peg::sor<name, quoted_name>>, any_blank,
                             peg::sor<word<"as">, word<"by">>> {};
struct argument : peg::if_then_else<peg::at<form_ahead>, form, inner_expression> {};
struct arguments
    : peg::seq<peg::one<'('>, any_blank, peg::opt<argument, peg::star<inner_comma, argument>, last_comma>,
               any_blank, closing_paren> {};
struct parens : peg::seq<peg::one<'('>, any_blank, inner_expression, any_blank, closing_paren> {
  static constexpr NodeKind node = NodeKind::parens;
};
struct list : peg::seq<peg::one<'['>, any_blank,
                       peg::opt<inner_expression, peg::star<inner_comma, inner_expression>, last_comma>,
                       any_blank, closing_bracket> {
  static constexpr NodeKind node = NodeKind::list;
};
struct entry : peg::seq<inner_expression, any_blank, colon, any_blank, inner_expression> {
  static constexpr NodeKind node = NodeKind::entry;
};
struct entries
    : peg::seq<peg::one<'{'>, any_blank, peg::opt<entry, peg::star<inner_comma, entry>, last_comma>,
               any_blank, closing_map> {};
struct map : entries {
  static constexpr NodeKind node = NodeKind::map;
};
struct message : entries {
  static constexpr NodeKind node = NodeKind::message;
};

// Operands.
template <class C>
struct call : peg::seq<variable_name, typename C::before_call, arguments> {
  static constexpr NodeKind node = NodeKind::call;
};
template <class C>
struct primary : peg::sor<decimal, unsigned_integer, integer, bytes, text, constant, call<C>, variable,
                          parens, list, map, absolute_name> {};

// Postfix. No struct literals in a line: `{` behind an operand opens a block.
struct dot : peg::seq<peg::one<'.'>, any_blank> {};
template <class C>
struct method : peg::seq<dot, name, typename C::before_call, arguments> {
  static constexpr NodeKind node = NodeKind::method;
};
struct select : peg::seq<dot, peg::sor<name, quoted_name>> {
  static constexpr NodeKind node = NodeKind::select;
};
struct index : peg::seq<peg::one<'['>, any_blank, inner_expression, any_blank, closing_bracket> {
  static constexpr NodeKind node = NodeKind::index;
};
template <class C>
struct postfix_step
    : peg::sor<peg::seq<across_lines<peg::one<'.'>>, any_blank, peg::sor<method<C>, select>>, index> {};
template <>
struct postfix_step<in_brackets>
    : peg::seq<any_blank, peg::sor<method<in_brackets>, select, index, message>> {};
template <class C>
struct postfix : peg::seq<primary<C>, peg::star<postfix_step<C>>> {
  static constexpr NodeKind node = NodeKind::postfix;
  static constexpr bool collapses = true;
};

// Operators with their operands. A node with one child is that child.
template <class C>
struct unary;
template <class C>
struct unary_operand : unary<C> {
  static constexpr bool nests = true;
};
template <class C>
struct unary_operation : peg::seq<unary_operator, any_blank, unary_operand<C>> {
  static constexpr NodeKind node = NodeKind::unary;
};
template <class C>
struct unary : peg::sor<unary_operation<C>, postfix<C>> {};

template <class C, class Operator, class Operand>
struct level : peg::seq<Operand, peg::star<typename C::blank, Operator, any_blank, Operand>> {
  static constexpr NodeKind node = NodeKind::chain;
  static constexpr bool collapses = true;
};
template <class C, class Operator, class Operand>
struct level_across_lines
    : peg::seq<Operand, peg::star<across_lines<Operator>, any_blank, Operator, any_blank, Operand>> {
  static constexpr NodeKind node = NodeKind::chain;
  static constexpr bool collapses = true;
};
template <class C>
struct multiplicative : level<C, multiplicative_operator, unary<C>> {};
template <class C>
struct additive : level<C, additive_operator, multiplicative<C>> {};
template <class C>
struct coalescing : level_across_lines<C, coalesce_operator, additive<C>> {};
template <class C>
struct comparison : level<C, comparison_operator, coalescing<C>> {};
template <class C>
struct conjunction : level_across_lines<C, and_operator, comparison<C>> {};
template <class C>
struct disjunction : level_across_lines<C, or_operator, conjunction<C>> {};

struct conditional_colon : peg::one<':'> {};
template <class C>
struct conditional_rest : peg::seq<across_lines<question_mark>, any_blank, question_mark, any_blank,
                                   disjunction<C>, any_blank, conditional_colon, any_blank, expression<C>> {};
template <class C>
struct expression : peg::seq<disjunction<C>, peg::opt<conditional_rest<C>>> {
  static constexpr NodeKind node = NodeKind::conditional;
  static constexpr bool collapses = true;
  static constexpr bool nests = true;
};

using line_expression = expression<in_line>;

// A text that is one expression.
struct lone_expression
    : peg::seq<peg::opt<peg::utf8::bom>, any_blank, inner_expression, any_blank, peg::eof> {
  static constexpr NodeKind node = NodeKind::file;
};

}  // namespace parley::grammar
