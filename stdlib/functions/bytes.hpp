// Questions about and maps over the bytes of a text, 16 at a time. Reads and writes never leave the text and
// its image.
#pragma once

#include <cstdint>
#include <cstring>

#include "stdlib/functions/block.hpp"
#include "stdlib/functions/body.hpp"

namespace parley::functions {

inline bool is_ascii(Text x) {
  if (x.length >= 16) {
    Block16 all = load_block<Block16>(x.bytes + x.length - 16);
    for (std::uint64_t at = 0; at + 16 <= x.length; at += 16) all |= load_block<Block16>(x.bytes + at);
    return !has_high_bit(all);
  }
  if (x.length >= 8) {
    auto ends = load_block<std::uint64_t>(x.bytes) | load_block<std::uint64_t>(x.bytes + x.length - 8);
    return (ends & high_bits) == 0;
  }
  return x.length == 0 || (take_short(x.bytes, x.length) & high_bits) == 0;
}

// out[i] = map(x[i]) where all of x is ASCII. Otherwise false, and what stands in `out` means nothing. `out`
// is apart from x.
template <class Map>
bool map_ascii(Text x, char* out, Map map) {
  if (x.length >= 16) {
    std::uint64_t end = x.length - 16;
    auto last = load_block<Block16>(x.bytes + end);
    Block16 all = last;
    for (std::uint64_t at = 0; at < end; at += 16) {
      auto block = load_block<Block16>(x.bytes + at);
      all |= block;
      store_block(out + at, map(block));
    }
    store_block(out + end, map(last));
    return !has_high_bit(all);
  }
  if (x.length >= 8) {
    Words2 ends = {load_block<std::uint64_t>(x.bytes), load_block<std::uint64_t>(x.bytes + x.length - 8)};
    auto mapped = reinterpret_cast<Words2>(map(reinterpret_cast<Block16>(ends)));
    store_block<std::uint64_t>(out, mapped[0]);
    store_block<std::uint64_t>(out + x.length - 8, mapped[1]);
    return ((ends[0] | ends[1]) & high_bits) == 0;
  }
  if (x.length == 0) return true;
  Words2 word = {take_short(x.bytes, x.length), 0};
  auto mapped = reinterpret_cast<Words2>(map(reinterpret_cast<Block16>(word)));
  put_short(out, mapped[0], x.length);
  return (word[0] & high_bits) == 0;
}

constexpr std::uint8_t case_bit = 0x20;
constexpr std::uint8_t letters = 26;

// False where x is not all ASCII; then `out` means nothing.
inline bool lower_ascii(Text x, char* out) {
  return map_ascii(x, out, [](Block16 block) {
    Block16 behind = block - 'A';
    return block | (reinterpret_cast<Block16>(behind < letters) & case_bit);
  });
}

inline bool upper_ascii(Text x, char* out) {
  return map_ascii(x, out, [](Block16 block) {
    Block16 behind = block - 'a';
    return block & ~(reinterpret_cast<Block16>(behind < letters) & case_bit);
  });
}

inline bool starts_with(Text x, Text prefix) {
  return prefix.length <= x.length && equal_bytes(x.bytes, prefix.bytes, prefix.length);
}

inline bool ends_with(Text x, Text suffix) {
  return suffix.length <= x.length &&
         equal_bytes(x.bytes + x.length - suffix.length, suffix.bytes, suffix.length);
}

constexpr std::uint64_t not_found = UINT64_MAX;

// The first place at or behind `from` where `part` stands, in bytes. An empty part stands everywhere. Looks
// at 16 places at a time, for the first and the last byte of the part.
inline std::uint64_t find(Text x, Text part, std::uint64_t from = 0) {
  if (part.length == 0) return from;
  if (part.length > x.length) return not_found;
  const std::uint64_t places = x.length - part.length + 1;
  if (from + 16 > places) {
    for (; from < places; ++from)
      if (x.bytes[from] == part.bytes[0] && equal_bytes(x.bytes + from, part.bytes, part.length)) return from;
    return not_found;
  }
  const char* lasts = x.bytes + part.length - 1;
  const auto first = static_cast<std::uint8_t>(part.bytes[0]);
  const auto last = static_cast<std::uint8_t>(part.bytes[part.length - 1]);
  for (;;) {
    std::uint64_t hits =
        lanes((load_block<Block16>(x.bytes + from) == first) & (load_block<Block16>(lasts + from) == last));
    for (; hits != 0; hits &= hits - 1) {
      std::uint64_t at = from + static_cast<std::uint64_t>(std::countr_zero(hits));
      if (equal_bytes(x.bytes + at, part.bytes, part.length)) return at;
    }
    if (from + 16 == places) return not_found;
    // The last 16 places overlap those before.
    from = from + 32 <= places ? from + 16 : places - 16;
  }
}

inline std::uint64_t find_last(Text x, Text part) {
  if (part.length > x.length) return not_found;
  for (std::uint64_t at = x.length - part.length + 1; at-- > 0;)
    if (equal_bytes(x.bytes + at, part.bytes, part.length)) return at;
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
