// Instant, Duration, and the port through which the engine learns the time. Only engine/io reads a real clock.
#pragma once

#include <compare>
#include <cstdint>

namespace parley::core {

// A length of time in microseconds.
struct Duration {
  std::int64_t microseconds = 0;

  static constexpr Duration milliseconds(std::int64_t n) { return {n * 1'000}; }
  static constexpr Duration seconds(std::int64_t n) { return {n * 1'000'000}; }
  constexpr std::int64_t whole_milliseconds() const { return microseconds / 1'000; }
  friend constexpr auto operator<=>(const Duration&, const Duration&) = default;
  friend constexpr Duration operator+(Duration a, Duration b) { return {a.microseconds + b.microseconds}; }
  friend constexpr Duration operator-(Duration a, Duration b) { return {a.microseconds - b.microseconds}; }
};

// A point in time: microseconds since 1970-01-01T00:00:00Z, no leap seconds.
struct Instant {
  std::int64_t microseconds = 0;

  friend constexpr auto operator<=>(const Instant&, const Instant&) = default;
  friend constexpr Instant operator+(Instant t, Duration d) { return {t.microseconds + d.microseconds}; }
  friend constexpr Instant operator-(Instant t, Duration d) { return {t.microseconds - d.microseconds}; }
  friend constexpr Duration operator-(Instant a, Instant b) { return {a.microseconds - b.microseconds}; }
};

struct Clock {
  virtual ~Clock() = default;
  virtual Instant now() = 0;        // may step back
  virtual Duration monotonic() = 0;  // since an arbitrary start; never steps back
};

}  // namespace parley::core
