// Questions about and maps over the bytes of a text, 16 at a time with the compiler's generic vectors. Reads
// never leave the text: its last block overlaps the one before.
#pragma once

#include <cstdint>
#include <cstring>

#include "stdlib/functions/body.hpp"

namespace parley::functions {

using Block16 = std::uint8_t __attribute__((vector_size(16)));
using Block8 = std::uint8_t __attribute__((vector_size(8)));
using Block4 = std::uint8_t __attribute__((vector_size(4)));

template <class Block>
Block load_block(const char* bytes) {
  Block block;
  std::memcpy(&block, bytes, sizeof block);
  return block;
}

inline bool has_high_bit(Block16 block) {
  std::uint64_t halves[2];
  std::memcpy(halves, &block, sizeof halves);
  return ((halves[0] | halves[1]) & 0x8080808080808080U) != 0;
}

inline bool is_ascii(Text x) {
  if (x.length >= 16) {
    Block16 all = load_block<Block16>(x.bytes + x.length - 16);
    for (std::uint64_t at = 0; at + 16 <= x.length; at += 16) all |= load_block<Block16>(x.bytes + at);
    return !has_high_bit(all);
  }
  std::uint8_t all = 0;
  for (std::uint64_t at = 0; at < x.length; ++at) all |= static_cast<std::uint8_t>(x.bytes[at]);
  return all < 0x80;
}

template <class Block, class Map>
void map_overlapping(Text x, char* out, Map map) {
  Block first = map(load_block<Block>(x.bytes));
  Block last = map(load_block<Block>(x.bytes + x.length - sizeof(Block)));
  std::memcpy(out, &first, sizeof first);
  std::memcpy(out + x.length - sizeof last, &last, sizeof last);
}

// out[i] = map(x[i]) for a map that works on blocks of any width. `out` is apart from x.
template <class Map>
void map_bytes(Text x, char* out, Map map) {
  if (x.length >= 16) {
    std::uint64_t at = 0;
    for (; at + 16 <= x.length; at += 16) {
      Block16 block = map(load_block<Block16>(x.bytes + at));
      std::memcpy(out + at, &block, sizeof block);
    }
    Block16 last = map(load_block<Block16>(x.bytes + x.length - 16));
    std::memcpy(out + x.length - 16, &last, sizeof last);
  } else if (x.length >= 8) {
    map_overlapping<Block8>(x, out, map);
  } else if (x.length >= 4) {
    map_overlapping<Block4>(x, out, map);
  } else {
    using Block1 = std::uint8_t __attribute__((vector_size(1)));
    for (std::uint64_t at = 0; at < x.length; ++at) {
      Block1 block = map(load_block<Block1>(x.bytes + at));
      std::memcpy(out + at, &block, 1);
    }
  }
}

constexpr std::uint8_t case_bit = 0x20;

inline void lower_ascii(Text x, char* out) {
  map_bytes(x, out, [](auto block) {
    auto upper = (block >= 'A') & (block <= 'Z');
    return block | (reinterpret_cast<decltype(block)>(upper) & case_bit);
  });
}

inline void upper_ascii(Text x, char* out) {
  map_bytes(x, out, [](auto block) {
    auto lower = (block >= 'a') & (block <= 'z');
    return block & ~(reinterpret_cast<decltype(block)>(lower) & case_bit);
  });
}

inline bool starts_with(Text x, Text prefix) {
  return prefix.length <= x.length && std::memcmp(x.bytes, prefix.bytes, prefix.length) == 0;
}

inline bool ends_with(Text x, Text suffix) {
  return suffix.length <= x.length &&
         std::memcmp(x.bytes + x.length - suffix.length, suffix.bytes, suffix.length) == 0;
}

constexpr std::uint64_t not_found = UINT64_MAX;

// The first place at or behind `from` where `part` stands, in bytes. An empty part stands everywhere.
inline std::uint64_t find(Text x, Text part, std::uint64_t from = 0) {
  if (part.length == 0) return from;
  while (from + part.length <= x.length) {
    const void* first = std::memchr(x.bytes + from, part.bytes[0], x.length - from - part.length + 1);
    if (first == nullptr) return not_found;
    from = static_cast<std::uint64_t>(static_cast<const char*>(first) - x.bytes);
    if (std::memcmp(x.bytes + from, part.bytes, part.length) == 0) return from;
    ++from;
  }
  return not_found;
}

inline std::uint64_t find_last(Text x, Text part) {
  if (part.length > x.length) return not_found;
  for (std::uint64_t at = x.length - part.length + 1; at-- > 0;)
    if (std::memcmp(x.bytes + at, part.bytes, part.length) == 0) return at;
  return not_found;
}

inline bool is_ascii_digit(char c) {
  return c >= '0' && c <= '9';
}
inline bool is_ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
inline char lower_ascii(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | case_bit) : c;
}

}  // namespace parley::functions
