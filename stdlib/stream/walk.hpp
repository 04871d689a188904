// Walk: fills the slots of wanted paths from records, one a line, over simdjson's structural index. It learns
// the shapes of the records that it has seen, so that a usual record costs a compare a key:
//   {"id":"7","properties":{"email":"a@b.c","city":"Ulm"}}   wanted: properties.email → slot 0
// It checks the whole grammar of what it steps on, also of what it skips. A line that is no record gives a
// Row with a failure and costs nothing else. Of a wanted key that stands twice the last one counts. One
// thread.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "stdlib/stream/outline.hpp"
#include "stdlib/stream/shape.hpp"
#include "stdlib/stream/slot.hpp"
#include "stdlib/stream/structure.hpp"

namespace parley::stream {

constexpr std::size_t shapes_max = 4;  // remembered at a time

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
  void start(std::string_view bytes);
  // Clears the rows and fills up to rows_max; false when the bytes are done and no row was filled.
  bool next(Rows& rows);
  // How many lines of the bytes next() has passed, blank ones with them.
  std::uint64_t lines_passed() const { return lines_passed_; }
  // One record, which may span lines (a part of a fetched page). Slots count from the record's begin.
  Row record(std::string_view bytes, std::vector<Slot>& slots);
  // How many shapes of records it has learnt so far.
  std::size_t shape_count() const { return learning_.shapes.size(); }
  // Goes without outlines, as on a processor for which there are none.
  void always_index() { outlines_ = false; }
  // How many lines it has followed together with others.
  std::size_t followed_together() const { return together_; }

 private:
  struct Wanted;
  struct Cursor;
  // Records that go by no known shape are read key by key, and learnt from while that teaches something.
  struct Learning {
    std::vector<Shape> shapes;
    std::array<std::size_t, shapes_max> followers{};  // by shape: which one the next record had
    std::size_t last = 0;
    std::size_t misses = 0;            // records in a row that no shape fitted
    std::size_t lessons = 0;           // that taught nothing
    std::size_t pause = 0;             // lines that are still to be followed one by one
    std::size_t patience = 0;          // the length of the last pause
    std::size_t pause_windows = 0;     // that are still to be indexed
    std::size_t patience_windows = 0;  // the length of the last such pause
  };

  void index();
  bool draw_outline();
  bool follow_outlined(Rows& rows);
  void index_rest();
  void give_outline_up();
  Shape* usual_shape();
  bool next_line(Rows& rows);
  bool follow(Place& place, std::span<Slot> slots);
  bool follow_line(Rows& rows);
  bool follow_stretch(Rows& rows);
  bool stand_alone(const Stretch& stretch) const;
  void add_row(Rows& rows, std::size_t end);
  void read_line(Row& row, std::span<Slot> slots);
  void learn(const Cursor& cursor);
  std::span<Slot> add_slots(Rows& rows) const;
  std::uint32_t backslash_from(std::size_t offset) const;

  std::unique_ptr<Wanted> root_;
  std::size_t slot_count_;
  Structure structure_;
  Outline outline_;
  bool outlines_ = Outline::is_available();
  std::string_view bytes_;
  std::size_t done_ = 0;  // offset of the next line
  std::uint64_t lines_passed_ = 0;
  const std::uint32_t* at_ = nullptr;  // the next structural position, counted from base_
  std::size_t base_ = 0;               // what positions count from: 0 where the bytes were indexed as a whole
  bool whole_ = false;                 // indexed as a whole; else line by line
  bool outlined_ = false;              // not indexed at all
  std::size_t ends_done_ = 0;          // of the outline's line ends
  const std::uint32_t* backslashes_ = nullptr;  // of the outline: the first one that is not passed
  std::uint32_t backslash_ = 0;                 // the same without an outline, from base_
  std::uint64_t stamp_ = 0;
  Learning learning_;
  std::size_t together_ = 0;
};

}  // namespace parley::stream
