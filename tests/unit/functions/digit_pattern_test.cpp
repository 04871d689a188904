#include "stdlib/functions/digit_pattern.hpp"

#include <re2/re2.h>

#include <string>

#include "stdlib/core/random.hpp"

#include <doctest/doctest.h>

using namespace parley;
using functions::DigitAutomaton;
using functions::DigitPattern;

TEST_CASE("a pattern outside of what is read is none") {
  for (const char* pattern :
       {"a",   "1+", "1*",     ".",     "[^1]", "[1-]", "[5-3]",  "[]",        "[12", "(1", "1)",    "1??",
        "1{2", "1{", "1{2,1}", "1{99}", "$1",   "^1",   "(1){2}", "(1)(2)(3)", "\\w", "?",  "(?=1)", "1|*"})
    CHECK_MESSAGE(!DigitPattern::compile(pattern), pattern);
  std::string deep;
  for (int i = 0; i < 20; ++i) deep = "(?:" + deep + "1)";
  CHECK_FALSE(DigitPattern::compile(deep));
  std::string long_one;
  for (int i = 0; i < 300; ++i) long_one += "\\d{40}";
  CHECK_FALSE(DigitPattern::compile(long_one));
}

TEST_CASE("the first alternative that fits counts, and a group that took no part is empty") {
  auto found = DigitPattern::compile("0|0(4\\d)?")->at_start("0412");
  REQUIRE(found);
  CHECK(found->length == 1);
  found = DigitPattern::compile("0(4\\d)?")->at_start("0412");
  REQUIRE(found);
  CHECK(found->length == 3);
  CHECK(found->groups[0] == "41");
  found = DigitPattern::compile("0(4\\d)?")->at_start("04");
  REQUIRE(found);
  CHECK(found->length == 1);
  CHECK(found->groups[0].empty());
  found = DigitPattern::compile("1|([457]\\d{2})$")->at_start("512");
  REQUIRE(found);
  CHECK(found->groups[0] == "512");
  CHECK_FALSE(DigitPattern::compile("1|([457]\\d{2})$")->at_start("5123"));
  // The group was set on a way that led nowhere.
  found = DigitPattern::compile("(1)2|13")->at_start("13");
  REQUIRE(found);
  CHECK(found->length == 2);
  CHECK(found->groups[0].empty());
  found = DigitPattern::compile("")->at_start("7");
  REQUIRE(found);
  CHECK(found->length == 0);
}

namespace {

std::string random_pattern(core::Random& random, int depth) {
  std::string pattern;
  for (std::uint64_t count = 1 + random.below(3); count > 0; --count) {
    switch (random.below(depth > 0 ? 6 : 4)) {
      case 0:
        pattern += "[0-24]";
        break;
      case 1:
        pattern += "\\d";
        break;
      case 4:
      case 5:
        pattern += "(?:" + random_pattern(random, depth - 1) + "|" + random_pattern(random, depth - 1) + ")";
        break;
      default:
        pattern += static_cast<char>('0' + random.below(4));
    }
    if (random.chance(15))
      pattern += "?";
    else if (random.chance(15))
      pattern += random.chance(50) ? "{2}" : "{1,3}";
  }
  return pattern;
}

}  // namespace

TEST_CASE("random patterns match what RE2 matches") {
  constexpr std::uint64_t seed = 11;
  INFO("seed " << seed);
  core::Random random(seed);
  int matched = 0;
  int compiled = 0;
  for (int i = 0; i < 500; ++i) {
    std::array patterns{random_pattern(random, 2), random_pattern(random, 2)};
    std::array<std::string_view, 2> views{patterns[0], patterns[1]};
    auto automaton = DigitAutomaton::compile(views);
    if (!automaton) continue;  // too many states
    ++compiled;
    for (int j = 0; j < 100; ++j) {
      std::string digits;
      for (std::uint64_t left = random.below(8); left > 0; --left)
        digits += static_cast<char>('0' + random.below(5));
      for (std::size_t k = 0; k < patterns.size(); ++k) {
        bool expected = RE2::FullMatch(digits, patterns[k]);
        matched += expected ? 1 : 0;
        CHECK_MESSAGE((automaton->matching(digits) >> k & 1) == (expected ? 1 : 0),
                      patterns[k] << " " << digits);
        re2::StringPiece rest(digits);
        bool begins = RE2::Consume(&rest, patterns[k]);
        auto found = DigitPattern::compile(patterns[k])->at_start(digits);
        CHECK_MESSAGE(found.has_value() == begins, patterns[k] << " " << digits);
        if (found && begins)
          CHECK_MESSAGE(found->length == digits.size() - rest.size(), patterns[k] << " " << digits);
      }
    }
  }
  CHECK(matched > 1'000);
  CHECK(compiled > 490);
}
