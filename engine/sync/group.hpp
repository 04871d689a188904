// Group: up to group_decisions_max decisions on their way: fresh reads, intents, writes, outcomes. Each
// decision is left with the outcome that it really had. Used by apply.cpp.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "engine/sync/decision.hpp"
#include "engine/sync/setting.hpp"

namespace parley::sync {

struct GroupResult {
  std::uint64_t lost = 0;
  std::uint64_t moved = 0;
  Sides<bool> sent;                         // whether anything was written there
  Sides<std::optional<core::Error>> fault;  // the system stopped answering before all of it was sent
};

core::Result<GroupResult> apply_group(const Setting& setting, const std::set<store::LinkNo>& in_conflict,
                                      std::vector<Decision>& decisions);

}  // namespace parley::sync
