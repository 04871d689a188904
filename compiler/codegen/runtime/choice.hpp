// Which of a few constant words a text is, without a branch that depends on it: its bytes and its length give
// a place in a table without collisions (ChoicePlan, found by the emitter), where the one word stands that it
// may be.
#pragma once

#include <cstdint>

namespace parley::codegen {

constexpr std::uint64_t choice_bytes = 32;       // of the longest word
constexpr std::uint64_t no_length = UINT64_MAX;  // of the entry that no text is

struct ChoiceWord {
  std::uint8_t bytes[choice_bytes];  // with zeros behind the word
  std::uint64_t length;
};

// From the first two words of eight bytes of a text that has zeros behind it. A spread of 0 leaves the second
// word out, which is quicker.
inline std::uint64_t choice_place(std::uint64_t first, std::uint64_t second, std::uint64_t length,
                                  std::uint64_t spread, std::uint64_t factor, std::uint32_t shift) {
  return ((first ^ second * spread) + length) * factor >> shift;
}

}  // namespace parley::codegen
