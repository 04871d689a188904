#include "engine/http/bucket.hpp"

#include <doctest/doctest.h>

#include <deque>

using namespace parley;
using namespace parley::http;

TEST_CASE("no window of the system's length ever holds more calls than its limit") {
  for (const std::int64_t limit : {1, 5, 19, 110, 190}) {
    CAPTURE(limit);
    const core::Duration window = core::Duration::seconds(10);
    core::Duration now{};
    Bucket bucket({limit, window}, now);
    std::deque<core::Duration> calls;
    std::int64_t most = 0;
    for (int i = 0; i < 1'000; ++i) {
      if (i == 500) now = now + core::Duration::seconds(100);  // a rest fills the bucket
      const core::Duration wait = bucket.wait(now);
      now = now + wait;
      REQUIRE(bucket.wait(now) == core::Duration{});
      bucket.take(now);
      calls.push_back(now);
      while (now - calls.front() >= window) calls.pop_front();
      most = std::max(most, static_cast<std::int64_t>(calls.size()));
    }
    CHECK(most <= std::max<std::int64_t>(limit, 2));  // a limit of one cannot be split into burst and refill
    CHECK(most >= limit * 9 / 10);
  }
}

TEST_CASE("headers teach the limit and what is left of it") {
  core::Duration now = core::Duration::seconds(1);
  Bucket bucket({0, core::Duration::seconds(10)}, now);
  CHECK(bucket.wait(now) == core::Duration{});  // no limit known
  bucket.learn({.limit = 100, .remaining = 50, .window = core::Duration::seconds(10)}, now);
  now = now + core::Duration::seconds(10);
  CHECK(bucket.wait(now) == core::Duration{});
  bucket.learn({.remaining = 0}, now);
  const core::Duration wait = bucket.wait(now);
  CHECK(wait > core::Duration{});
  CHECK(wait < core::Duration::seconds(1));  // the next of 90 tokens in 10 s
}

TEST_CASE("a block holds until its time") {
  Bucket bucket({0, core::Duration::seconds(10)}, {});
  bucket.learn({.blocked_for = core::Duration::seconds(30)}, core::Duration::seconds(5));
  CHECK(bucket.wait(core::Duration::seconds(5)) == core::Duration::seconds(30));
  bucket.learn({.blocked_for = core::Duration::seconds(1)}, core::Duration::seconds(6));  // never shortened
  CHECK(bucket.wait(core::Duration::seconds(34)) == core::Duration::seconds(1));
  CHECK(bucket.wait(core::Duration::seconds(35)) == core::Duration{});
}
