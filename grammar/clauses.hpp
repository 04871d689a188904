// What follows the operands of a field line, and what stands as a setting in a block, a mapping or
// `policies`.
#pragma once

#include "grammar/expression.hpp"
#include "grammar/recovery.hpp"

namespace parley::grammar {

// Answers to a failure: `else keep`, `else -> keep, <- reject`.
struct answer_word : kept<word<"reject">, word<"skip">, word<"keep">> {};
struct answer_value : line_expression {};
struct answer : peg::sor<peg::seq<answer_word, peg::not_at<peg::one<'.', '('>>>, answer_value> {
  static constexpr NodeKind node = NodeKind::answer;
};
struct one_way_arrow : kept<forward_arrow, backward_arrow> {};
template <class Value>
struct direction : peg::seq<one_way_arrow, inline_blank, Value> {
  static constexpr NodeKind node = NodeKind::direction;
};
template <class Value>
struct directions : peg::seq<direction<Value>, peg::opt<comma, direction<Value>>> {};
template <class Value>
struct directed : peg::if_then_else<peg::at<one_way_arrow>, directions<Value>, Value> {};

struct else_clause : peg::seq<word<"else">, inline_blank, directed<answer>> {
  static constexpr NodeKind node = NodeKind::else_clause;
};
struct default_clause : peg::seq<word<"default">, inline_blank, directed<line_expression>> {
  static constexpr NodeKind node = NodeKind::default_clause;
};

// Lenses.
struct lens_use : peg::seq<name, peg::opt<arguments>> {
  static constexpr NodeKind node = NodeKind::lens_use;
};
struct via : peg::seq<word<"via">, word_gap, lens_use, peg::star<comma, lens_use>> {
  static constexpr NodeKind node = NodeKind::via;
};

// Policies.
struct prefer_side : peg::seq<word_gap, name> {};
struct merge_mode : kept<word<"union">, word<"append">, word<"min">, word<"max">, word<"and">, word<"or">> {};
struct conflict_rule
    : peg::sor<peg::seq<kept<word<"prefer">>, prefer_side>,
               peg::seq<kept<word<"merge">>, word_gap, merge_mode>, kept<word<"newest">, word<"review">>> {};
struct conflict : peg::seq<word<"conflict">, word_gap, conflict_rule> {
  static constexpr NodeKind node = NodeKind::conflict;
};
struct blank_rule : kept<word<"keep">, word<"clear">, word<"default">> {};
struct blank : peg::seq<word<"blank">, word_gap, blank_rule> {
  static constexpr NodeKind node = NodeKind::blank;
};
struct first_rule : peg::sor<peg::seq<kept<word<"prefer">>, prefer_side>, kept<word<"fill">, word<"keep">>> {
};
struct first : peg::seq<word<"first">, word_gap, first_rule> {
  static constexpr NodeKind node = NodeKind::first;
};
struct drift_rule : kept<word<"leave">, word<"restore">> {};
struct drift : peg::seq<word<"drift">, word_gap, drift_rule> {
  static constexpr NodeKind node = NodeKind::drift;
};

// The others of a line.
struct timing : peg::sor<word<"once">, word<"fill">> {
  static constexpr NodeKind node = NodeKind::timing;
};
struct when_clause : peg::seq<word<"when">, inline_blank, line_expression> {
  static constexpr NodeKind node = NodeKind::when_clause;
};
struct lossy : word<"lossy"> {
  static constexpr NodeKind node = NodeKind::lossy;
};
struct was : peg::seq<word<"was">, word_gap, name> {
  static constexpr NodeKind node = NodeKind::was;
};
struct reserved_clause : peg::seq<peg::sor<word<"others">, word<"missing">>, word_gap, peg::identifier> {
  static constexpr NodeKind node = NodeKind::reserved;
};

struct clause : peg::sor<via, reserved_clause, else_clause, default_clause, timing, when_clause, conflict,
                         blank, first, drift, lossy, was> {};
struct clause_block : peg::seq<peg::one<'{'>, peg::star<any_blank, clause>, any_blank, closing_brace> {
  static constexpr NodeKind node = NodeKind::clauses;
};
struct clauses : peg::sor<peg::seq<inline_blank, clause_block>, peg::star<inline_blank, clause>> {};

// As a statement, none of these words is followed by what would make it a name.
struct makes_it_a_name : peg::seq<inline_blank, peg::one<'.', ':'>> {};
struct setting_ahead
    : peg::seq<peg::sor<word<"conflict">, word<"blank">, word<"first">, word<"drift">, word<"else">>,
               peg::not_at<peg::sor<makes_it_a_name, peg::one<'('>>>> {};
struct setting : peg::seq<peg::at<setting_ahead>, peg::sor<conflict, blank, first, drift, else_clause>> {};

// Events in a record's life: `on delete in left: archive, at most 2% or 50`.
struct event_name : kept<word<"ambiguous">, word<"exit">, word<"delete">> {};
struct qualifier : peg::seq<word<"in">, word_gap, name, inline_blank, colon> {
  static constexpr NodeKind node = NodeKind::qualifier;
};
struct action : peg::sor<word<"review">, word<"skip">, word<"freeze">, word<"unlink">, word<"archive">,
                         word<"ignore">, word<"delete">> {
  static constexpr NodeKind node = NodeKind::action;
};
struct amount : peg::sor<percent, number> {};
struct limit : peg::seq<word<"at">, word_gap, word<"most">, word_gap, amount,
                        peg::opt<word_gap, word<"or">, word_gap, amount>> {
  static constexpr NodeKind node = NodeKind::limit;
};
// Variants, conversions and merges of records come with unions.
struct reserved_event
    : peg::seq<
          word<"on">, word_gap,
          peg::sor<peg::seq<word<"ambiguous">, word_gap, word<"prefer">>, word<"convert">, word<"merge">>,
          rest_of_statement> {
  static constexpr NodeKind node = NodeKind::reserved;
};
struct event : peg::seq<word<"on">, word_gap, event_name, inline_blank, peg::opt<qualifier, inline_blank>,
                        action, peg::opt<comma, limit>> {
  static constexpr NodeKind node = NodeKind::event;
};

}  // namespace parley::grammar
