// Wire: the port through which requests leave and answers and timers come back. engine/io implements it
// twice, over libcurl and simulated. One thread; many requests in flight; whoever calls wait() drives
// everything. A Wire makes one attempt per send: retry, rate budget and authorization stand above it in
// Channel.
#pragma once

#include <optional>

#include "engine/http/message.hpp"
#include "stdlib/core/clock.hpp"
#include "stdlib/core/id.hpp"
#include "stdlib/core/result.hpp"

namespace parley::http {

using Ticket = core::Id<struct TicketTag, std::uint64_t>;

constexpr std::size_t in_flight_max = 64;  // requests on one wire; later ones wait their turn inside the wire

struct Completion {
  Ticket ticket;
  std::optional<Answer> answer;  // empty: a timer went off
};

struct Wire {
  virtual ~Wire() = default;
  virtual Ticket send(const Request& request) = 0;
  virtual Ticket sleep(core::Duration duration) = 0;
  virtual void cancel(Ticket ticket) = 0;  // its completion never comes; an unknown ticket is ignored
  // The next completion; nothing when nothing is in flight. Fails only when this machine does.
  virtual core::Result<std::optional<Completion>> wait() = 0;
  virtual core::Clock& clock() = 0;
};

}  // namespace parley::http
