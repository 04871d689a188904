// What an error says was expected where a rule does not match: one line a rule. Words name themselves
// (`via`); rules without a line say nothing. Where a rule with a line starts at the place of the error, its
// line replaces those of the rules inside it.
#pragma once

#include "grammar/declarations.hpp"

namespace parley::grammar {

template <class Rule>
inline constexpr const char* expected = nullptr;

template <class C>
inline constexpr const char* expected<expression<C>> = "an expression";
template <class C>
inline constexpr const char* expected<unary_operand<C>> = "an operand";
template <class C>
inline constexpr const char* expected<unary<C>> = "an operand";
template <>
inline constexpr const char* expected<comparison_operator> = "an operator";
template <>
inline constexpr const char* expected<additive_operator> = "an operator";
template <>
inline constexpr const char* expected<multiplicative_operator> = "an operator";
template <>
inline constexpr const char* expected<conditional_colon> = "`:` of `? :`";
template <>
inline constexpr const char* expected<name> = "a name";
template <>
inline constexpr const char* expected<quoted_name> = "a name in quotes";
template <>
inline constexpr const char* expected<text> = "a text in quotes";
template <char Quote>
inline constexpr const char* expected<closing_quote<Quote>> = "the closing quote";
template <char Quote>
inline constexpr const char* expected<triple_quote<Quote>> = "the closing quotes";
template <>
inline constexpr const char* expected<number_end> = "the end of the number";
template <>
inline constexpr const char* expected<arrow> = "an arrow (`->`, `<-` or `<->`)";
template <>
inline constexpr const char* expected<one_way_arrow> = "`->` or `<-`";
template <>
inline constexpr const char* expected<opening_brace> = "`{`";
template <>
inline constexpr const char* expected<closing_brace> = "`}`";
template <>
inline constexpr const char* expected<closing_map> = "`}`";
template <>
inline constexpr const char* expected<closing_paren> = "`)`";
template <>
inline constexpr const char* expected<closing_bracket> = "`]`";
template <>
inline constexpr const char* expected<colon> = "`:`";
template <>
inline constexpr const char* expected<equals> = "`=`";
template <>
inline constexpr const char* expected<comma_sign> = "`,`";
template <>
inline constexpr const char* expected<end_of_statement> = "the end of the line";
template <>
inline constexpr const char* expected<clause> = "a clause such as `via`, `else` or `default`";
template <>
inline constexpr const char* expected<answer> = "`reject`, `skip`, `keep` or a value";
template <>
inline constexpr const char* expected<operand> = "a field or an expression";
template <>
inline constexpr const char* expected<lens_use> = "the name of a lens or table";
template <>
inline constexpr const char* expected<conflict_rule> = "`prefer SIDE`, `newest`, `review` or `merge MODE`";
template <>
inline constexpr const char* expected<amount> = "a number or a percentage such as `2%`";
template <>
inline constexpr const char* expected<object_name> = "`system.object`";
template <>
inline constexpr const char* expected<type> = "a type";
template <>
inline constexpr const char* expected<record_key> = "the name of a field";
template <>
inline constexpr const char* expected<record_value> = "a value";
template <>
inline constexpr const char* expected<field_item> = "a field line, `when` or a policy";
template <>
inline constexpr const char* expected<mapping_item> =
    "`left`, `right`, `scope`, `match`, `on`, `fields` or a policy";
template <>
inline constexpr const char* expected<policies_item> =
    "`on` or a policy such as `conflict`, `blank` or `else`";
template <>
inline constexpr const char* expected<table_item> = "a row or `else`";
template <>
inline constexpr const char* expected<test_item> = "`base`, `given` or `expect`";
template <>
inline constexpr const char* expected<declaration> =
    "`import`, `policies`, `mapping`, `table`, `lens` or `test`";

}  // namespace parley::grammar
