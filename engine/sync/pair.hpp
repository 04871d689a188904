// Pair: scope, life, merge and the resulting writes of two records that belong together, and of a record that
// gets a partner. Pure; fills a decision that already names records and link.
#pragma once

#include "engine/sync/decision.hpp"
#include "engine/sync/setting.hpp"

namespace parley::sync {

struct LinkedPair {
  LinkState state;
  Sides<Values> images;  // as they are now
  Sides<store::Life> lives;
  store::LinkStatus status = store::LinkStatus::linked;
  bool first_meeting = false;
  std::vector<std::optional<Side>> taken;
};

void decide_pair(const Setting& setting, const LinkedPair& pair, Decision& decision);
void decide_creation(const Setting& setting, const Values& source, Decision& decision);

}  // namespace parley::sync
