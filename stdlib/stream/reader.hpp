// The walk's oracle: the same wanted paths read from a parsed tree (value::parse_json). Slow and plain; for
// tests and for records that do not stand in a window.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "stdlib/core/result.hpp"
#include "stdlib/stream/slot.hpp"
#include "stdlib/stream/walk.hpp"
#include "stdlib/value/json.hpp"

namespace parley::stream {

// What stands in one place of a record: a text without its escapes, a token, or one-line JSON.
struct Raw {
  Kind kind = Kind::absent;
  std::string text;
  friend bool operator==(const Raw&, const Raw&) = default;
};

Raw raw_of(const value::Json& json);
// Precondition: `bytes` are what the slot's offsets count from.
Raw raw_of(const Slot& slot, std::string_view bytes);

// Refuses what is not exactly one JSON object.
core::Result<std::vector<Raw>> read_record(std::string_view record, const std::vector<WantedPath>& wanted,
                                           std::size_t slot_count);

}  // namespace parley::stream
