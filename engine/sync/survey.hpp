// Survey: what the state says of a mapping without asking any system: pairs by status, what rules hold back,
// open conflicts, failing and waiting records. Reads the store alone.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/store/store.hpp"
#include "engine/sync/counters.hpp"

namespace parley::sync {

// The numbers of a mapping as the state has them; nothing where it was never run.
struct Surveyed {
  store::MappingNo mapping;
  store::PairNo pair;
  Sides<store::ObjectNo> objects;
  std::map<store::RuleNo, std::string> rules;
};
core::Result<std::optional<Surveyed>> find_surveyed(store::Store& store, const abi::Program& program,
                                                    const Sides<std::string>& accounts);

struct Survey {
  std::uint64_t linked = 0, frozen = 0, unlinked = 0;
  std::map<std::string, std::map<std::string, std::uint64_t>> held;  // by rule, by standing: what is listed
  std::map<std::string, std::uint64_t> failing;  // by category, "waiting" and "ambiguous" among them
  std::uint64_t conflicts = 0;
  std::uint64_t waiting_in_inbox = 0;
  std::uint64_t open_intents = 0;
  std::optional<store::RunRow> last_run;
  Counters counters;  // of the last run
};
core::Result<Survey> survey(store::Store& store, const Surveyed& what);

struct FailingRecord {
  std::string record;  // "left 501"
  store::FailureRow failure;
};
core::Result<void> each_failing(store::Store& store, const Surveyed& what,
                                const std::function<void(const FailingRecord&)>& take);

struct OpenConflict {
  store::LinkNo link;
  Sides<std::string> ids;
  std::string rule;
  Sides<Values> values;
  std::string evidence;
};
core::Result<void> each_conflict(store::Store& store, const Surveyed& what,
                                 const std::function<void(const OpenConflict&)>& take);

}  // namespace parley::sync
