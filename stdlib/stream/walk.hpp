// Walk: fills the slots of wanted paths from records, one a line, over simdjson's structural index. It learns
// the order of keys from the records that it has seen, so that a usual record costs one compare a key:
//   {"id":"7","properties":{"email":"a@b.c","city":"Ulm"}}   wanted: properties.email → slot 0
// It checks the whole grammar of what it steps on, also of what it skips. A line that is no record gives a
// Row with a failure and costs nothing else. Of a wanted key that stands twice the last one counts. One
// thread.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "stdlib/stream/slot.hpp"
#include "stdlib/stream/structure.hpp"

namespace parley::stream {

constexpr std::size_t learnt_keys_max = 1'024;  // of one shape

// One place to read: a dotted path in the record's JSON.
struct WantedPath {
  std::string path;
  std::uint32_t slot = 0;
};

class Walk {
 public:
  // slot_count is above every wanted slot. Two paths may want one place.
  Walk(const std::vector<WantedPath>& wanted, std::size_t slot_count);
  ~Walk();
  Walk(Walk&&) noexcept;

  // Takes bytes (whole lines, padding_bytes readable behind them) to be walked by next().
  void start(std::string_view bytes, std::uint64_t first_line);
  // Clears the rows and fills up to rows_max; false when the bytes are done and no row was filled.
  bool next(Rows& rows);
  // One record, which may span lines (a part of a fetched page). Slots count from the record's begin.
  Row record(std::string_view bytes, std::vector<Slot>& slots);

 private:
  struct Wanted;
  struct Cursor;
  bool next_line(Rows& rows);
  void walk_line(std::string_view line, Row& row, std::span<Slot> slots);

  std::unique_ptr<Wanted> root_;
  std::size_t slot_count_;
  Structure structure_;
  std::string_view bytes_;
  std::size_t done_ = 0;  // offset of the next line
  std::uint64_t line_ = 1;
  const std::uint32_t* at_ =
      nullptr;          // the next structural position, where the bytes were indexed as a whole
  bool whole_ = false;  // indexed as a whole; else line by line
  std::uint64_t stamp_ = 0;
};

}  // namespace parley::stream
