// Dates, times and the few time zones that the served accounts may have, as each API writes and reads them.
// Pure functions over values; zone rules are written out here because a sandbox account needs only these.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "stdlib/core/clock.hpp"

namespace parley::sandbox {

struct Civil {
  int year = 1970;
  int month = 1;
  int day = 1;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int millisecond = 0;
};

Civil civil_from(core::Instant utc);
core::Instant instant_from(const Civil& utc);
bool is_date(int year, int month, int day);

std::string iso_date(const Civil& day);           // 2026-03-09
std::string iso_seconds(core::Instant utc);       // 2026-03-09T20:29:45Z
std::string iso_milliseconds(core::Instant utc);  // 2026-03-09T20:29:45.981Z; a whole second drops its ".000"
std::string http_date(core::Instant utc);         // Mon, 09 Mar 2026 20:29:45 GMT
// A date, or a date and time with "Z" or an offset; nothing where it is neither.
std::optional<core::Instant> parse_iso(std::string_view text);

// A zone by name: UTC, America/Los_Angeles, America/New_York, Europe/Berlin.
class Zone {
 public:
  static std::optional<Zone> named(std::string_view name);

  Civil local(core::Instant utc) const;
  // Of an hour that stands twice the first one is taken; of one that is left out, the offset before it.
  core::Instant utc(const Civil& local) const;

 private:
  enum class Rule { none, america, europe };
  int standard_hours_ = 0;
  Rule rule_ = Rule::none;

  bool summer(core::Instant utc) const;
};

// Oracle's patterns, as far as YYYY MM DD HH24 HH12 HH MI SS FF3 AM PM go; the rest stands for itself.
std::string write_pattern(const Civil& time, std::string_view pattern);
std::optional<Civil> read_pattern(std::string_view text, std::string_view pattern);

}  // namespace parley::sandbox
