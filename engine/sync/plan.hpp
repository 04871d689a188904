// Plan: a decision for every record in the inbox, spooled into the store in the order of records, counted and
// hashed. Reads the store and nothing else; the same state and mapping give the same plan, byte for byte.
#pragma once

#include <functional>

#include "engine/sync/counters.hpp"
#include "engine/sync/setting.hpp"

namespace parley::sync {

struct Plan {
  Counters counters;
  std::uint64_t decisions = 0;
  std::uint64_t hash = 0;
  bool rules_changed = false;
};

core::Result<Plan> plan(const Setting& setting);

// Each decision of the run's plan, in order. Stops where `take` fails.
core::Result<void> each_decision(const Setting& setting,
                                 const std::function<core::Result<void>(const Decision&)>& take);

// The spooled plan goes when nobody reads it any more, and so do those of runs that were killed before they
// could do that.
core::Result<void> forget_plan(const Setting& setting);

// Requests that applying the plan needs at full batches: fresh reads and writes, by side.
Sides<std::uint64_t> calls_of(const Setting& setting, const Counters& counters);

}  // namespace parley::sync
