#include "compiler/codegen/runtime/runtime.hpp"
#include "compiler/codegen/runtime/wide.hpp"

using namespace parley::codegen;

extern "C" std::uint32_t parley_choice(const char* text, std::uint64_t length, const ChoiceWord* words,
                                       const std::uint8_t* numbers, std::uint64_t spread,
                                       std::uint64_t factor, std::uint32_t shift, std::uint32_t count) {
  constexpr Bytes32 places = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                              16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31};
  // Of a text that is longer than any word only the length counts.
  Bytes32 bytes;
  load_wide(bytes, text);
  bytes &= reinterpret_cast<Bytes32>(places < static_cast<std::uint8_t>(length));
  using Words = std::uint64_t __attribute__((vector_size(wide)));
  const auto parts = reinterpret_cast<Words>(bytes);
  const std::uint32_t number = numbers[choice_place(parts[0], parts[1], length, spread, factor, shift)];
  const ChoiceWord& word = words[number];
  Bytes32 expected;
  load_wide(expected, reinterpret_cast<const char*>(word.bytes));
  const bool is_word = (word.length == length) & (wide_lanes(bytes != expected) == 0);
  if (is_word && number >= count) __builtin_unreachable();  // the entry behind the words has no text's length
  return is_word ? number : count;
}
