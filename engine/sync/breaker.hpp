// Breaker: stops a run before its first write where the plan would change too much at once: what a lost
// filter, a wrong account or an emptied export looks like. Accepting the plan lets it through.
#pragma once

#include <string>
#include <vector>

#include "engine/sync/plan.hpp"

namespace parley::sync {

struct Population {
  std::uint64_t links = 0;  // pairs of this mapping before the run
};

// What trips, in words for people; none: go on.
std::vector<std::string> tripped(const abi::Program& program, const Counters& counters,
                                 const Population& population);

}  // namespace parley::sync
