// The declarations of a file: import, policies, mapping, table, lens, test.
#pragma once

#include "grammar/fields.hpp"

namespace parley::grammar {

// import "common.parley"
struct import : peg::seq<word<"import">, inline_blank, text> {
  static constexpr NodeKind node = NodeKind::import;
};

// policies careful { … }
struct policies_item : peg::sor<reserved_event, event, setting> {};
struct policies_head : peg::seq<inline_blank, peg::at<opening_brace>> {};
struct policies
    : peg::seq<word<"policies">, word_gap, name, recovering_head<policies_head>, body<policies_item>> {
  static constexpr NodeKind node = NodeKind::policies;
};

// mapping contacts uses careful { … }
struct where : peg::seq<word<"where">, inline_blank, line_expression> {
  static constexpr NodeKind node = NodeKind::where;
};
struct alternative : peg::seq<peg::one<'|'>, peg::not_at<peg::one<'|'>>, rest_of_statement> {
  static constexpr NodeKind node = NodeKind::reserved;
};
struct object_name : peg::seq<name, peg::one<'.'>, name> {};
struct side_rest : peg::seq<word_gap, name, inline_blank, equals, inline_blank, object_name,
                            peg::opt<inline_blank, where>, peg::star<any_blank, alternative>> {};
struct left_side : peg::seq<word<"left">, side_rest> {
  static constexpr NodeKind node = NodeKind::left_side;
};
struct right_side : peg::seq<word<"right">, side_rest> {
  static constexpr NodeKind node = NodeKind::right_side;
};
struct scope : peg::seq<word<"scope">, word_gap, name, inline_blank, colon, inline_blank, line_expression> {
  static constexpr NodeKind node = NodeKind::scope;
};
struct match_rule : peg::seq<word<"match">, inline_blank, line_expression> {
  static constexpr NodeKind node = NodeKind::match;
};
struct reserved_mapping_item
    : peg::seq<peg::sor<word<"create">, word<"override">, word<"drop">, word<"add">>, rest_of_statement> {
  static constexpr NodeKind node = NodeKind::reserved;
};
struct mapping_item : peg::sor<left_side, right_side, scope, match_rule, reserved_event, event, setting,
                               fields, reserved_mapping_item> {};
struct uses : peg::seq<word<"uses">, word_gap, name, peg::star<comma, name>> {
  static constexpr NodeKind node = NodeKind::uses;
};
struct extends : peg::seq<word<"extends">, word_gap, text> {
  static constexpr NodeKind node = NodeKind::reserved;
};
struct mapping_head
    : peg::seq<peg::star<word_gap, peg::sor<uses, was, extends>>, inline_blank, peg::at<opening_brace>> {};
struct mapping
    : peg::seq<word<"mapping">, word_gap, name, recovering_head<mapping_head>, body<mapping_item>> {
  static constexpr NodeKind node = NodeKind::mapping;
};

// table stage: hubspot.contacts.lifecyclestage <-> netsuite.customer.entityStatus { … }
struct table_side : path_name {
  static constexpr NodeKind node = NodeKind::table_side;
};
struct row : peg::seq<line_expression, inline_blank, arrow, inline_blank, line_expression> {
  static constexpr NodeKind node = NodeKind::row;
};
struct table_item : peg::sor<else_clause, row> {};
struct table_head : peg::seq<inline_blank, colon, inline_blank, table_side, inline_blank, arrow, inline_blank,
                             table_side, inline_blank, peg::at<opening_brace>> {};
struct table : peg::seq<word<"table">, word_gap, name, recovering_head<table_head>, body<table_item>> {
  static constexpr NodeKind node = NodeKind::table;
};

// lens cents: decimal <-> int { … }
struct type;
struct type_argument : peg::sor<number, name> {};
struct type_arguments : peg::seq<peg::one<'('>, any_blank, type_argument,
                                 peg::star<inner_comma, type_argument>, any_blank, closing_paren> {
  static constexpr NodeKind node = NodeKind::type_arguments;
};
struct type_elements
    : peg::seq<less_sign, any_blank, type, peg::star<inner_comma, type>, any_blank, peg::one<'>'>> {
  static constexpr NodeKind node = NodeKind::type_elements;
};
struct type : peg::seq<name, peg::opt<type_arguments>, peg::opt<type_elements>> {
  static constexpr NodeKind node = NodeKind::type;
  static constexpr bool nests = true;
};
struct parameter : peg::seq<name, any_blank, colon, any_blank, type> {
  static constexpr NodeKind node = NodeKind::parameter;
};
struct parameters : peg::seq<peg::one<'('>, any_blank, parameter, peg::star<inner_comma, parameter>,
                             any_blank, closing_paren> {};
struct lens_body : peg::seq<one_way_arrow, inline_blank, line_expression> {
  static constexpr NodeKind node = NodeKind::lens_body;
};
struct lens_head : peg::seq<peg::opt<parameters>, inline_blank, colon, inline_blank, type, inline_blank,
                            arrow, inline_blank, type, inline_blank, peg::at<opening_brace>> {};
struct lens : peg::seq<word<"lens">, word_gap, name, recovering_head<lens_head>, body<lens_body>> {
  static constexpr NodeKind node = NodeKind::lens;
};

// test "title" in contacts { … }
struct record;
struct record_key : peg::sor<text, path_name> {
  static constexpr NodeKind node = NodeKind::record_key;
};
struct record_state : peg::seq<peg::sor<word<"absent">, word<"unreadable">, word<"clear">>,
                               peg::not_at<any_blank, peg::one<'.', '('>>> {
  static constexpr NodeKind node = NodeKind::record_state;
};
struct record_value
    : peg::if_then_else<peg::at<opening_brace>, record, peg::sor<record_state, inner_expression>> {};
struct record_field : peg::seq<record_key, any_blank, colon, any_blank, record_value> {
  static constexpr NodeKind node = NodeKind::record_field;
};
struct record : peg::seq<opening_brace, any_blank,
                         peg::opt<record_field, peg::star<inner_comma, record_field>, last_comma>, any_blank,
                         closing_brace> {
  static constexpr NodeKind node = NodeKind::record;
  static constexpr bool nests = true;
};
struct side_record : peg::seq<name, inline_blank, record> {};
struct base : peg::seq<word<"base">, word_gap, side_record> {
  static constexpr NodeKind node = NodeKind::base;
};
struct given : peg::seq<word<"given">, word_gap, side_record> {
  static constexpr NodeKind node = NodeKind::given;
};
struct expectation : peg::sor<peg::seq<word<"no">, word_gap, kept<word<"writes">>>,
                              peg::seq<kept<word<"create">>, word_gap, side_record>,
                              peg::seq<kept<word<"conflict">>, word_gap, line_expression>,
                              kept<word<"rejected">, word<"excluded">>, side_record> {};
struct expect : peg::seq<word<"expect">, word_gap, expectation> {
  static constexpr NodeKind node = NodeKind::expect;
};
// A variant's name before the record comes with unions.
struct reserved_test_item
    : peg::seq<peg::sor<word<"base">, word<"given">>, word_gap, peg::identifier, word_gap, peg::identifier,
               inline_blank, peg::at<opening_brace>, rest_of_statement> {
  static constexpr NodeKind node = NodeKind::reserved;
};
struct test_item : peg::sor<reserved_test_item, base, given, expect> {};
struct test_head : peg::seq<word_gap, word<"in">, word_gap, name, inline_blank, peg::at<opening_brace>> {};
struct test : peg::seq<word<"test">, word_gap, text, recovering_head<test_head>, body<test_item>> {
  static constexpr NodeKind node = NodeKind::test;
};

struct reserved_declaration
    : peg::seq<peg::sor<word<"action">, word<"selection">>, word_gap, peg::identifier, rest_of_statement> {
  static constexpr NodeKind node = NodeKind::reserved;
};

struct declaration : peg::sor<import, policies, mapping, table, lens, test, reserved_declaration> {};
struct file : peg::seq<peg::opt<peg::utf8::bom>,
                       peg::star<any_blank, peg::not_at<peg::eof>, recovering<statement<declaration>>>,
                       any_blank, peg::eof> {
  static constexpr NodeKind node = NodeKind::file;
};

}  // namespace parley::grammar
