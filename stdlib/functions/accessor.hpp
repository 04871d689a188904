// Parts of civil times, as CEL counts them: months, days of the month and of the year from 0 (getDate from
// 1), days of the week from Sunday, 0. Also compiled to bitcode.
#pragma once

#include "stdlib/functions/body.hpp"

namespace parley::functions {

constexpr std::int64_t second_us = 1'000'000;
constexpr std::int64_t minute_us = 60 * second_us;
constexpr std::int64_t hour_us = 60 * minute_us;
constexpr std::int64_t day_us = 24 * hour_us;

inline std::int64_t full_year(DateTime t) {
  return value::civil(value::date_part(t)).year;
}
inline std::int64_t month_from_0(DateTime t) {
  return value::civil(value::date_part(t)).month - 1;
}
inline std::int64_t day_from_1(DateTime t) {
  return value::civil(value::date_part(t)).day;
}
inline std::int64_t day_from_0(DateTime t) {
  return day_from_1(t) - 1;
}
inline std::int64_t day_of_week(DateTime t) {
  std::int64_t days = value::date_part(t).days;
  return ((days + 4) % 7 + 7) % 7;
}
inline std::int64_t day_of_year(DateTime t) {
  value::CivilDate c = value::civil(value::date_part(t));
  std::int64_t days = c.day - 1;
  for (int month = 1; month < c.month; ++month) days += value::days_in_month(c.year, month);
  return days;
}
inline std::int64_t hour_of(DateTime t) {
  return value::time_part(t).microseconds / hour_us;
}
inline std::int64_t minute_of(DateTime t) {
  return value::time_part(t).microseconds / minute_us % 60;
}
inline std::int64_t second_of(DateTime t) {
  return value::time_part(t).microseconds / second_us % 60;
}
inline std::int64_t millisecond_of(DateTime t) {
  return value::time_part(t).microseconds / 1'000 % 1'000;
}

}  // namespace parley::functions
