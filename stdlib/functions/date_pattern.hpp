// The pattern language of parseDate and formatDate, a part of Unicode's LDML: yyyy, MM and M, dd and d, MMM
// and MMMM (English names of months); everything that is no letter stands for itself. Also compiled to
// bitcode.
#pragma once

#include <cstdint>

#include "stdlib/functions/bytes.hpp"

namespace parley::functions {

// One field of a pattern: `yyyy` is {'y', 4}; what stands for itself is {the character, 0}.
struct PatternField {
  char letter;
  int width;
};

// Takes the field at the front of the pattern off.
inline PatternField next_field(Text& pattern) {
  char c = pattern.bytes[0];
  std::uint64_t width = 1;
  if (is_ascii_letter(c))
    while (width < pattern.length && pattern.bytes[width] == c) ++width;
  pattern = {pattern.bytes + width, pattern.length - width};
  return {c, is_ascii_letter(c) ? static_cast<int>(width) : 0};
}

inline bool is_known(PatternField field) {
  switch (field.letter) {
    case 'y':
      return field.width == 4;
    case 'M':
      return field.width <= 4;
    case 'd':
      return field.width <= 2;
    default:
      return field.width == 0;
  }
}

// A year, a month and a day, each once: what a date needs.
inline bool is_date_pattern(std::string_view text) {
  Text pattern(text);
  int years = 0;
  int months = 0;
  int days = 0;
  while (pattern.length > 0) {
    PatternField field = next_field(pattern);
    if (!is_known(field)) return false;
    years += field.letter == 'y' ? 1 : 0;
    months += field.letter == 'M' ? 1 : 0;
    days += field.letter == 'd' ? 1 : 0;
  }
  return years == 1 && months == 1 && days == 1;
}

inline bool is_format_pattern(std::string_view text) {
  Text pattern(text);
  while (pattern.length > 0)
    if (!is_known(next_field(pattern))) return false;
  return true;
}

inline Text month_name(int month, bool whole) {
  constexpr std::string_view names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
  Text name(names[month - 1]);
  return whole ? name : part(name, 0, 3);
}

}  // namespace parley::functions
