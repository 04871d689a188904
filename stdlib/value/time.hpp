// Date, TimeOfDay, DateTime: civil time, proleptic Gregorian calendar, no zone. Instants are core::Instant.
// Every step between civil time and instants names a zone and lives in stdlib/functions. Years 0001 to 9999.
// The layouts are part of the contract with generated code (stdlib/abi).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "stdlib/core/clock.hpp"

namespace parley::value {

struct Date {
  std::int32_t days = 0;  // since 1970-01-01
  friend constexpr auto operator<=>(const Date&, const Date&) = default;
};

struct TimeOfDay {
  std::int64_t microseconds = 0;  // since midnight, below 24 h
  friend constexpr auto operator<=>(const TimeOfDay&, const TimeOfDay&) = default;
};

struct DateTime {
  std::int64_t microseconds = 0;  // since 1970-01-01T00:00:00 in civil time
  friend constexpr auto operator<=>(const DateTime&, const DateTime&) = default;
};

struct CivilDate {
  int year;
  int month;  // 1 to 12
  int day;    // 1 to 31
};

// 0001-01-01 and 9999-12-31: whatever lies outside is no date, and functions that would make one fail.
constexpr Date date_min{-719'162};
constexpr Date date_max{2'932'896};
constexpr DateTime datetime_min{std::int64_t{date_min.days} * 86'400'000'000};
constexpr DateTime datetime_max{(std::int64_t{date_max.days} + 1) * 86'400'000'000 - 1};
bool in_range(Date date);
bool in_range(DateTime datetime);
bool in_range(core::Instant instant);

CivilDate civil(Date date);
int days_in_month(int year, int month);  // month 1 to 12
Date date_part(DateTime datetime);
TimeOfDay time_part(DateTime datetime);
// Nothing where there is no such day.
std::optional<Date> date_of(CivilDate civil);

// ISO 8601 extended / RFC 3339, strict: "2026-11-22", "09:30:00[.ffffff]", "2026-11-22T09:30:00[.ffffff]",
// and for instants an offset or Z. Nothing where the text is anything else.
std::optional<Date> parse_date(std::string_view text);
std::optional<TimeOfDay> parse_time(std::string_view text);
std::optional<DateTime> parse_datetime(std::string_view text);
std::optional<core::Instant> parse_instant(std::string_view text);

// The canonical texts: fractions only where they are not zero (three digits if they suffice, else six),
// instants in Z.
std::string to_text(Date date);
std::string to_text(TimeOfDay time);
std::string to_text(DateTime datetime);
std::string to_text(core::Instant instant);
std::string to_text(core::Duration duration);  // seconds: "90s", "-1.5s"

// The same into `out` (time_text_max bytes); the length.
constexpr int time_text_max = 40;
int write_date(Date date, char* out);
int write_time(TimeOfDay time, char* out);
int write_datetime(DateTime datetime, char* out);
int write_instant(core::Instant instant, char* out);
int write_duration(core::Duration duration, char* out);

}  // namespace parley::value
