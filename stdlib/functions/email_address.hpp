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

inline bool is_local_character(char c) {
  constexpr std::string_view others = ".!#$%&'*+/=?^_`{|}~-";
  if (is_ascii_letter(c) || is_ascii_digit(c)) return true;
  for (char other : others)
    if (c == other) return true;
  return false;
}

struct EmailParts {
  Text whole;   // without the white space around it
  Text domain;  // empty: not an address
};

inline EmailParts email_parts(Text x) {
  x = trim_front(trim_back(x));
  std::uint64_t at = 0;
  while (at < x.length && is_local_character(x.bytes[at])) ++at;
  bool local = at > 0 && at <= email_local_max && at < x.length && x.bytes[at] == '@';
  if (!local || x.length > email_bytes_max) return {x, {}};
  Text domain = part(x, at + 1, x.length);
  return {x, is_domain(domain, 2) ? domain : Text()};
}

}  // namespace parley::functions
