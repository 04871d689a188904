// Patterns over ASCII digits, as numbering plans write them: "[2-9]\d{9}|3\d{6}". A small part of the usual
// syntax, read exactly: digits, \d, classes, groups, alternatives, ?, {n}, {n,m} and a last $. There is no
// loop in it, so that each pattern is a finite thing. Immutable once made; any thread may read.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace parley::functions {

// One pattern, to be found at the beginning of digits, as a backtracking matcher finds it: the first
// alternative that fits counts, not the longest.
class DigitPattern {
 public:
  static constexpr std::size_t groups_max = 2;
  struct Found {
    std::size_t length = 0;
    std::array<std::string_view, groups_max> groups;  // empty where a group took no part
  };

  // Nothing where the pattern holds more than is said above, or is longer than any that a plan has.
  static std::optional<DigitPattern> compile(std::string_view pattern);

  std::optional<Found> at_start(std::string_view digits) const;
  std::size_t groups() const { return groups_; }

  // A pattern is a list of steps; a step says how far it is to the next one.
  struct Step {
    enum class Kind : std::uint8_t { digit, either, jump, open, close, end, matched };
    Kind kind;
    std::uint8_t number = 0;   // of the group, or of the pattern that has matched
    std::uint16_t digits = 0;  // bit n: the digit n
    std::uint16_t ahead = 0;   // to the second choice of `either`; where `jump` goes
  };
  std::span<const Step> steps() const { return steps_; }

 private:
  std::vector<Step> steps_;
  std::size_t groups_ = 0;
  std::uint16_t first_ = 0;  // digits that a match can begin with; all of them where it can be empty
  bool can_be_empty_ = false;
};

// Several patterns as one table: a step a digit says which of them the whole text matches.
class DigitAutomaton {
 public:
  static constexpr std::size_t patterns_max = 16;

  // Nothing where a pattern cannot be compiled, has a $, or the table would be larger than any that a plan
  // needs.
  static std::optional<DigitAutomaton> compile(std::span<const std::string_view> patterns);

  // Bit n: pattern n matches all of the digits.
  std::uint16_t matching(std::string_view digits) const {
    const State* state = states_.data();
    for (char c : digits) state = &states_[state->next[static_cast<std::size_t>(c - '0')]];
    return state->matched;
  }
  std::size_t states() const { return states_.size(); }

 private:
  struct State {
    std::array<std::uint16_t, 10> next{};
    std::uint16_t matched = 0;
  };
  std::vector<State> states_;  // 0 is the beginning, 1 the end of all hope
};

}  // namespace parley::functions
