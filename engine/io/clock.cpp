#include <chrono>
#include <random>

#include "engine/io/io.hpp"

namespace parley::io {

namespace {

template <class Clock>
std::int64_t microseconds_of() {
  return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now().time_since_epoch()).count();
}

}  // namespace

core::Instant SystemClock::now() {
  return {microseconds_of<std::chrono::system_clock>()};
}

core::Duration SystemClock::monotonic() {
  return {microseconds_of<std::chrono::steady_clock>()};
}

std::uint64_t system_seed() {
  std::random_device device;
  return (std::uint64_t{device()} << 32U) | device();
}

}  // namespace parley::io
