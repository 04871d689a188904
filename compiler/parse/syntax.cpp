// The one file in which the grammar is instantiated (it takes seconds to compile). A control class watches
// every rule: it makes the tree, remembers what was expected at the farthest place, and counts depth.
#include "compiler/parse/syntax.hpp"

#include <algorithm>
#include <concepts>
#include <utility>

#include "compiler/parse/parse.hpp"
#include "grammar/expected.hpp"

namespace parley::parse {

namespace {

namespace peg = tao::pegtl;

// What the rules below share while one text is read.
class Reading {
 public:
  std::vector<Node> nodes;
  std::vector<SyntaxError> errors;
  std::size_t depth = 0;
  int silence = 0;  // inside looks ahead nothing is expected

  std::size_t mark() const { return nodes.size(); }
  [[gnu::noinline]] void truncate(std::size_t mark) { nodes.resize(mark); }

  [[gnu::noinline]] void close(NodeKind kind, bool collapses, std::size_t mark, std::size_t begin,
                               std::size_t end) {
    if (collapses && nodes.size() == mark + 1) return;
    Node node{kind, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), {}};
    node.children.assign(std::make_move_iterator(nodes.begin() + static_cast<std::ptrdiff_t>(mark)),
                         std::make_move_iterator(nodes.end()));
    nodes.resize(mark);
    nodes.push_back(std::move(node));
  }

  void begin_item(std::size_t offset) {
    farthest_ = offset;
    expected_.clear();
    keywords_.clear();
  }
  std::size_t farthest() const { return farthest_; }

  // How much was expected at `begin` before the rule that starts there was tried.
  std::size_t expected_at(std::size_t begin) const { return farthest_ == begin ? expected_.size() : 0; }
  // Replaces what the rule's parts expected at its own start.
  [[gnu::noinline]] void expect(std::size_t begin, std::size_t before, std::string_view what) {
    if (silence > 0 || begin < farthest_) return;
    if (begin > farthest_) begin_item(begin);
    expected_.resize(std::min(before, expected_.size()));
    if (std::ranges::find(expected_, what) == expected_.end()) expected_.push_back(what);
  }
  [[gnu::noinline]] void expect_word(std::size_t begin, std::string_view keyword, std::string_view quoted) {
    if (silence > 0 || begin < farthest_) return;
    if (begin > farthest_) begin_item(begin);
    keywords_.push_back(keyword);
    if (std::ranges::find(expected_, quoted) == expected_.end()) expected_.push_back(quoted);
  }

  [[gnu::noinline]] void report() {
    add({static_cast<std::uint32_t>(farthest_), false, expected_, keywords_});
  }
  [[gnu::noinline]] void report_depth(std::size_t offset) {
    add({static_cast<std::uint32_t>(offset), true, {}, {}});
  }

 private:
  void add(SyntaxError error) {
    auto same_place = [&](const SyntaxError& other) { return other.offset == error.offset; };
    if (std::ranges::none_of(errors, same_place)) errors.push_back(std::move(error));
  }

  std::size_t farthest_ = 0;
  std::vector<std::string_view> expected_;
  std::vector<std::string_view> keywords_;
};

template <class Rule>
inline constexpr bool looks_ahead = false;
template <class... Rules>
inline constexpr bool looks_ahead<peg::at<Rules...>> = true;
template <class... Rules>
inline constexpr bool looks_ahead<peg::not_at<Rules...>> = true;
template <class Operator>
inline constexpr bool looks_ahead<grammar::across_lines<Operator>> = false;

template <class Rule>
concept MakesNode = requires {
  { Rule::node } -> std::convertible_to<NodeKind>;
};
template <class Rule>
concept Keyword = requires {
  { Rule::keyword } -> std::convertible_to<std::string_view>;
};

// `via` with its marks, for messages.
template <class Rule>
struct QuotedKeyword {
  static constexpr auto bytes = [] {
    std::array<char, Rule::keyword.size() + 2> quoted{};
    quoted.front() = quoted.back() = '`';
    std::ranges::copy(Rule::keyword, quoted.begin() + 1);
    return quoted;
  }();
  static constexpr std::string_view text{bytes.data(), bytes.size()};
};

class Deeper {
 public:
  Deeper(Reading& reading, std::size_t offset) : reading_(reading) {
    if (++reading_.depth > depth_max) {
      --reading_.depth;
      throw grammar::TooDeep{offset};
    }
  }
  ~Deeper() { --reading_.depth; }
  Deeper(const Deeper&) = delete;
  Deeper& operator=(const Deeper&) = delete;

