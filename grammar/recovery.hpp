// Recovery: a broken statement is reported and skipped, so that one run finds the errors of the whole file.
// The state that parses with these rules offers
//   begin_item(offset)      what is expected from here on is collected anew
//   farthest()              the farthest place where something was expected since then
//   report()                one error: what was expected there
//   report_depth(offset)    one error: nested too deep
//   mark(), truncate(mark)  the tree as it was
#pragma once

#include <string_view>

#include "grammar/lexical.hpp"

namespace parley::grammar {

// Thrown by the parser where a rule that nests goes deeper than allowed.
struct TooDeep {
  std::size_t offset;
};

struct StatementScan {
  std::size_t
      end;  // of the statement: at a newline, at the brace that closes the block around it, or of the text
  bool unclosed;  // a bracket of the statement was still open there
};

// Where the statement that starts at `at` ends; not before `not_before`. With brackets counted, newlines
// inside them belong to the statement.
inline StatementScan scan_statement(std::string_view text, std::size_t at, std::size_t not_before,
                                    bool brackets) {
  int braces = 0;
  int others = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"' || c == '\'') {
      at = string_end(text, at);
      continue;
    }
    if (c == '#') {
      at = comment_end(text, at);
      continue;
    }
    if (c == '\n' && braces == 0 && (others == 0 || !brackets) && at >= not_before) return {at, others > 0};
    if (c == '{') ++braces;
    if (c == '(' || c == '[') ++others;
    if ((c == ')' || c == ']') && others > 0) --others;
    if (c == '}' && braces-- == 0) return {at, others > 0};
    ++at;
  }
  return {text.size(), braces > 0 || others > 0};
}

// The end of a statement that is to be skipped. Unclosed brackets do not swallow the rest of the file.
inline std::size_t skip_statement(std::string_view text, std::size_t at, std::size_t error) {
  StatementScan balanced = scan_statement(text, at, error, true);
  if (!balanced.unclosed) return balanced.end;
  StatementScan braces_only = scan_statement(text, at, error, false);
  if (!braces_only.unclosed || braces_only.end < text.size()) return braces_only.end;
  std::size_t line_end = text.find('\n', error);
  return line_end == std::string_view::npos ? text.size() : line_end;
}

template <class Input>
std::string_view whole_text(const Input& in) {
  return {in.begin(), in.size(0) + static_cast<std::size_t>(in.current() - in.begin())};
}
template <class Input>
std::size_t offset_of(const Input& in) {
  return static_cast<std::size_t>(in.current() - in.begin());
}

// Item, or a report and a skip to the end of the statement.
template <class Item>
struct recovering {
  using rule_t = recovering;
  using subs_t = peg::type_list<Item>;

  template <peg::apply_mode A, peg::rewind_mode M, template <class...> class Action,
            template <class...> class Control, class Input, class State>
  static bool match(Input& in, State& state) {
    const std::size_t start = offset_of(in);
    const std::size_t mark = state.mark();
    state.begin_item(start);
    if (matched<A, Action, Control>(in, state)) return true;
    state.truncate(mark);
    const std::size_t end = skip_statement(whole_text(in), start, state.farthest());
    in.bump(end > start ? end - start : 1);
    return true;
  }

 private:
  template <peg::apply_mode A, template <class...> class Action, template <class...> class Control,
            class Input, class State>
  static bool matched(Input& in, State& state) {
    auto start = in.template mark<peg::rewind_mode::required>();
    try {
      if (start(Control<Item>::template match<A, peg::rewind_mode::active, Action, Control>(in, state)))
        return true;
      state.report();
    } catch (const TooDeep& deep) {
      state.report_depth(deep.offset);
    }
    return false;
  }
};

// The head of a block: Item, or a report and a skip to the opening brace on the same line. Fails where there
// is none.
template <class Item>
struct recovering_head {
  using rule_t = recovering_head;
  using subs_t = peg::type_list<Item>;

  template <peg::apply_mode A, peg::rewind_mode M, template <class...> class Action,
            template <class...> class Control, class Input, class State>
  static bool match(Input& in, State& state) {
    const std::size_t mark = state.mark();
    {
      auto start = in.template mark<peg::rewind_mode::required>();
      if (start(Control<Item>::template match<A, peg::rewind_mode::active, Action, Control>(in, state)))
        return true;
    }
    const std::size_t brace = brace_in_line(whole_text(in), offset_of(in));
    if (brace == std::string_view::npos || brace < state.farthest()) return false;
    state.report();
    state.truncate(mark);
    in.bump(brace - offset_of(in));
    state.begin_item(brace);
    return true;
  }

 private:
  static std::size_t brace_in_line(std::string_view text, std::size_t at) {
    while (at < text.size() && text[at] != '\n' && text[at] != '#') {
      if (text[at] == '{') return at;
      at = text[at] == '"' || text[at] == '\'' ? string_end(text, at) : at + 1;
    }
    return std::string_view::npos;
  }
};

// The brace that closes a block, or a report.
struct block_end {
  using rule_t = block_end;
  using subs_t = peg::type_list<closing_brace>;

  template <peg::apply_mode A, peg::rewind_mode M, template <class...> class Action,
            template <class...> class Control, class Input, class State>
  static bool match(Input& in, State& state) {
    state.begin_item(offset_of(in));
    if (!Control<closing_brace>::template match<A, M, Action, Control>(in, state)) state.report();
    return true;
  }
};

// The rest of a statement of a later version.
struct rest_of_statement {
  using rule_t = rest_of_statement;
  using subs_t = peg::empty_list;

  template <class Input>
  static bool match(Input& in) {
    const std::size_t start = offset_of(in);
    in.bump(skip_statement(whole_text(in), start, start) - start);
    return true;
  }
};

// At the start of a line.
struct line_start {
  using rule_t = line_start;
  using subs_t = peg::empty_list;

  template <class Input>
  static bool match(Input& in) {
    return in.current() == in.begin() || in.current()[-1] == '\n';
  }
};

}  // namespace parley::grammar

namespace tao::pegtl {
template <class Name, class Item>
struct analyze_traits<Name, parley::grammar::recovering<Item>> : analyze_any_traits<Item> {};
template <class Name, class Item>
struct analyze_traits<Name, parley::grammar::recovering_head<Item>> : analyze_opt_traits<Item> {};
template <class Name>
struct analyze_traits<Name, parley::grammar::block_end> : analyze_opt_traits<parley::grammar::closing_brace> {
};
template <class Name>
struct analyze_traits<Name, parley::grammar::rest_of_statement> : analyze_opt_traits<> {};
template <class Name>
struct analyze_traits<Name, parley::grammar::line_start> : analyze_opt_traits<> {};
}  // namespace tao::pegtl
