// Blocks: several bytes of a text at once, with the compiler's generic vectors. Nothing here reads or writes
// outside of the bytes that it is given: the last block overlaps the one before. Also compiled to bitcode.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace parley::functions {

using Block16 = std::uint8_t __attribute__((vector_size(16)));
using Words2 = std::uint64_t __attribute__((vector_size(16)));

template <class Block>
Block load_block(const char* bytes) {
  Block block;
  std::memcpy(&block, bytes, sizeof block);
  return block;
}

template <class Block>
void store_block(char* bytes, Block block) {
  std::memcpy(bytes, &block, sizeof block);
}

// What a comparison of blocks says, bit i of byte i.
template <class Comparison>
std::uint64_t lanes(Comparison comparison) {
#ifdef __clang__
  using Lanes = bool __attribute__((ext_vector_type(16)));
  return __builtin_bit_cast(std::uint16_t, __builtin_convertvector(comparison, Lanes));
#else
  std::uint64_t set = 0;
  for (unsigned i = 0; i < 16; ++i) set |= std::uint64_t{comparison[i] != 0} << i;
  return set;
#endif
}

constexpr std::uint64_t high_bits = 0x8080808080808080U;

inline bool has_high_bit(Block16 block) {
  Words2 words = reinterpret_cast<Words2>(block);
  return ((words[0] | words[1]) & high_bits) != 0;
}

// One to seven bytes in a word from which put_short takes them back: they stand there once or twice.
inline std::uint64_t take_short(const char* from, std::uint64_t count) {
  if (count >= 4)
    return load_block<std::uint32_t>(from) | std::uint64_t{load_block<std::uint32_t>(from + count - 4)}
                                                 << 32U;
  auto byte = [&](std::uint64_t i) { return std::uint64_t{static_cast<std::uint8_t>(from[i])}; };
  return byte(0) | byte(count / 2) << 8U | byte(count - 1) << 16U;
}

inline void put_short(char* to, std::uint64_t word, std::uint64_t count) {
  if (count >= 4) {
    store_block(to, static_cast<std::uint32_t>(word));
    store_block(to + count - 4, static_cast<std::uint32_t>(word >> 32U));
    return;
  }
  to[0] = static_cast<char>(word);
  to[count / 2] = static_cast<char>(word >> 8U);
  to[count - 1] = static_cast<char>(word >> 16U);
}

// At most 15 bytes, in their order, with zeros behind them.
inline Block16 load_few(const char* from, std::uint64_t count) {
  Words2 words = {0, 0};
  auto byte = [&](std::uint64_t i) { return std::uint64_t{static_cast<std::uint8_t>(from[i])} << (8 * i); };
  if (count >= 8) {
    // What both words have is shifted out of the second.
    words[0] = load_block<std::uint64_t>(from);
    words[1] = load_block<std::uint64_t>(from + count - 8) >> 8U >> (8 * (15 - count));
  } else if (count >= 4) {
    std::uint64_t last = load_block<std::uint32_t>(from + count - 4);
    words[0] = load_block<std::uint32_t>(from) | last << (8 * (count - 4));
  } else if (count > 0) {
    words[0] = byte(0) | byte(count / 2) | byte(count - 1);
  }
  return reinterpret_cast<Block16>(words);
}

// Copies to bytes that are apart from the first ones.
inline void copy_bytes(const char* from, std::uint64_t count, char* to) {
  if (count > 32) {
    std::memcpy(to, from, count);
  } else if (count >= 16) {
    auto first = load_block<Block16>(from);
    auto last = load_block<Block16>(from + count - 16);
    store_block(to, first);
    store_block(to + count - 16, last);
  } else if (count >= 8) {
    auto first = load_block<std::uint64_t>(from);
    auto last = load_block<std::uint64_t>(from + count - 8);
    store_block(to, first);
    store_block(to + count - 8, last);
  } else if (count > 0) {
    put_short(to, take_short(from, count), count);
  }
}

inline bool equal_bytes(const char* a, const char* b, std::uint64_t count) {
  if (count > 16) return std::memcmp(a, b, count) == 0;
  if (count >= 8)
    return ((load_block<std::uint64_t>(a) ^ load_block<std::uint64_t>(b)) |
            (load_block<std::uint64_t>(a + count - 8) ^ load_block<std::uint64_t>(b + count - 8))) == 0;
  return count == 0 || take_short(a, count) == take_short(b, count);
}

}  // namespace parley::functions
