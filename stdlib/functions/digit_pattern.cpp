// A pattern becomes steps. "0(4\d)?" is
//     0 digit {0}  1 either, else 6  2 open 1  3 digit {4}  4 digit {0-9}  5 close 1  6 matched
// DigitPattern::at_start walks them and turns back where a choice was wrong. DigitAutomaton follows all
// choices at once: its states are sets of steps that wait for a digit. As no step leads backwards, there are
// finitely many of either.
#include "stdlib/functions/digit_pattern.hpp"

#include <algorithm>
#include <map>

namespace parley::functions {

namespace {

using Step = DigitPattern::Step;
using StepKind = Step::Kind;
using Steps = std::vector<Step>;

// The plans of libphonenumber 8.12 need at most 800 steps a pattern and 500 states a region.
constexpr std::size_t steps_max = 8'000;
constexpr std::size_t all_steps_max = 60'000;
constexpr int depth_max = 16;
constexpr std::size_t states_max = 10'000;

constexpr std::uint16_t all_digits = 0x3FF;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::uint16_t bit(char digit) {
  return static_cast<std::uint16_t>(1U << static_cast<unsigned>(digit - '0'));
}

// Reads a pattern from left to right. Once it has failed, it stays so.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::optional<Steps> read() {
    Steps steps = alternatives(0);
    if (failed_ || at_ != text_.size()) return std::nullopt;
    steps.push_back({.kind = StepKind::matched});
    return steps;
  }
  std::size_t groups() const { return groups_; }

 private:
  bool next_is(char c) const { return at_ < text_.size() && text_[at_] == c; }
  bool take(std::string_view what) {
    if (!text_.substr(at_).starts_with(what)) return false;
    at_ += what.size();
    return true;
  }
  Steps fail() {
    failed_ = true;
    return {};
  }
  void append(Steps& to, const Steps& more) {
    if (to.size() + more.size() > steps_max) failed_ = true;
    if (!failed_) to.insert(to.end(), more.begin(), more.end());
  }

  // a|b|c: either (else b), a, jump behind c; either (else c), b, jump behind c; c.
  Steps alternatives(int depth) {
    std::vector<Steps> choices{sequence(depth)};
    while (!failed_ && take("|")) choices.push_back(sequence(depth));
    std::size_t left = choices.back().size();
    for (const Steps& choice : choices) left += choice.size() + 2;
    left -= choices.back().size() + 2;
    Steps steps;
    for (std::size_t i = 0; i + 1 < choices.size(); ++i) {
      left -= choices[i].size() + 2;
      append(steps, {{.kind = StepKind::either, .ahead = static_cast<std::uint16_t>(choices[i].size() + 2)}});
      append(steps, choices[i]);
      append(steps, {{.kind = StepKind::jump, .ahead = static_cast<std::uint16_t>(left + 1)}});
    }
    append(steps, choices.back());
    return steps;
  }

  Steps sequence(int depth) {
    Steps steps;
    while (!failed_ && at_ < text_.size() && !next_is('|') && !next_is(')')) {
      std::size_t groups_before = groups_;
      Steps one = atom(depth);
      append(steps, counted(one, groups_ > groups_before));
    }
    return steps;
  }

  Steps atom(int depth) {
    if (is_digit(text_[at_])) return {{.kind = StepKind::digit, .digits = bit(text_[at_++])}};
    if (take("\\d")) return {{.kind = StepKind::digit, .digits = all_digits}};
    if (take("[")) return digit_class();
    if (take("(")) return group(depth + 1);
    if (take("$")) return at_ == text_.size() ? Steps{{.kind = StepKind::end}} : fail();
    return fail();
  }

  // [0-24-9]
  Steps digit_class() {
    std::uint16_t digits = 0;
    while (at_ < text_.size() && is_digit(text_[at_])) {
      char from = text_[at_++];
      char to = from;
      if (take("-")) {
        if (at_ == text_.size() || !is_digit(text_[at_])) return fail();
        to = text_[at_++];
      }
      if (to < from) return fail();
      for (char c = from; c <= to; ++c) digits |= bit(c);
    }
    if (digits == 0 || !take("]")) return fail();
    return {{.kind = StepKind::digit, .digits = digits}};
  }

  Steps group(int depth) {
    if (depth > depth_max) return fail();
    bool is_kept = !take("?:");
    if (is_kept && groups_ == DigitPattern::groups_max) return fail();
    auto number = static_cast<std::uint8_t>(is_kept ? groups_++ : 0);
    Steps inner = alternatives(depth);
    if (failed_ || !take(")")) return fail();
    if (!is_kept) return inner;
    Steps steps{{.kind = StepKind::open, .number = number}};
    append(steps, inner);
    steps.push_back({.kind = StepKind::close, .number = number});
    return steps;
  }

  // x{2,4} is xx(x(x)?)?: the steps of each part that may be missing begin with a choice to go behind all of
  // them.
  Steps counted(const Steps& one, bool has_group) {
    auto [least, most] = count();
    if (failed_ || (has_group && most > 1)) return fail();
    Steps steps;
    for (unsigned i = 0; i < least; ++i) append(steps, one);
    for (unsigned left = most - least; left > 0; --left) {
      steps.push_back(
          {.kind = StepKind::either, .ahead = static_cast<std::uint16_t>(left * (one.size() + 1))});
      append(steps, one);
    }
    return steps;
  }

