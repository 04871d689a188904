// Outlines against simple loops and the UTF-8 rules of core, over bytes of which every rule is broken
// somewhere.
#include "stdlib/stream/outline.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "stdlib/core/random.hpp"
#include "stdlib/core/text.hpp"
#include "stdlib/stream/window.hpp"

namespace parley::stream {

namespace {

bool is_tested() {
  if (!Outline::is_available()) MESSAGE("skipped: the processor has no AVX-512");
  return Outline::is_available();
}

bool is_drawn(Outline& outline, const std::string& text) {
  // Exactly what may be read, full of what would count.
  std::vector<char> bytes(text.begin(), text.end());
  bytes.resize(text.size() + padding_bytes, '"');
  bytes.shrink_to_fit();
  return outline.draw({bytes.data(), text.size()});
}

struct Marks {
  std::vector<std::uint32_t> quotes;
  std::vector<std::uint32_t> line_ends;
  std::vector<std::uint32_t> backslashes;
};

Marks marks_of(const std::string& text) {
  Marks marks;
  bool is_escaped = false;
  for (std::uint32_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"' && !is_escaped) marks.quotes.push_back(at);
    if (text[at] == '\n') marks.line_ends.push_back(at);
    if (text[at] == '\\') marks.backslashes.push_back(at);
    is_escaped = text[at] == '\\' && !is_escaped;
  }
  return marks;
}

void check_marks(const Outline& outline, const std::string& text) {
  const Marks marks = marks_of(text);
  CHECK(std::ranges::equal(outline.line_ends(), marks.line_ends));
  CHECK(std::ranges::equal(outline.backslashes(), marks.backslashes));
  std::vector<std::uint32_t> quotes;
  for (std::uint32_t at = 0; at < text.size() + 128; ++at)
    if ((outline.quotes()[at / 64] >> at % 64 & 1U) != 0) quotes.push_back(at);
  CHECK(quotes == marks.quotes);
}

bool has_controls(const std::string& text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; });
}

}  // namespace

TEST_CASE("an outline has the quotes, line ends and backslashes, and refuses what is not to be followed") {
  if (!is_tested()) return;
  constexpr std::uint64_t seed = 7;
  CAPTURE(seed);
  static const std::string parts[] = {
      "\"", "\\", "\n", "a", "bc", "{", "\xC3\xA9", "\xE6\x9D\x8E", "\xF0\x9F\x98\x80", "\xED\x9F\xBF",
      "text of some length",
      // From here on: wrong.
      "\xC3", "\xE6\x9D", "\xF0\x9F\x98", "\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80",
      "\xE0\x9F\xBF", "\xF0\x80\x80\x80", "\xF0\x8F\xBF\xBF", "\xED\xA0\x80", "\xED\xBF\xBF",
      "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", std::string(1, '\0'), "\x01", "\x1F", "\t", "\r"};
  constexpr std::size_t right = 11;
  core::Random random(seed);
  Outline outline;
  std::size_t drawn = 0;
  std::size_t refused = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text(random.below(140), 'x');
    for (std::uint64_t count = random.below(60); count > 0; --count) text += parts[random.below(right)];
    if (random.chance(50)) text.insert(random.below(text.size() + 1), parts[random.below(std::size(parts))]);
    if (!random.chance(5)) text += '\n';
    const bool is_right =
        text.ends_with('\n') && !has_controls(text) && core::valid_utf8_length(text) == text.size();
    CAPTURE(text);
    REQUIRE(is_drawn(outline, text) == is_right);
    is_right ? ++drawn : ++refused;
    if (is_right) check_marks(outline, text);
  }
  CHECK(drawn > 5'000);
  CHECK(refused > 2'000);
}

TEST_CASE("an outline is refused for one wrong byte, wherever it stands") {
  if (!is_tested()) return;
  Outline outline;
  for (const char* wrong :
       {"\xFF", "\x80", "\xC3", "\xE6\x9D", "\xF0\x9F\x98", "\xED\xA0\x80", "\x01", "\t", "\r"}) {
    for (std::size_t at = 0; at < 300; ++at) {
      std::string text(300, 'x');
      text.back() = '\n';
      CHECK(is_drawn(outline, text));
      text.insert(at, wrong);
      CHECK_FALSE(is_drawn(outline, text));
    }
  }
  CHECK_FALSE(is_drawn(outline, ""));
  CHECK(is_drawn(outline, "\n"));
}

TEST_CASE("an outline of many lines, or of many backslashes, has room for all") {
  if (!is_tested()) return;
  Outline outline;
  for (const std::string& text :
       {std::string(100'000, '\n'), std::string(99'999, '\\') + "\n", std::string("\n")}) {
    REQUIRE(is_drawn(outline, text));
    check_marks(outline, text);
  }
}

}  // namespace parley::stream
