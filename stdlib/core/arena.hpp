// Arena: bytes that stay where they are until clear(), which keeps the memory for the next use. For texts
// that many views point into: a page of records, the results of a batch. Owns its blocks; moving it moves no
// byte.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace parley::core {

class Arena {
 public:
  // At least `least` bytes to write into. What was written is kept by took(); the rest is given again.
  std::span<char> room(std::size_t least);
  // The first `count` bytes of the last room().
  std::string_view took(std::size_t count);
  std::string_view keep(std::string_view text);
  // Every view into the arena ends.
  void clear();

 private:
  struct Block {
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0;
  };
  std::vector<Block> blocks_;
  std::size_t block_ = 0;  // the one in use
  std::size_t used_ = 0;   // of it
};

}  // namespace parley::core
