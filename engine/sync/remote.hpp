// Remote: the two accounts of a sync, as the engine uses them: connectors that make operations, and something
// that runs them. engine/run implements it over connector::Drive. One thread. Deliveries come in the order of
// events; a delivered step is valid until the next call of next().
#pragma once

#include <optional>

#include "engine/connector/connector.hpp"
#include "engine/sync/value.hpp"

namespace parley::sync {

using RunningNo = core::Id<struct RunningTag, std::uint64_t>;

struct Delivery {
  RunningNo operation;
  connector::Step step;  // a result, Done or Fault
};

struct Remote {
  virtual ~Remote() = default;
  virtual connector::Connector& connector(Side side) = 0;
  virtual RunningNo start(Side side, connector::Op operation) = 0;
  virtual core::Result<std::optional<Delivery>> next() = 0;  // nothing: every operation has ended
  virtual core::Instant now() = 0;                           // this machine's clock, for the journal
};

// Runs one operation to its end and hands each result to `take` (a function of const connector::Step& that
// returns Result<void>). Nothing else may be running.
template <class Take>
core::Result<void> run_alone(Remote& remote, Side side, connector::Op operation, Take&& take);

// What a fault means for the run.
core::Error error_of(const connector::Fault& fault, std::string_view system);

template <class Take>
core::Result<void> run_alone(Remote& remote, Side side, connector::Op operation, Take&& take) {
  remote.start(side, std::move(operation));
  core::Result<void> result;
  for (;;) {
    auto delivery = TRY(remote.next());
    if (!delivery) return result;
    if (const auto* fault = std::get_if<connector::Fault>(&delivery->step)) {
      if (result) result = std::unexpected(error_of(*fault, remote.connector(side).system()));
      continue;
    }
    if (result && !std::holds_alternative<connector::Done>(delivery->step)) result = take(delivery->step);
  }
}

}  // namespace parley::sync
