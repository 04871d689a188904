// Library functions in the forms that generated code has of its own, against their bodies: whatever stands in
// a text and around it, and no byte further than a vector behind it.
#include <algorithm>
#include <string>

#include "compiler/codegen/runtime/runtime.hpp"
#include "stdlib/core/random.hpp"
#include "tests/support/fence.hpp"

#include <doctest/doctest.h>

using namespace parley;

extern "C" {
std::int64_t parley_trim(abi::CallContext&, abi::Text x, char* out);
std::int64_t parley_trim_start(abi::CallContext&, abi::Text x, char* out);
std::int64_t parley_trim_end(abi::CallContext&, abi::Text x, char* out);
std::int64_t parley_lower(abi::CallContext&, abi::Text x, char* out);
std::int64_t parley_upper(abi::CallContext&, abi::Text x, char* out);
}

namespace {

constexpr std::size_t copy_width = 32;  // compiler/codegen/emitter.hpp
constexpr std::size_t length_max = 70;
constexpr std::uint64_t growth_max = 3;
constexpr std::uint64_t seed = 13;

using Body = std::int64_t (*)(abi::CallContext&, abi::Text, char*);
using Part = std::uint64_t (*)(const char*, std::uint64_t, const char**);

std::string made(core::Random& random, std::size_t length) {
  constexpr std::string_view spaces[] = {" ", " ", " ", " ", "\t", "\n", "\u00A0", "\u3000", "\u2003"};
  constexpr std::string_view ink[] = {"a", "Z", "@", "[",      "`",    "{", "é",
                                      "É", "İ", "Σ", "\u200B", "\x7F", "0"};
  const std::uint64_t space_percent = random.below(100);
  const bool is_ascii = random.chance(60);
  std::string text;
  while (text.size() < length) {
    std::string_view more = random.chance(space_percent) ? spaces[random.below(std::size(spaces))]
                                                         : ink[random.below(std::size(ink))];
    if (text.size() + more.size() > length || (is_ascii && more.size() > 1)) more = "Q";
    text += more;
  }
  return text;
}

std::string by_body(Body body, const std::string& text) {
  abi::CallContext context{};
  std::string out(text.size() * growth_max + copy_width, '\0');
  out.resize(static_cast<std::size_t>(body(context, {text}, out.data())));
  return out;
}

}  // namespace

TEST_CASE("parts of texts are those that the bodies copy") {
  core::Random random(seed);
  support::Fence fence;
  for (std::size_t length = 0; length <= length_max; ++length)
    for (int round = 0; round < 60; ++round) {
      const std::string text = made(random, length);
      const char around = random.chance(50) ? ' ' : 'x';
      const char* at = fence.put(text, fence.end() - copy_width - length, around).data();
      auto check = [&](Part part, Body body) {
        const char* start = nullptr;
        const std::uint64_t found = part(at, length, &start);
        CHECK(std::string(start, found) == by_body(body, text));
      };
      check(&parley_part_trim, &parley_trim);
      check(&parley_part_trim_start, &parley_trim_start);
      check(&parley_part_trim_end, &parley_trim_end);
    }
}

TEST_CASE("letters change their case in whole vectors as in the bodies") {
  core::Random random(seed);
  support::Fence from, to;
  for (std::size_t length = 0; length <= length_max; ++length)
    for (int round = 0; round < 60; ++round) {
      const std::string text = made(random, length);
      const char* at =
          from.put(text, from.end() - copy_width - length, random.chance(50) ? 'Q' : '\xC3').data();
      auto check = [&](Body wide, Body body) {
        abi::CallContext context{};
        char* out = to.end() - copy_width - growth_max * length;
        const auto written = static_cast<std::size_t>(wide(context, {at, length}, out));
        CHECK(std::string(out, written) == by_body(body, text));
      };
      check(&parley_wide_lower, &parley_lower);
      check(&parley_wide_upper, &parley_upper);
    }
}
