#include "engine/io/simulated.hpp"

#include "stdlib/core/check.hpp"

namespace parley::io {

http::Ticket SimulatedWire::send(const http::Request& request) {
  const http::Ticket ticket(++tickets_);
  ++requests_;
  schedule({latency_.microseconds / 2}, {ticket, request, std::nullopt});
  return ticket;
}

http::Ticket SimulatedWire::sleep(core::Duration duration) {
  const http::Ticket ticket(++tickets_);
  schedule(duration, {ticket, std::nullopt, std::nullopt});
  return ticket;
}

void SimulatedWire::cancel(http::Ticket ticket) {
  // What is on its way arrives all the same; only its answer is not heard.
  std::erase_if(due_,
                [&](const auto& entry) { return entry.second.ticket == ticket && !entry.second.arriving; });
  for (auto& [moment, due] : due_)
    if (due.ticket == ticket) due.ticket = http::Ticket(0);
}

core::Result<std::optional<http::Completion>> SimulatedWire::wait() {
  while (!due_.empty()) {
    auto node = due_.extract(due_.begin());
    const core::Duration ahead{node.key().first - clock_.monotonic().microseconds};
    if (ahead > core::Duration{}) clock_.advance(ahead);
    Due due = std::move(node.mapped());
    if (!due.arriving) return http::Completion{due.ticket, std::move(due.answer)};
    std::optional<http::Response> response = remote_(*due.arriving);
    if (due.ticket == http::Ticket(0)) continue;
    http::Answer answer =
        response ? http::Answer(*std::move(response))
                 : http::Answer(http::Unanswered{http::Trouble::cut, "the connection was cut", true});
    schedule({latency_.microseconds - latency_.microseconds / 2},
             {due.ticket, std::nullopt, std::move(answer)});
  }
  return std::nullopt;
}

void SimulatedWire::schedule(core::Duration after, Due due) {
  ENSURE(after.microseconds >= 0, "a timer set in the past");
  due_.emplace(Moment{clock_.monotonic().microseconds + after.microseconds, order_++}, std::move(due));
}

}  // namespace parley::io
