// VirtualClock: a time that moves only when it is told to. Threads may share it.
#pragma once

#include <atomic>
#include <cstdint>

#include "stdlib/core/clock.hpp"

namespace parley::sandbox {

// Where a virtual clock begins: 2026-03-02T08:00:00Z, a Monday.
constexpr core::Instant virtual_start{1'772'438'400'000'000};

class VirtualClock final : public core::Clock {
 public:
  explicit VirtualClock(core::Instant start = virtual_start) : now_(start.microseconds) {}

  core::Instant now() override { return {now_.load()}; }
  core::Duration monotonic() override { return {now_.load()}; }
  void advance(core::Duration by) { now_ += by.microseconds; }

 private:
  std::atomic<std::int64_t> now_;
};

}  // namespace parley::sandbox
