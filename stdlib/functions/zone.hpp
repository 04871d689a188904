// Time zones of the system's IANA database, by Howard Hinnant's tz library; fixed offsets ("+02:00",
// "-09:30", "UTC") too. Native only: the tables are read on first use.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "stdlib/core/clock.hpp"
#include "stdlib/value/time.hpp"

namespace parley::functions {

constexpr std::string_view zone_expected =
    "a time zone of the IANA database, UTC or an offset such as \"+02:00\"";

bool is_zone(std::string_view zone);

// The preconditions of all: is_zone(zone).
value::DateTime civil_in(core::Instant instant, std::string_view zone);

enum class Ambiguous : std::int32_t { earlier, later, reject };

struct Resolved {
  enum class Kind : std::uint8_t { unique, ambiguous, missing };
  Kind kind = Kind::unique;
  // The first and last instant with this civil time; of a missing one, the instant of the jump over it.
  core::Instant earlier;
  core::Instant later;
};
Resolved resolve(value::DateTime civil, std::string_view zone);

}  // namespace parley::functions
