// A plan for people and for machines: decisions field by field, counts, calls.
#pragma once

#include <string>

#include "engine/cli/project_syncs.hpp"
#include "engine/run/cycle.hpp"
#include "stdlib/value/json.hpp"

namespace parley::cli {

// One decision: a headline, and a line a field with base, left, right, rule and resulting write. Empty where
// nothing happens to the record.
std::string decision_text(const sync::Setting& setting, const Masking& masking,
                          const sync::Decision& decision);
std::string decision_json(const sync::Setting& setting, const Masking& masking,
                          const sync::Decision& decision);

// "created 2 (1 left, 1 right), updated …"
std::string counters_text(const sync::Counters& counters);
value::Json counters_json(const sync::Counters& counters);

constexpr std::uint64_t decisions_shown = 50;

// All decisions of the run's plan: as text the first decisions_shown with something to say, or all of them.
core::Result<void> print_decisions(const sync::Setting& setting, const Arguments& arguments,
                                   Console& console);

}  // namespace parley::cli
