// RateLimit: at most so many calls in any window of time. Not shared between threads.
#pragma once

#include <cstdint>
#include <deque>

#include "stdlib/core/clock.hpp"

namespace parley::sandbox {

class RateLimit {
 public:
  RateLimit(std::int64_t calls_max, core::Duration window) : calls_max_(calls_max), window_(window) {}

  // Counts a call, unless that would be one too many. A maximum of 0 allows everything.
  bool allow(core::Instant now) {
    if (calls_max_ == 0) return true;
    while (!calls_.empty() && calls_.front() + window_ <= now) calls_.pop_front();
    if (static_cast<std::int64_t>(calls_.size()) >= calls_max_) return false;
    calls_.push_back(now);
    return true;
  }

  std::int64_t calls_max() const { return calls_max_; }
  std::int64_t remaining() const { return calls_max_ - static_cast<std::int64_t>(calls_.size()); }

 private:
  std::int64_t calls_max_;
  core::Duration window_;
  std::deque<core::Instant> calls_;
};

}  // namespace parley::sandbox
