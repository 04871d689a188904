// Apply: the only part of a cycle with remote effects. Decisions without writes are settled; the others in
// groups: targets freshly read where a write cannot be conditional, intents with their claims committed,
// sent, settled with their outcomes. Updates before creations. Killed at any instant, the next run's
// recover() knows from the open intents what was on its way.
#pragma once

#include <functional>

#include "engine/sync/plan.hpp"

namespace parley::sync {

constexpr std::size_t group_decisions_max = 100;

struct ApplyOptions {
  std::optional<std::uint64_t> limit;  // only so many records are written
  std::function<void(std::uint64_t done)> progress = {};
};

struct Applied {
  Counters counters;        // by what became of each record
  std::uint64_t lost = 0;   // answers that never came; their intents are open
  std::uint64_t moved = 0;  // records that changed after they were planned
  // A system that did not take all of the last writes meant for it; its records wait for the next run.
  Sides<std::optional<core::Error>> fault = {};
};

core::Result<Applied> apply(const Setting& setting, const ApplyOptions& options);

}  // namespace parley::sync
