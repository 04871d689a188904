// PageWalk: the records of a fetched page as slots. Records of one line each become one window, which is
// walked as a whole; what stands on several lines, or is no line at all, is walked by itself. Made once a
// side, and reused; one thread.
#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "stdlib/abi/program.hpp"
#include "stdlib/stream/walk.hpp"

namespace parley::driver {

class PageWalk {
 public:
  explicit PageWalk(const abi::SideShape& shape);

  // Slots of one record by FieldNo; `bytes` are what they count from, and stay until `arena` is cleared.
  using Take =
      std::function<void(std::size_t record, std::span<const stream::Slot> slots, std::string_view bytes)>;
  using Refuse = std::function<void(std::size_t record, const char* why)>;
  // Every record once, in no set order.
  void walk(std::span<const std::string_view> records, core::Arena& arena, const Take& take,
            const Refuse& refuse);

 private:
  void walk_alone(std::size_t record, std::string_view text, core::Arena& arena, const Take& take,
                  const Refuse& refuse);

  stream::Walk lines_;
  stream::Walk alone_;
  stream::Rows rows_;
  std::vector<stream::Slot> slots_;
  std::vector<std::size_t> numbers_;  // of the records in the window, by line
};

}  // namespace parley::driver
