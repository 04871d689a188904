// Phone numbers in their usual forms, read by the tables inside the installed libphonenumber, without its
// regular expressions: the same answers at a hundredth of the time. What is written in an unusual way is left
// to libphonenumber itself. A region's tables are made ready when its first number is read; any thread may
// read.
#pragma once

#include <string_view>

namespace parley::functions {

// No number is longer than its 15 digits, sign, "x" and an extension.
constexpr std::size_t phone_bytes_max = 40;

struct PhoneReading {
  enum class Kind {
    number,
    no_number,  // no valid number
    unread,     // the text or the region is of a kind that only libphonenumber reads
  };
  Kind kind = Kind::unread;
  std::size_t length = 0;  // of a number
};

// Whether there are tables for a region: two capital letters.
bool has_numbering_plan(std::string_view region);
// Writes E.164 to `out`, which has room for phone_bytes_max.
PhoneReading read_phone(std::string_view text, std::string_view region, char* out);

}  // namespace parley::functions
