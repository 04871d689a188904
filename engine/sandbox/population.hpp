// Population: believable people for two accounts, the same every time for one seed. Part of them are in both
// systems, written a little differently in each, as people type: other phone formats, upper-case addresses,
// blanks, accents, an older title. Also what a system cannot do without being told: duplicates, people
// without e-mail, inactive partners.
#pragma once

#include <cstdint>
#include <vector>

#include "stdlib/core/clock.hpp"
#include "stdlib/core/result.hpp"
#include "stdlib/value/json.hpp"

namespace parley::sandbox {

class System;

struct PopulationOptions {
  std::int64_t count = 500;  // records in each system
  std::uint64_t seed = 7;
  std::int64_t overlap_percent = 60;  // of the people who are in both systems
  std::int64_t duplicates = 0;        // records in each system that repeat another: in NetSuite with the same
                                // e-mail in other letters, in HubSpot (whose e-mails are unique) with another
                                // e-mail but the same name and phone
  std::int64_t without_email = 0;  // in each system
  std::int64_t inactive = 0;       // NetSuite customers of people in both systems that are inactive
};

constexpr std::int64_t population_max = 1'000'000;

struct PopulationRecord {
  value::Json values;  // by the system's own field names
  core::Instant modified;
};

struct Population {
  std::vector<PopulationRecord> hubspot;   // oldest first
  std::vector<PopulationRecord> netsuite;  // oldest first
};

// Times lie in the 300 days before `now`. Fails with ErrorKind::usage where the numbers cannot be met
// together.
core::Result<Population> make_population(const PopulationOptions& options, core::Instant now);

// Loads a side into its system.
core::Result<void> fill(System& system, const std::vector<PopulationRecord>& records);

}  // namespace parley::sandbox