 private:
  Reading& reading_;
};

class Silent {
 public:
  explicit Silent(Reading& reading) : reading_(reading) { ++reading_.silence; }
  ~Silent() { --reading_.silence; }
  Silent(const Silent&) = delete;
  Silent& operator=(const Silent&) = delete;

 private:
  Reading& reading_;
};

struct Nothing {
  template <class... Arguments>
  explicit Nothing(Arguments&&...) {}
};

template <class Rule>
struct Watch : peg::normal<Rule> {
  template <peg::apply_mode A, peg::rewind_mode M, template <class...> class Action,
            template <class...> class Control, class Input>
  [[gnu::noinline]] static bool match(Input& in, Reading& reading) {
    const std::size_t mark = reading.mark();
    const std::size_t begin = grammar::offset_of(in);
    const std::size_t before = reading.expected_at(begin);
    if (!matched<A, M, Action, Control>(in, reading, begin)) {
      reading.truncate(mark);
      if constexpr (grammar::expected<Rule> != nullptr)
        reading.expect(begin, before, grammar::expected<Rule>);
      if constexpr (Keyword<Rule>) reading.expect_word(begin, Rule::keyword, QuotedKeyword<Rule>::text);
      return false;
    }
    if constexpr (looks_ahead<Rule>) reading.truncate(mark);
    if constexpr (MakesNode<Rule>) {
      constexpr bool collapses = requires { Rule::collapses; };
      reading.close(Rule::node, collapses, mark, begin, grammar::offset_of(in));
    }
    return true;
  }

 private:
  template <peg::apply_mode A, peg::rewind_mode M, template <class...> class Action,
            template <class...> class Control, class Input>
  static bool matched(Input& in, Reading& reading, std::size_t begin) {
    using Depth = std::conditional_t<requires { Rule::nests; }, Deeper, Nothing>;
    using Voice = std::conditional_t<looks_ahead<Rule>, Silent, Nothing>;
    [[maybe_unused]] const Depth deeper(reading, begin);
    [[maybe_unused]] const Voice voice(reading);
    return peg::match<Rule, A, M, Action, Control>(in, reading);
  }
};

template <class Rule>
Syntax read(std::string_view text) {
  Reading reading;
  peg::memory_input<peg::tracking_mode::lazy> in(text.data(), text.data() + text.size(), "");
  bool matched = false;
  try {
    matched = peg::parse<Rule, peg::nothing, Watch>(in, reading);
    if (!matched) reading.report();
  } catch (const grammar::TooDeep& deep) {
    reading.report_depth(deep.offset);
  }
  Syntax syntax;
  if (matched) syntax.root = std::move(reading.nodes.front());
  syntax.errors = std::move(reading.errors);
  std::ranges::sort(syntax.errors, {}, &SyntaxError::offset);
  return syntax;
}

}  // namespace

const Node* Node::find(NodeKind wanted) const {
  auto found = std::ranges::find(children, wanted, &Node::kind);
  return found == children.end() ? nullptr : &*found;
}

Syntax read_file(std::string_view text) {
  return read<grammar::file>(text);
}

Syntax read_expression(std::string_view text) {
  return read<grammar::lone_expression>(text);
}

}  // namespace parley::parse
