#include "engine/http/bucket.hpp"

#include <algorithm>

namespace parley::http {

namespace {

constexpr std::int64_t token = 1'000'000;

}  // namespace

Bucket::Bucket(Pace pace, core::Duration now) : pace_(pace), tokens_(capacity()), filled_at_(now) {}

core::Duration Bucket::wait(core::Duration now) {
  if (now < blocked_until_) return blocked_until_ - now;
  if (pace_.calls == 0) return {};
  refill(now);
  if (tokens_ >= token) return {};
  const std::int64_t rate = refill_in_window();
  // Rounded up, so that the token is there when the wait is over.
  return {((token - tokens_) * (pace_.window.microseconds / 1'000) / rate + 1) * 1'000};
}

void Bucket::take(core::Duration now) {
  if (pace_.calls == 0) return;
  refill(now);
  tokens_ -= token;
}

void Bucket::learn(const Budget& budget, core::Duration now) {
  if (budget.blocked_for) block(now + *budget.blocked_for);
  if (budget.limit && budget.window && *budget.limit > 0 && budget.window->microseconds >= 1'000) {
    refill(now);
    pace_ = {*budget.limit, *budget.window};
    tokens_ = std::min(tokens_, capacity());
  }
  if (budget.remaining && pace_.calls > 0)
    tokens_ = std::min(tokens_, std::max<std::int64_t>(*budget.remaining, 0) * token);
}

void Bucket::block(core::Duration until) {
  blocked_until_ = std::max(blocked_until_, until);
}

void Bucket::refill(core::Duration now) {
  if (pace_.calls == 0 || now <= filled_at_) return;
  const std::int64_t elapsed_ms =
      std::min((now - filled_at_).whole_milliseconds(), pace_.window.whole_milliseconds());
  if (elapsed_ms == 0) return;
  tokens_ =
      std::min(capacity(), tokens_ + elapsed_ms * refill_in_window() / pace_.window.whole_milliseconds());
  filled_at_ = now;
}

std::int64_t Bucket::capacity() const {
  return std::max<std::int64_t>(pace_.calls / burst_share, 1) * token;
}

std::int64_t Bucket::refill_in_window() const {
  return std::max(pace_.calls * token - capacity(), token);
}

}  // namespace parley::http
