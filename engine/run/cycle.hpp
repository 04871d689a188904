// Cycle: one turn of a sync, in the order of docs/operations/sync.md:
// recover → identify → observe left and right → barrier → match, merge, plan → breaker → apply → settle.
// `plan` stops before the breaker and writes nothing but observations.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/sync/apply.hpp"
#include "engine/sync/observe.hpp"
#include "engine/sync/plan.hpp"
#include "engine/sync/recover.hpp"

namespace parley::run {

enum class Stage { recover, observe, plan, apply };

struct Progress {
  Stage stage = Stage::observe;
  sync::Sides<std::uint64_t> read;  // observe
  std::uint64_t done = 0;           // apply
  std::uint64_t total = 0;
};

struct CycleOptions {
  bool only_plan = false;
  bool full = false;      // compare every record again
  bool accepted = false;  // this plan may be written, whatever it is
  std::optional<std::uint64_t> limit = {};
  std::function<void(const Progress&)> progress = {};
};

struct Cycle {
  sync::Recovered recovered;
  sync::Sides<sync::SideSeen> seen;
  std::uint64_t gathered = 0;
  sync::Plan plan;
  std::vector<std::string> stopped;  // why nothing was written; empty: it was
  sync::Applied applied;
  bool planned_only = false;

  bool complete() const { return seen.left.scan_complete && seen.right.scan_complete; }
};

// Asks both accounts who they are before anything is read, compares with `setting.accounts`, and runs.
core::Result<Cycle> cycle(const sync::Setting& setting, const CycleOptions& options);

// Whether plans of this mapping were accepted before, as it is now.
core::Result<bool> is_accepted(const sync::Setting& setting);

}  // namespace parley::run
