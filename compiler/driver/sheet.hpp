// Sheet: one window of records and what came of it, until that is written. Used again and again: its memory
// stays, up to the maxima. One thread at a time.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "compiler/driver/outlet.hpp"
#include "stdlib/stream/window.hpp"

namespace parley::driver {

// What a sheet holds of lines, and of rejections, before it is written early.
constexpr std::size_t sheet_bytes_max = 4U << 20U;

// Lines that are written piece by piece, with room behind them.
class Lines {
 public:
  std::string_view view() const { return {bytes_.data(), used_}; }
  bool is_empty() const { return used_ == 0; }
  std::size_t size() const { return used_; }

  // Free bytes behind the last line.
  std::span<char> room();
  // So many bytes of the room were filled.
  void add(std::size_t count) { used_ += count; }
  void append(std::string_view text);
  // Doubles the memory; false where that would be more than `most`.
  bool grow(std::size_t most);
  void clear();

 private:
  std::vector<char> bytes_;
  std::size_t used_ = 0;
};

class Rejections {
 public:
  // Lines count from the window's begin.
  void add(const Rejection& rejection);
  void tell(Outlet& outlet, std::uint64_t lines_before) const;
  void clear();
  std::size_t size() const { return text_.size() + entries_.size() * sizeof(Entry); }

 private:
  struct Entry {
    std::uint64_t line;
    std::uint64_t column;
    std::size_t field_length;
    std::size_t reason_length;
  };
  std::vector<Entry> entries_;
  std::string text_;  // field and reason of each, one behind the other
};

struct KeptDifference {
  std::uint64_t line = 0;  // of the window
  std::string generated;
  std::string interpreted;
};

struct Sheet {
  std::uint64_t number = 0;  // of the window, in the order of the input
  stream::Window window;
  Lines lines;
  Rejections rejections;
  std::optional<KeptDifference> difference;  // there is no second: generated code stops at the first
  Counts counts;
  std::uint64_t line_count = 0;  // of the window, those too long with them; once it is mapped
  bool is_mapped = false;
  bool is_compiled = false;      // generated code worked on it
  std::uint64_t bytes_read = 0;  // of the input, this window with it

  // Hands over what it holds, and holds nothing. The input has `lines_before` the window.
  core::Result<void> write(Outlet& outlet, std::uint64_t lines_before);
  // Forgets what it holds.
  void forget();
  // Forgets all but the window, too.
  void begin();
};

}  // namespace parley::driver