  struct Count {
    unsigned least = 1;
    unsigned most = 1;
  };
  Count count() {
    if (take("?")) return {0, 1};
    if (!take("{")) return {};
    Count found;
    found.least = found.most = number();
    if (take(",")) found.most = number();
    if (!take("}") || found.most < found.least) fail();
    return found;
  }
  unsigned number() {
    constexpr unsigned count_max = 40;
    unsigned value = 0;
    if (at_ == text_.size() || !is_digit(text_[at_])) fail();
    while (!failed_ && at_ < text_.size() && is_digit(text_[at_])) {
      value = value * 10 + static_cast<unsigned>(text_[at_++] - '0');
      if (value > count_max) fail();
    }
    return value;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t groups_ = 0;
  bool failed_ = false;
};

// Where a group begins and ends. What a wrong choice has set goes with it: each choice tries on a copy.
struct Groups {
  std::array<std::uint8_t, DigitPattern::groups_max> begin{};
  std::array<std::uint8_t, DigitPattern::groups_max> end{};
};

struct Attempt {
  std::string_view digits;
  std::size_t length = 0;
  Groups groups;

  bool run(const Step* step, std::size_t at, Groups set) {
    for (;;) {
      switch (step->kind) {
        case StepKind::digit:
          if (at == digits.size() || (step->digits & bit(digits[at])) == 0) return false;
          ++at;
          ++step;
          break;
        case StepKind::either:
          if (run(step + 1, at, set)) return true;
          step += step->ahead;
          break;
        case StepKind::jump:
          step += step->ahead;
          break;
        case StepKind::open:
          set.begin[step->number] = static_cast<std::uint8_t>(at);
          ++step;
          break;
        case StepKind::close:
          set.end[step->number] = static_cast<std::uint8_t>(at);
          ++step;
          break;
        case StepKind::end:
          if (at != digits.size()) return false;
          ++step;
          break;
        case StepKind::matched:
          length = at;
          groups = set;
          return true;
      }
    }
  }
};

// The steps that wait for a digit, from this one on without reading; and the patterns that have matched.
struct Waiting {
  std::vector<std::uint16_t> steps;
  std::uint16_t matched = 0;
  auto operator<=>(const Waiting&) const = default;
};

void follow(const Steps& steps, std::size_t at, Waiting& waiting) {
  for (;;) {
    const Step& step = steps[at];
    switch (step.kind) {
      case StepKind::digit:
        waiting.steps.push_back(static_cast<std::uint16_t>(at));
        return;
      case StepKind::matched:
        waiting.matched |= static_cast<std::uint16_t>(1U << step.number);
        return;
      case StepKind::either:
        follow(steps, at + 1, waiting);
        at += step.ahead;
        break;
      case StepKind::jump:
        at += step.ahead;
        break;
      case StepKind::open:
      case StepKind::close:
      case StepKind::end:
        ++at;
        break;
    }
  }
}

void tidy(Waiting& waiting) {
  std::ranges::sort(waiting.steps);
  auto repeated = std::ranges::unique(waiting.steps);
  waiting.steps.erase(repeated.begin(), repeated.end());
}

}  // namespace

std::optional<DigitPattern> DigitPattern::compile(std::string_view pattern) {
  Reader reader(pattern);
  auto steps = reader.read();
  if (!steps) return std::nullopt;
  DigitPattern made;
  made.steps_ = std::move(*steps);
  made.groups_ = reader.groups();
  Waiting waiting;
  follow(made.steps_, 0, waiting);
  made.can_be_empty_ = waiting.matched != 0;
  for (std::uint16_t at : waiting.steps) made.first_ |= made.steps_[at].digits;
  return made;
}

std::optional<DigitPattern::Found> DigitPattern::at_start(std::string_view digits) const {
  if (!can_be_empty_ && (digits.empty() || (first_ & bit(digits[0])) == 0)) return std::nullopt;
  Attempt attempt{.digits = digits, .groups = {}};
  if (!attempt.run(steps_.data(), 0, {})) return std::nullopt;
  Found found{.length = attempt.length, .groups = {}};
  for (std::size_t i = 0; i < groups_; ++i) {
    std::size_t begin = attempt.groups.begin[i];
    found.groups[i] = digits.substr(begin, attempt.groups.end[i] - begin);
  }
  return found;
}

std::optional<DigitAutomaton> DigitAutomaton::compile(std::span<const std::string_view> patterns) {
  if (patterns.size() > patterns_max) return std::nullopt;
  Steps steps;
  Waiting beginning;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    auto pattern = DigitPattern::compile(patterns[i]);
    if (!pattern) return std::nullopt;
    std::size_t at = steps.size();
    steps.insert(steps.end(), pattern->steps().begin(), pattern->steps().end());
    if (steps.size() > all_steps_max) return std::nullopt;
    if (std::ranges::find(steps, StepKind::end, &Step::kind) != steps.end()) return std::nullopt;
    steps.back().number = static_cast<std::uint8_t>(i);
    follow(steps, at, beginning);
  }
  tidy(beginning);
  std::map<Waiting, std::uint16_t> known{{beginning, 0}, {Waiting{}, 1}};
  std::vector<const Waiting*> open{&known.find(beginning)->first, &known.find(Waiting{})->first};
  DigitAutomaton made;
  for (std::size_t number = 0; number < open.size(); ++number) {
    if (open.size() > states_max) return std::nullopt;
    State& state = made.states_.emplace_back();
    state.matched = open[number]->matched;
    for (std::size_t digit = 0; digit < state.next.size(); ++digit) {
      Waiting after;
      for (std::uint16_t at : open[number]->steps)
        if ((steps[at].digits >> digit & 1U) != 0) follow(steps, at + 1U, after);
      tidy(after);
      auto [place, is_new] = known.emplace(std::move(after), static_cast<std::uint16_t>(open.size()));
      if (is_new) open.push_back(&place->first);
      state.next[digit] = place->second;
    }
  }
  return made;
}

}  // namespace parley::functions
