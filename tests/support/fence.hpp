// Fence: memory that ends where a page begins that nobody may touch, on both sides. What reads or writes one
// byte beyond a text crashes. Owns its pages. One thread.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>
#include <string_view>

#include "stdlib/core/check.hpp"

namespace parley::support {

class Fence {
 public:
  Fence() : page_(static_cast<std::size_t>(sysconf(_SC_PAGESIZE))) {
    void* pages = mmap(nullptr, 3 * page_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ENSURE(pages != MAP_FAILED, "no memory for a fence");
    begin_ = static_cast<char*>(pages) + page_;
    ENSURE(mprotect(begin_, page_, PROT_READ | PROT_WRITE) == 0, "no memory for a fence");
  }
  ~Fence() { munmap(begin_ - page_, 3 * page_); }
  Fence(const Fence&) = delete;
  Fence& operator=(const Fence&) = delete;

  char* begin() const { return begin_; }
  char* end() const { return begin_ + page_; }

  // The text at a place inside, with other bytes all around it.
  std::string_view put(std::string_view text, char* at, char around) {
    std::memset(begin_, around, page_);
    std::memcpy(at, text.data(), text.size());
    return {at, text.size()};
  }

 private:
  std::size_t page_;
  char* begin_ = nullptr;
};

}  // namespace parley::support
