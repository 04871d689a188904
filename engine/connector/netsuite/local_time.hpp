// LocalTime: SuiteQL's civil times ("2026-08-20 10:00:00", in the session's zone) and instants. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/connector/netsuite/netsuite.hpp"

namespace parley::netsuite {

class LocalTime {
 public:
  // Nothing where the zone is neither fixed nor known to the rules.
  static std::optional<LocalTime> of(std::string_view zone, const ZoneRules& rules);

  std::optional<core::Instant> instant(std::string_view text) const;
  // A civil time at or before `at`, also where clocks change around it; in whole seconds.
  std::string text_not_after(core::Instant at) const;

 private:
  core::Duration offset(value::DateTime civil) const;

  std::string zone_;
  std::optional<core::Duration> fixed_;
  ZoneRules rules_;
};

}  // namespace parley::netsuite
