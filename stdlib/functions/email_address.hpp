// The grammar of e-mail addresses that forms on the web accept: HTML's (section "E-mail state"), with a
// domain of at least two labels, 64 bytes before the @ and 254 in all (RFC 5321). ASCII only. Also compiled
// to bitcode.
#pragma once

#include "stdlib/functions/bytes.hpp"
#include "stdlib/functions/white_space.hpp"

namespace parley::functions {

constexpr std::uint64_t email_bytes_max = 254;
constexpr std::uint64_t email_local_max = 64;
constexpr std::uint64_t domain_label_max = 63;

inline bool is_domain_character(char c) {
  return is_ascii_letter(c) || is_ascii_digit(c) || c == '-';
}

// Labels of letters, digits and inner hyphens, at least `labels_min` of them, parted by dots.
inline bool is_domain(Text x, int labels_min) {
  int labels = 0;
  std::uint64_t begin = 0;
  for (std::uint64_t at = 0; at <= x.length; ++at) {
    if (at < x.length && x.bytes[at] != '.') {
      if (!is_domain_character(x.bytes[at])) return false;
      continue;
    }
    std::uint64_t size = at - begin;
    if (size == 0 || size > domain_label_max || x.bytes[begin] == '-' || x.bytes[at - 1] == '-') return false;
    ++labels;
    begin = at + 1;
  }
  return labels >= labels_min;
}

constexpr std::string_view local_marks = ".!#$%&'*+/=?^_`{|}~-";

inline bool is_local_character(char c) {
  if (is_ascii_letter(c) || is_ascii_digit(c)) return true;
  constexpr auto marks_from = [](int first) {
    std::uint64_t set = 0;
    for (char mark : local_marks)
      if (mark >= first && mark < first + 64) set |= std::uint64_t{1} << (mark - first);
    return set;
  };
  constexpr std::uint64_t low = marks_from(0);
  constexpr std::uint64_t high = marks_from(64);
  auto byte = static_cast<std::uint8_t>(c);
  if (byte >= 0x80) return false;
  return (((byte < 64 ? low : high) >> (byte & 63U)) & 1U) != 0;
}

struct EmailParts {
  Text whole;   // without the white space around it
  Text domain;  // empty: not an address
};

// Byte by byte, for the longer ones.
[[gnu::noinline]] inline Text email_domain_slow(Text x) {
  std::uint64_t at = 0;
  while (at < x.length && is_local_character(x.bytes[at])) ++at;
  bool local = at > 0 && at <= email_local_max && at < x.length && x.bytes[at] == '@';
  if (!local || x.length > email_bytes_max) return {};
  Text domain = part(x, at + 1, x.length);
  return is_domain(domain, 2) ? domain : Text();
}

// Which bytes of a text of at most 63 are what, bit i of byte i.
struct EmailBytes {
  std::uint64_t domain_characters = 0;  // dots included
  std::uint64_t dots = 0;
  std::uint64_t hyphens = 0;
  std::uint64_t ats = 0;

  void add(Block16 block, std::uint64_t at) {
    Block16 behind_a = (block | case_bit) - 'a';
    Block16 behind_0 = block - '0';
    auto dot = block == '.';
    auto hyphen = block == '-';
    domain_characters |= lanes((behind_a < letters) | (behind_0 <= 9) | dot | hyphen) << at;
    dots |= lanes(dot) << at;
    hyphens |= lanes(hyphen) << at;
    ats |= lanes(block == '@') << at;
  }
};

inline EmailBytes email_bytes(Text x) {
  EmailBytes bytes;
  if (x.length < 16) {
    bytes.add(load_few(x.bytes, x.length), 0);
    return bytes;
  }
  std::uint64_t end = x.length - 16;
  for (std::uint64_t at = 0; at < end; at += 16) bytes.add(load_block<Block16>(x.bytes + at), at);
  bytes.add(load_block<Block16>(x.bytes + end), end);
  return bytes;
}

// The domain of an address, empty where x is none. In a text of at most 63 bytes no part can be too long.
inline Text email_domain(Text x) {
  if (x.length > 63) return email_domain_slow(x);
  EmailBytes bytes = email_bytes(x);
  if (bytes.ats == 0) return {};
  auto at = static_cast<std::uint64_t>(std::countr_zero(bytes.ats));
  std::uint64_t before = (std::uint64_t{1} << at) - 1;
  for (std::uint64_t marks = before & ~bytes.domain_characters; marks != 0; marks &= marks - 1)
    if (!is_local_character(x.bytes[std::countr_zero(marks)])) return {};
  // Behind the @: nothing else, a dot at least, no label that is empty or has a hyphen at an end.
  std::uint64_t all = (std::uint64_t{1} << x.length) - 1;
  std::uint64_t behind = all & ~before & ~(before + 1);
  std::uint64_t dots = bytes.dots & behind;
  std::uint64_t ends = dots | (before + 1) | (all + 1);
  std::uint64_t beside_ends = ends << 1U | ends >> 1U;
  bool domain = (behind & ~bytes.domain_characters) == 0 && dots != 0 &&
                (beside_ends & (ends | (bytes.hyphens & behind))) == 0;
  return at > 0 && domain ? part(x, at + 1, x.length) : Text();
}

inline EmailParts email_parts(Text x) {
  x = trim_front(trim_back(x));
  return {x, email_domain(x)};
}

}  // namespace parley::functions
