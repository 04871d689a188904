// How a shape's literals and words are compared, for all who follow shapes over many records at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "stdlib/stream/shape.hpp"
#include "stdlib/stream/slot.hpp"

namespace parley::stream {

using Words = std::uint64_t __attribute__((vector_size(pattern_width)));
// As words are where the lowest byte comes first.
constexpr std::uint32_t null_word = 0x6C6C756E;
constexpr std::uint32_t true_word = 0x65757274;
constexpr std::uint32_t false_word = 0x736C6166;  // without its last letter

[[gnu::always_inline]] inline std::uint32_t load_word(const char* at) {
  std::uint32_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return word;
}

// Where any of many places differs from a pattern.
struct Differences {
  Words expected;
  Words found{};

  [[gnu::always_inline]] explicit Differences(const char* pattern) {
    std::memcpy(&expected, pattern, sizeof expected);
  }
  [[gnu::always_inline]] void add(const char* here) {
    Words words;
    std::memcpy(&words, here, sizeof words);
    found |= words ^ expected;
  }
  [[gnu::always_inline]] bool count(const char* pattern) const {
    Words counted;
    std::memcpy(&counted, pattern + pattern_width, sizeof counted);
    counted &= found;
    return (counted[0] | counted[1] | counted[2] | counted[3]) != 0;
  }
};

// The slot of a text (quote: 1) or null (0), whose token begins there, in three stores.
[[gnu::always_inline]] inline void put_slot(Slot* into, std::uint32_t start, std::uint32_t size,
                                            std::uint32_t quote) {
  static_assert(static_cast<int>(Kind::null) == 1 && static_cast<int>(Kind::text) == 2);
  static_assert(offsetof(Slot, kind) == 8 && sizeof(Slot) == 12, "the third word, its lowest byte first");
  const std::uint32_t slot[] = {start + quote, (size - 2) & (0 - quote), 1 + quote};
  std::memcpy(into, slot, sizeof slot);
}

}  // namespace parley::stream
