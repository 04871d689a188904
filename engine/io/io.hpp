// The one door to the world: clocks, chance, and the wire over libcurl. Nothing else in the engine reads a
// clock, draws a random number or opens a connection. The simulated twin is engine/io/simulated.hpp. One
// thread.
#pragma once

#include <memory>
#include <string>

#include "engine/http/wire.hpp"
#include "stdlib/core/clock.hpp"
#include "stdlib/core/random.hpp"

namespace parley::io {

// The machine's clocks.
class SystemClock final : public core::Clock {
 public:
  core::Instant now() override;
  core::Duration monotonic() override;
};

// A seed from the operating system, for core::Random.
std::uint64_t system_seed();

// Options of the real wire. Tests lower the caps; nobody raises them.
struct WireOptions {
  std::size_t connections_max = 16;  // open at once to one host
  core::Duration connect_time_max = core::Duration::seconds(10);
  std::size_t response_bytes_max = http::response_bytes_max;
  std::string certificates = {};  // a CA file of one's own; empty: the system's
};

// https everywhere, plain http to a loopback address only (compared on the address of the connection);
// certificates verified; no redirect is followed: a 3xx is an answer like any other, so that no Authorization
// header ever leaves for another host; no proxy from the environment. Opened on the
// first send.
std::unique_ptr<http::Wire> open_wire(core::Clock& clock, WireOptions options = {});

}  // namespace parley::io
