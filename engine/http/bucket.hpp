// Bucket: how many calls may leave now, so that no window of the system's length ever holds more than its
// limit. A bucket of `limit / burst_share` tokens refills at the rate that is left: burst + refill of a whole
// window = limit.
#pragma once

#include <cstdint>

#include "engine/http/message.hpp"
#include "stdlib/core/clock.hpp"

namespace parley::http {

struct Pace {
  std::int64_t calls = 0;  // a window; 0: no limit known
  core::Duration window = core::Duration::seconds(10);
};

class Bucket {
 public:
  static constexpr std::int64_t burst_share = 10;

  Bucket(Pace pace, core::Duration now);

  // How long until a token is there; zero: take() may be called.
  core::Duration wait(core::Duration now);
  void take(core::Duration now);
  // The system's own word on its limit and on what is left of it, others' calls included.
  void learn(const Budget& budget, core::Duration now);
  void block(core::Duration until);

 private:
  void refill(core::Duration now);
  std::int64_t capacity() const;  // in microtokens, as all amounts here
  std::int64_t refill_in_window() const;

  Pace pace_;
  std::int64_t tokens_ = 0;
  core::Duration filled_at_;
  core::Duration blocked_until_{};
};

}  // namespace parley::http
