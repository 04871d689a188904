// Cursor: steps over one record's tokens and checks their grammar. Positions are simdjson's; only those
// before `end` belong to the record. Every question returns false after the first failure.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "stdlib/stream/slot.hpp"

namespace parley::stream {

constexpr std::size_t depth_max = 1'024;  // of brackets in one record

struct Cursor {
  const char* bytes = nullptr;        // what positions count from
  std::uint32_t base = 0;             // what slots' offsets count from, before `bytes`
  const std::uint32_t* at = nullptr;  // the next token
  std::uint32_t end = 0;
  const std::uint32_t* at_end = nullptr;  // behind the last token of all; null: not known
  std::size_t depth = 0;                  // open objects around the cursor
  bool has_backslash = false;             // somewhere in the record
  const char* failure = nullptr;
  std::uint32_t failed_at = 0;  // as positions count

  // The token's first byte, or 0 behind the last.
  char peek() const { return *at < end ? bytes[*at] : '\0'; }
  bool advance() {
    ++at;
    return true;
  }
  bool fail(const char* why) {
    if (failure == nullptr) {
      failure = *at < end ? why : "ends before the record does";
      failed_at = std::min(*at, end);
    }
    return false;
  }

  // The token's bytes up to the next token, without blanks; a text without its quotes.
  std::string_view token_here() const;
  std::string_view string_here() const;
  Slot slot_here() const;
  // Steps over one value of any kind.
  bool skip_value();

  std::uint32_t offset() const { return base + *at; }
  // Behind the last byte of the token before the cursor. Precondition: that token is one byte long.
  std::uint32_t end_of_last() const { return base + at[-1] + 1; }

 private:
  bool skip_scalar();
  bool skip_container();
  bool skip_by_words();
};

}  // namespace parley::stream
