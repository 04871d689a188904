// The `fields` block of a mapping: lines, `when` blocks, settings.
#pragma once

#include "grammar/clauses.hpp"

namespace parley::grammar {

// A block: items of which each is a statement, up to the closing brace. A declaration at the start of a line
// ends a block whose brace was forgotten.
struct declaration_ahead
    : peg::seq<line_start,
               peg::sor<peg::seq<peg::sor<word<"mapping">, word<"table">, word<"lens">, word<"policies">>,
                                 word_gap, peg::identifier>,
                        peg::seq<peg::sor<word<"test">, word<"import">>, word_gap, peg::one<'"'>>>> {};
struct block_over : peg::sor<peg::eof, peg::one<'}'>, declaration_ahead> {};
template <class Item>
struct statement : peg::seq<Item, inline_blank, peg::sor<end_of_statement, peg::at<declaration_ahead>>> {};
template <class Item>
struct body
    : peg::seq<opening_brace, peg::star<any_blank, peg::not_at<block_over>, recovering<statement<Item>>>,
               any_blank, block_end> {
  static constexpr NodeKind node = NodeKind::body;
};

struct label : peg::seq<name, inline_blank, peg::one<':'>, peg::not_at<peg::one<':'>>> {
  static constexpr NodeKind node = NodeKind::label;
};
struct group : peg::seq<peg::one<'('>, any_blank, inner_expression, peg::plus<inner_comma, inner_expression>,
                        any_blank, closing_paren> {
  static constexpr NodeKind node = NodeKind::group;
};
struct operand : peg::sor<group, line_expression> {};
struct field_rule
    : peg::seq<peg::opt<label, inline_blank>, operand, inline_blank, arrow, inline_blank, operand, clauses> {
  static constexpr NodeKind node = NodeKind::field_rule;
};

struct field_item;
struct when_word : peg::seq<word<"when">, peg::not_at<makes_it_a_name>> {};
struct when_head : peg::seq<inline_blank, line_expression, inline_blank, peg::at<opening_brace>> {};
struct when_block : peg::seq<when_word, recovering_head<when_head>, body<field_item>> {
  static constexpr NodeKind node = NodeKind::when_block;
  static constexpr bool nests = true;
};
struct reserved_field_item : peg::seq<word<"lines">, word_gap, peg::identifier, rest_of_statement> {
  static constexpr NodeKind node = NodeKind::reserved;
};
struct field_item : peg::sor<when_block, reserved_field_item, setting, field_rule> {};

struct fields : peg::seq<word<"fields">, inline_blank, body<field_item>> {
  static constexpr NodeKind node = NodeKind::fields;
};

}  // namespace parley::grammar
