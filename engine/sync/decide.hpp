// Decide: the decision about one record of the inbox and its partner, from their images and the state alone.
// Pure but for look-ups in the store; used by plan.cpp, page after page.
#pragma once

#include "engine/sync/decision.hpp"
#include "engine/sync/setting.hpp"

namespace parley::sync {

// One record as the plan sees it.
struct Seen {
  store::RecordRow record;
  std::optional<store::InboxRow> inbox;
};

// Nothing: the record's partner is in the inbox too, and the pair is decided there.
core::Result<std::optional<Decision>> decide(const Setting& setting, const Seen& seen);

}  // namespace parley::sync
