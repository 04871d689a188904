// Gather: the last reads before the barrier. A record without a link may match one that has not changed, and
// whose image the state therefore does not hold; it is read by id, so that the plan needs nothing but the
// state.
#pragma once

#include "engine/sync/observe.hpp"

namespace parley::sync {

core::Result<std::uint64_t> gather(const Setting& setting);  // how many were read

}  // namespace parley::sync
