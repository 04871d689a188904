// Aside: what generated code leaves to the interpreter of a row that it does otherwise itself: conditions and
// leaves of the target that depend on what has no fast form, such as lists. The caller of generated code has
// one; Run points to it. One thread.
#pragma once

#include <cstdint>
#include <span>

namespace parley::codegen {

// In place of a leaf's length.
constexpr std::int64_t leaf_is_absent = 0;  // it writes nothing
constexpr std::int64_t leaf_skips = -1;     // it leaves the record out: `else skip`
constexpr std::int64_t leaf_gives_up = -2;  // the record is the interpreter's: rejected, or too large

class Aside {
 public:
  virtual ~Aside() = default;
  // Whether the function's result with this number is true.
  virtual bool is_true(std::uint64_t row, std::uint64_t result) = 0;
  // Writes the value of the leaf whose first store has this number; its length, or one of the above.
  virtual std::int64_t write_leaf(std::uint64_t row, std::uint64_t store, std::span<char> room) = 0;
};

}  // namespace parley::codegen
