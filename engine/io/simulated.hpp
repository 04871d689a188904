// The simulated world: a clock that moves only when everybody waits, and a wire whose answers come from a
// function. Same calls, same answers, same order: a run can be repeated to the byte.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "engine/http/wire.hpp"
#include "stdlib/core/clock.hpp"

namespace parley::io {

class SimulatedClock final : public core::Clock {
 public:
  explicit SimulatedClock(core::Instant start) : now_(start) {}
  core::Instant now() override { return now_; }
  core::Duration monotonic() override { return elapsed_; }
  void advance(core::Duration duration) {
    now_ = now_ + duration;
    elapsed_ = elapsed_ + duration;
  }
  void step(core::Duration duration) { now_ = now_ + duration; }  // a person sets the wall clock

 private:
  core::Instant now_;
  core::Duration elapsed_{};
};

// The other side of the wire, called when the request arrives (after half the latency). Nothing: the
// connection is cut; whether the request had its effect is up to the function.
using Remote = std::function<std::optional<http::Response>(const http::Request&)>;

class SimulatedWire final : public http::Wire {
 public:
  SimulatedWire(SimulatedClock& clock, core::Duration latency, Remote remote)
      : clock_(clock), latency_(latency), remote_(std::move(remote)) {}

  http::Ticket send(const http::Request& request) override;
  http::Ticket sleep(core::Duration duration) override;
  void cancel(http::Ticket ticket) override;
  core::Result<std::optional<http::Completion>> wait() override;
  core::Clock& clock() override { return clock_; }

  std::uint64_t requests_sent() const { return requests_; }

 private:
  struct Due {
    http::Ticket ticket;
    std::optional<http::Request> arriving;  // a request on its way
    std::optional<http::Answer> answer;     // an answer on its way back; neither: a timer
  };
  using Moment = std::pair<std::int64_t, std::uint64_t>;  // when, and in what order it was scheduled

  void schedule(core::Duration after, Due due);

  SimulatedClock& clock_;
  core::Duration latency_;
  Remote remote_;
  std::map<Moment, Due> due_;
  std::uint64_t order_ = 0;
  std::uint64_t tickets_ = 0;
  std::uint64_t requests_ = 0;
};

}  // namespace parley::io
