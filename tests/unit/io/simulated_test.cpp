#include "engine/io/simulated.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace parley;
using namespace parley::io;

TEST_CASE("time moves only when everybody waits, and events come in its order") {
  SimulatedClock clock(core::Instant{1'000});
  std::vector<core::Duration> arrived;
  SimulatedWire wire(clock, core::Duration::milliseconds(80), [&](const http::Request& request) {
    arrived.push_back(clock.monotonic());
    return request.url == "cut" ? std::nullopt : std::optional(http::Response{{200, {}}, request.url});
  });
  const http::Ticket late = wire.sleep(core::Duration::milliseconds(100));
  http::Request request;
  request.url = "a";
  const http::Ticket a = wire.send(request);
  request.url = "cut";
  const http::Ticket cut = wire.send(request);
  const http::Ticket early = wire.sleep(core::Duration::milliseconds(50));
  const http::Ticket never = wire.sleep(core::Duration::milliseconds(60));
  wire.cancel(never);

  std::vector<http::Ticket> order;
  while (auto completion = wire.wait().value()) {
    order.push_back(completion->ticket);
    if (completion->ticket == a) CHECK(std::get<http::Response>(*completion->answer).body == "a");
    if (completion->ticket == cut) CHECK(std::get<http::Unanswered>(*completion->answer).maybe_applied);
    if (completion->ticket == early) CHECK_FALSE(completion->answer.has_value());
  }
  CHECK(order == std::vector{early, a, cut, late});
  CHECK(arrived == std::vector{core::Duration::milliseconds(40), core::Duration::milliseconds(40)});
  CHECK(clock.monotonic() == core::Duration::milliseconds(100));
  CHECK(clock.now() == core::Instant{101'000});
  CHECK(wire.requests_sent() == 2);
}

TEST_CASE("a cancelled request still arrives") {
  SimulatedClock clock(core::Instant{});
  int arrived = 0;
  SimulatedWire wire(clock, core::Duration::milliseconds(80), [&](const http::Request&) {
    ++arrived;
    return std::optional(http::Response{});
  });
  wire.cancel(wire.send({}));
  CHECK_FALSE(wire.wait().value().has_value());
  CHECK(arrived == 1);
}
