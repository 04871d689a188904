// What generated code writes texts with and compares them by, against plain ones: at every length, between
// pages that nobody may touch. As many bytes may be read behind a text, and written behind its image, as the
// contract says, and no more.
#include <algorithm>
#include <string>

#include "compiler/codegen/runtime/runtime.hpp"
#include "stdlib/core/random.hpp"
#include "stdlib/value/json.hpp"
#include "tests/support/fence.hpp"

#include <doctest/doctest.h>

using namespace parley;

namespace {

constexpr std::size_t copy_width = 32;  // compiler/codegen/emitter.hpp
constexpr std::size_t length_max = 100;
constexpr std::uint64_t seed = 11;

// `special`: how many in a hundred bytes are likely to need an escape.
std::string made(core::Random& random, std::size_t length, std::uint64_t special) {
  std::string text;
  while (text.size() < length) {
    char c = static_cast<char>(' ' + random.below(95));
    if (random.chance(special)) c = static_cast<char>(random.below(0x20));
    if (random.chance(10) && text.size() + 2 <= length) {
      text += "é";
    } else if ((c != '"' && c != '\\') || random.chance(special)) {
      text += c;
    }
  }
  return text;
}

std::string quoted(const std::string& text) {
  std::string out;
  value::append_quoted(out, text);
  return out.substr(1, out.size() - 2);
}

}  // namespace

TEST_CASE("texts are written with the escapes of JSON") {
  core::Random random(seed);
  support::Fence from, to;
  for (std::size_t length = 0; length <= length_max; ++length) {
    for (std::uint64_t special : {0U, 0U, 2U, 30U, 100U}) {
      const std::string text = made(random, length, special);
      const std::string expected = quoted(text);
      // Bytes to escape stand behind the text, too.
      from.put(text, from.end() - copy_width - length, '"');
      char* out = to.end() - copy_width - expected.size();
      char* end = parley_write_rare_text(out, from.end() - copy_width - length, length, false);
      CHECK_MESSAGE(std::string(out, end) == expected, text, ", seed ", seed);
      out = to.end() - copy_width - length;
      end = parley_write_rare_text(out, from.end() - copy_width - length, length, true);
      CHECK_MESSAGE(std::string(out, end) == text, "seed ", seed);
    }
  }
}

TEST_CASE("texts are compared to their ends and no further") {
  core::Random random(seed);
  support::Fence one, two;
  for (std::size_t length = 0; length <= length_max; ++length) {
    for (int round = 0; round < 20; ++round) {
      const std::string a = made(random, length, 5);
      std::string b = a;
      if (length > 0 && random.chance(70)) ++b[random.below(length)];
      if (length > 0 && random.chance(10)) b.pop_back();
      const char* a_at = one.put(a, one.end() - a.size(), 'q').data();
      const char* b_at = two.put(b, two.end() - b.size(), 'r').data();
      CHECK(parley_equal_text(a_at, a.size(), b_at, b.size()) == (a == b));
      const int order = a.compare(b);
      const int found = parley_compare_text(a_at, a.size(), b_at, b.size());
      CHECK((found < 0) == (order < 0));
      CHECK((found > 0) == (order > 0));
    }
  }
}
