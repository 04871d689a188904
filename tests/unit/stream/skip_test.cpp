// Containers that are skipped by words of bits, against the same skipped token by token: right ones, and ones
// of which some bytes are changed.
#include "stdlib/stream/skip.hpp"

#include <doctest/doctest.h>

#include <string>

#include "stdlib/core/processor.hpp"
#include "stdlib/core/random.hpp"
#include "stdlib/stream/cursor.hpp"
#include "stdlib/stream/structure.hpp"
#include "stdlib/stream/window.hpp"

namespace parley::stream {

namespace {

bool is_tested() {
  if (!core::has_widest_registers) MESSAGE("skipped: the processor has no AVX-512");
  return core::has_widest_registers;
}

const char* blank(core::Random& random) {
  return random.chance(3) ? " " : "";
}

std::string container(core::Random& random, std::size_t depth);

std::string value(core::Random& random, std::size_t depth) {
  static const char* const scalars[] = {
      "0",     "7",    "-1",   "42",       "999",        "1000", "12345", "-1.5e3",  "true",
      "false", "null", "\"\"", "\"text\"", "\"[,]{:}\"", "0.25", "1e9",   "\"Zoë\"", "\"a long text\""};
  if (depth > 0 && random.chance(30)) return container(random, depth - 1);
  return scalars[random.below(std::size(scalars))];
}

std::string container(core::Random& random, std::size_t depth) {
  const bool is_object = random.chance(50);
  std::string text = is_object ? "{" : "[";
  for (std::uint64_t left = random.below(depth == 0 ? 4 : 12); left > 0; --left) {
    if (is_object) text.append("\"k\"").append(blank(random)).append(":").append(blank(random));
    text += value(random, depth) + blank(random);
    if (left > 1) text.append(",").append(blank(random));
  }
  return text + (is_object ? "}" : "]");
}

struct Skipped {
  bool by_words = false;
  bool by_tokens = false;
};

// The container stands at the begin; behind it comes more.
Skipped skip(const std::string& text) {
  std::string bytes = text;
  bytes.append(padding_bytes, '"');
  Structure structure;
  if (structure.index(std::string_view(bytes).substr(0, text.size())) != nullptr) return {};
  const std::uint32_t* const at = structure.positions();
  const char first = structure.count() == 0 ? '\0' : bytes[*at];
  if (first != '{' && first != '[') return {};
  Cursor cursor;
  cursor.bytes = bytes.data();
  cursor.at = at;
  cursor.end = static_cast<std::uint32_t>(text.size());
  const bool by_tokens = cursor.skip_value();
  const std::uint32_t* const behind = skip_container(bytes.data(), at, at + structure.count());
  if (by_tokens && behind != nullptr) CHECK(behind == cursor.at);
  return {behind != nullptr, by_tokens};
}

}  // namespace

TEST_CASE("containers are skipped by words as they are token by token, right ones and wrong ones") {
  if (!is_tested()) return;
  constexpr std::uint64_t seed = 11;
  CAPTURE(seed);
  constexpr std::string_view bytes = "{}[],:\"0a-. tnf1";
  core::Random random(seed);
  std::size_t right = 0;
  std::size_t wrong = 0;
  for (int round = 0; round < 40'000; ++round) {
    std::string text = container(random, random.below(5));
    const std::size_t length = text.size();
    if (round % 2 == 1)
      for (std::uint64_t changes = 1 + random.below(2); changes > 0; --changes)
        text[random.below(length)] = bytes[random.below(bytes.size())];
    if (random.chance(50)) text += ",\"next\":[1,2]}";
    CAPTURE(text);
    const Skipped skipped = skip(text);
    REQUIRE(skipped.by_words == skipped.by_tokens);
    skipped.by_words ? ++right : ++wrong;
  }
  CHECK(right > 20'000);
  CHECK(wrong > 10'000);
}

TEST_CASE("every short row of tokens is skipped by words as token by token, wherever a word of bits ends") {
  if (!is_tested()) return;
  constexpr const char* tokens[] = {"{", "}", "[", "]", ",", ":", "\"k\"", "1"};
  constexpr std::size_t kinds = std::size(tokens);
  constexpr std::size_t length = 5;
  for (const std::size_t before : {0UL, 5UL, 6UL, 29UL, 30UL}) {
    std::string start = "[";
    for (std::size_t n = 0; n < before; ++n) start += "7,";
    std::size_t rows = 1;
    for (std::size_t n = 0; n < length; ++n) rows *= kinds;
    for (std::size_t row = 0; row < rows; ++row) {
      std::string text = start;
      for (std::size_t rest = row, n = 0; n < length; ++n, rest /= kinds) text += tokens[rest % kinds];
      text += "]";
      CAPTURE(text);
      const Skipped skipped = skip(text);
      REQUIRE(skipped.by_words == skipped.by_tokens);
    }
  }
}

TEST_CASE("a container that is too deep for words of bits is left to who skips token by token") {
  if (!is_tested()) return;
  for (std::size_t depth = 1; depth < 100; ++depth) {
    const Skipped skipped = skip(std::string(depth, '[') + std::string(depth, ']'));
    CHECK(skipped.by_tokens);
    CHECK(skipped.by_words == (depth <= depth_by_words));
  }
}

}  // namespace parley::stream
