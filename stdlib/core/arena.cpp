#include "stdlib/core/arena.hpp"

#include <algorithm>
#include <cstring>

#include "stdlib/core/check.hpp"

namespace parley::core {

namespace {

constexpr std::size_t block_bytes = 1U << 16U;

}  // namespace

std::span<char> Arena::room(std::size_t least) {
  while (block_ < blocks_.size() && blocks_[block_].size - used_ < least) {
    ++block_;
    used_ = 0;
  }
  if (block_ == blocks_.size()) {
    const std::size_t size = std::max(least, block_bytes);
    blocks_.push_back({std::make_unique_for_overwrite<char[]>(size), size});
  }
  return {blocks_[block_].bytes.get() + used_, blocks_[block_].size - used_};
}

std::string_view Arena::took(std::size_t count) {
  if (count == 0) return {};
  ENSURE(block_ < blocks_.size() && count <= blocks_[block_].size - used_,
         "more was taken than there was room");
  const std::string_view text(blocks_[block_].bytes.get() + used_, count);
  used_ += count;
  return text;
}

std::string_view Arena::keep(std::string_view text) {
  if (text.empty()) return {};
  std::memcpy(room(text.size()).data(), text.data(), text.size());
  return took(text.size());
}

void Arena::clear() {
  block_ = 0;
  used_ = 0;
}

}  // namespace parley::core
