// Positions in valid UTF-8, counted in code points.
#pragma once

#include "stdlib/functions/bytes.hpp"

namespace parley::functions {

inline bool continues(char c) {
  return (static_cast<std::uint8_t>(c) & 0xC0U) == 0x80U;
}

inline std::int64_t count_code_points(Text x) {
  if (is_ascii(x)) return static_cast<std::int64_t>(x.length);
  std::int64_t count = 0;
  for (std::uint64_t i = 0; i < x.length; ++i) count += continues(x.bytes[i]) ? 0 : 1;
  return count;
}

// The byte where code point `number` begins; the length where there are fewer. 0 for a negative number.
inline std::uint64_t byte_of(Text x, std::int64_t number) {
  if (number <= 0) return 0;
  if (static_cast<std::uint64_t>(number) >= x.length) return x.length;
  std::uint64_t at = 0;
  for (; at < x.length; ++at)
    if (!continues(x.bytes[at]) && number-- == 0) return at;
  return x.length;
}

// Code units of UTF-16: characters behind U+FFFF, four bytes here, take two.
inline std::int64_t count_utf16(Text x) {
  if (is_ascii(x)) return static_cast<std::int64_t>(x.length);
  std::int64_t count = 0;
  for (std::uint64_t i = 0; i < x.length; ++i) {
    if (continues(x.bytes[i])) continue;
    count += static_cast<std::uint8_t>(x.bytes[i]) >= 0xF0 ? 2 : 1;
  }
  return count;
}

}  // namespace parley::functions
