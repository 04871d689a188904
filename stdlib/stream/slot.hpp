// Slot: where one wanted field of one record stands in the window's bytes. The layout is part of the contract
// with generated code. Rows: the slots of a run of records; reused, owns nothing of the bytes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace parley::stream {

enum class Kind : std::uint8_t { absent, null, text, number, boolean, object, array };

// text: without its quotes; null: nothing; everything else: the token or the brackets with all between. So a
// text's length alone tells whether there is one. Offsets count from the bytes that the rows were walked
// from.
struct Slot {
  std::uint32_t start = 0;
  std::uint32_t length = 0;
  Kind kind = Kind::absent;
  bool has_escape = false;  // text: a backslash stands in it
};
static_assert(static_cast<std::uint8_t>(Kind::absent) == 0, "bytes of zeros are an absent value");

struct Row {
  std::uint64_t line = 0;    // in the walked bytes, from 1
  std::uint32_t start = 0;   // of the record's line in the bytes
  std::uint32_t length = 0;  // without the line end
  bool surprising = false;  // a wanted key stands twice or is written with a backslash: slots are right, rare
  std::uint32_t failure_at = 0;   // offset in the line of the byte that is wrong
  const char* failure = nullptr;  // the line is no record: why; its slots are empty then
};

constexpr std::size_t rows_max = 256;  // in one Rows: slots and output stay in the cache

struct Rows {
  std::size_t slot_count = 0;
  std::vector<Row> rows;
  std::vector<Slot> slots;  // slot_count a row

  std::span<const Slot> slots_of(std::size_t row) const {
    return {slots.data() + row * slot_count, slot_count};
  }
};

}  // namespace parley::stream
