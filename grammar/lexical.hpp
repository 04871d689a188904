// The lowest level: blanks, words, names, literals, arrows.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <tao/pegtl.hpp>
#include <tao/pegtl/contrib/analyze_traits.hpp>

#include "grammar/node_kind.hpp"
#include "grammar/scan.hpp"

namespace parley::grammar {

namespace peg = tao::pegtl;

// A text as a template parameter: word<"via">.
template <std::size_t N>
struct Text {
  char bytes[N]{};
  constexpr Text(const char (&text)[N]) { std::copy_n(text, N, bytes); }
  constexpr std::string_view view() const { return {bytes, N - 1}; }
};

// Exactly these bytes.
template <Text T>
struct token {
  using rule_t = token;
  using subs_t = peg::empty_list;
  template <class Input>
  static bool match(Input& in) {
    constexpr std::string_view text = T.view();
    if (in.size(text.size()) < text.size()) return false;
    if (std::string_view(in.current(), text.size()) != text) return false;
    in.bump(text.size());
    return true;
  }
};

// These bytes, and no letter, digit or underscore behind them.
template <Text T>
struct word {
  using rule_t = word;
  using subs_t = peg::empty_list;
  static constexpr std::string_view keyword = T.view();
  template <class Input>
  static bool match(Input& in) {
    if (in.size(keyword.size() + 1) < keyword.size()) return false;
    if (std::string_view(in.current(), keyword.size()) != keyword) return false;
    if (in.size(keyword.size() + 1) > keyword.size() && is_word_byte(in.current()[keyword.size()]))
      return false;
    in.bump(keyword.size());
    return true;
  }
};

// A word that the tree keeps, because it is one of several.
template <class... Rules>
struct kept : peg::sor<Rules...> {
  static constexpr NodeKind node = NodeKind::word;
};

// Blanks. Inside a line a newline ends the statement; inside brackets, after an operator and before some
// operators it is a blank like any other.
struct inline_blank : peg::star<peg::one<' ', '\t', '\r', '\f'>> {};
struct comment : peg::seq<peg::one<'#'>, peg::star<peg::not_one<'\n'>>> {};
struct any_blank : peg::star<peg::sor<peg::one<' ', '\t', '\r', '\f', '\n'>, comment>> {};
struct word_gap : peg::plus<peg::one<' ', '\t', '\r', '\f'>> {};

struct end_of_statement
    : peg::sor<peg::seq<peg::opt<comment>, peg::sor<peg::one<'\n'>, peg::eof>>, peg::at<peg::one<'}'>>> {};

struct comma : peg::seq<inline_blank, peg::one<','>, any_blank> {};
struct opening_brace : peg::one<'{'> {};
struct closing_brace : peg::one<'}'> {};
struct closing_paren : peg::one<')'> {};
struct closing_bracket : peg::one<']'> {};
struct closing_map : peg::one<'}'> {};
struct colon : peg::one<':'> {};
struct equals : peg::seq<peg::one<'='>, peg::not_at<peg::one<'='>>> {};

// Names.
struct name : peg::identifier {
  static constexpr NodeKind node = NodeKind::name;
};

// Arrows are tokens: `a <-1` is an arrow, less-than-minus is written `a < -1`.
struct both_arrow : token<"<->"> {};
struct forward_arrow : token<"->"> {};
struct backward_arrow : peg::seq<token<"<-">, peg::not_at<peg::one<'>'>>> {};
struct arrow : kept<both_arrow, forward_arrow, backward_arrow> {};

// Numbers.
struct number_end : peg::not_at<peg::identifier_other> {};
struct exponent : peg::seq<peg::one<'e', 'E'>, peg::opt<peg::one<'+', '-'>>, peg::plus<peg::digit>> {};
struct decimal
    : peg::seq<
          peg::sor<peg::seq<peg::star<peg::digit>, peg::one<'.'>, peg::plus<peg::digit>, peg::opt<exponent>>,
                   peg::seq<peg::plus<peg::digit>, exponent>>,
          number_end> {
  static constexpr NodeKind node = NodeKind::decimal;
};
struct integer_digits
    : peg::sor<peg::seq<peg::one<'0'>, peg::one<'x', 'X'>, peg::plus<peg::xdigit>>, peg::plus<peg::digit>> {};
struct unsigned_integer : peg::seq<integer_digits, peg::one<'u', 'U'>, number_end> {
  static constexpr NodeKind node = NodeKind::unsigned_integer;
};
struct integer : peg::seq<integer_digits, number_end> {
  static constexpr NodeKind node = NodeKind::integer;
};
struct number : peg::seq<peg::plus<peg::digit>, number_end> {
  static constexpr NodeKind node = NodeKind::number;
};
struct percent : peg::seq<peg::plus<peg::digit>, peg::one<'%'>> {
  static constexpr NodeKind node = NodeKind::percent;
};

// Strings: '…', "…", three of either over several lines, with a prefix r for raw. Escapes are judged later.
template <char Quote>
struct closing_quote : peg::one<Quote> {};
template <char Quote>
struct short_text
    : peg::seq<
          peg::one<Quote>,
          peg::star<peg::sor<peg::seq<peg::one<'\\'>, peg::not_one<'\n'>>, peg::not_one<'\\', '\n', Quote>>>,
          closing_quote<Quote>> {};
template <char Quote>
struct short_raw_text
    : peg::seq<peg::one<Quote>, peg::star<peg::not_one<'\n', Quote>>, closing_quote<Quote>> {};
template <char Quote>
struct triple_quote : peg::rep<3, peg::one<Quote>> {};
struct escaped_byte : peg::seq<peg::one<'\\'>, peg::any> {};
template <char Quote>
struct long_text : peg::seq<triple_quote<Quote>,
                            peg::star<peg::not_at<triple_quote<Quote>>, peg::sor<escaped_byte, peg::any>>,
                            triple_quote<Quote>> {};
template <char Quote>
struct long_raw_text : peg::seq<triple_quote<Quote>, peg::star<peg::not_at<triple_quote<Quote>>, peg::any>,
                                triple_quote<Quote>> {};
struct cooked_text : peg::sor<long_text<'"'>, long_text<'\''>, short_text<'"'>, short_text<'\''>> {};
struct raw_text
    : peg::seq<peg::one<'r', 'R'>,
               peg::sor<long_raw_text<'"'>, long_raw_text<'\''>, short_raw_text<'"'>, short_raw_text<'\''>>> {
};
struct text : peg::sor<raw_text, cooked_text> {
  static constexpr NodeKind node = NodeKind::text;
};
struct bytes : peg::seq<peg::one<'b', 'B'>, peg::sor<raw_text, cooked_text>> {
  static constexpr NodeKind node = NodeKind::bytes;
};

// A name in quotes, behind a dot.
struct quoted_name : short_text<'"'> {
  static constexpr NodeKind node = NodeKind::quoted_name;
};

}  // namespace parley::grammar

namespace tao::pegtl {
template <class Name, parley::grammar::Text T>
struct analyze_traits<Name, parley::grammar::token<T>> : analyze_any_traits<> {};
template <class Name, parley::grammar::Text T>
struct analyze_traits<Name, parley::grammar::word<T>> : analyze_any_traits<> {};
}  // namespace tao::pegtl
