// White space as Unicode's property White_Space lists it (PropList.txt 15.0): 25 code points. Zero-width
// space, byte order mark and joiners are not white space there, and not here.
#pragma once

#include "stdlib/functions/body.hpp"

namespace parley::functions {

inline bool is_ascii_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

// The length of the white space character that begins with these bytes, 0 where none does.
inline std::uint64_t space_length(std::uint8_t a, std::uint8_t b, std::uint8_t c) {
  if (a == 0xC2) return b == 0x85 || b == 0xA0 ? 2 : 0;
  if (a == 0xE1) return b == 0x9A && c == 0x80 ? 3 : 0;
  if (a == 0xE3) return b == 0x80 && c == 0x80 ? 3 : 0;
  if (a != 0xE2) return 0;
  if (b == 0x81) return c == 0x9F ? 3 : 0;
  bool general = (c >= 0x80 && c <= 0x8A) || c == 0xA8 || c == 0xA9 || c == 0xAF;
  return b == 0x80 && general ? 3 : 0;
}

// The length of the white space character at the front of x, 0 where there is none.
inline std::uint64_t space_at_front(Text x) {
  if (x.length == 0) return 0;
  if (is_ascii_space(x.bytes[0])) return 1;
  auto byte = [&](std::uint64_t i) {
    return i < x.length ? static_cast<std::uint8_t>(x.bytes[i]) : std::uint8_t{0};
  };
  return byte(0) < 0x80 ? 0 : space_length(byte(0), byte(1), byte(2));
}

inline std::uint64_t space_at_end(Text x) {
  if (x.length == 0) return 0;
  if (is_ascii_space(x.bytes[x.length - 1])) return 1;
  auto byte = [&](std::uint64_t back) {
    return back <= x.length ? static_cast<std::uint8_t>(x.bytes[x.length - back]) : std::uint8_t{0};
  };
  if (byte(1) < 0x80) return 0;
  if (space_length(byte(2), byte(1), 0) == 2) return 2;
  return space_length(byte(3), byte(2), byte(1)) == 3 ? 3 : 0;
}

// Where a text has other white space than blanks, or something that is not ASCII, at the end that is trimmed.
[[gnu::noinline]] inline Text trim_front_slow(Text x) {
  while (std::uint64_t space = space_at_front(x)) x = {x.bytes + space, x.length - space};
  return x;
}

[[gnu::noinline]] inline Text trim_back_slow(Text x) {
  while (std::uint64_t space = space_at_end(x)) x.length -= space;
  return x;
}

// A byte of ASCII above the blank: no white space begins or ends with it.
inline bool is_ink(char c) {
  return static_cast<std::uint8_t>(c - '!') <= 0x7F - '!';
}

inline Text trim_front(Text x) {
  while (x.length > 0 && x.bytes[0] == ' ') x = {x.bytes + 1, x.length - 1};
  return x.length == 0 || is_ink(x.bytes[0]) ? x : trim_front_slow(x);
}

inline Text trim_back(Text x) {
  while (x.length > 0 && x.bytes[x.length - 1] == ' ') --x.length;
  return x.length == 0 || is_ink(x.bytes[x.length - 1]) ? x : trim_back_slow(x);
}

}  // namespace parley::functions
