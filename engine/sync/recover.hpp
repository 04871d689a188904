// Recover: what became of the writes that an earlier run, or a lost answer, left open. Each is read by its
// marker or id before anything else: found applied, the intent's images become bases, and the records are
// merged again, for somebody may have edited them since; not found, the intent is abandoned and its claims
// are free.
#pragma once

#include "engine/sync/observe.hpp"

namespace parley::sync {

struct Recovered {
  std::uint64_t applied = 0;
  std::uint64_t abandoned = 0;
};

core::Result<Recovered> recover(const Setting& setting);

}  // namespace parley::sync
