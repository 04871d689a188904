#include "engine/sandbox/calendar.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>

#include "stdlib/core/text.hpp"

namespace parley::sandbox {

namespace {

constexpr std::int64_t day_us = 86'400'000'000;

// Days since 1970-01-01 of a proleptic Gregorian date (Howard Hinnant's days_from_civil).
std::int64_t days_from(int year, int month, int day) {
  std::int64_t y = month <= 2 ? year - 1 : year;
  std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  std::int64_t year_of_era = y - era * 400;
  std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146'097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719'468;
}

void set_date(Civil& out, std::int64_t days) {
  std::int64_t z = days + 719'468;
  std::int64_t era = (z >= 0 ? z : z - 146'096) / 146'097;
  std::int64_t day_of_era = z - era * 146'097;
  std::int64_t year_of_era =
      (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  std::int64_t shifted = (5 * day_of_year + 2) / 153;
  out.day = static_cast<int>(day_of_year - (153 * shifted + 2) / 5 + 1);
  out.month = static_cast<int>(shifted < 10 ? shifted + 3 : shifted - 9);
  out.year = static_cast<int>(year_of_era + era * 400 + (out.month <= 2 ? 1 : 0));
}

// The digits at the start of `text`, between `least` and `most` of them; they are taken off.
std::optional<int> take_number(std::string_view& text, std::size_t least, std::size_t most) {
  int number = 0;
  std::size_t length = 0;
  while (length < most && length < text.size() && text[length] >= '0' && text[length] <= '9') {
    number = number * 10 + (text[length++] - '0');
  }
  if (length < least) return std::nullopt;
  text.remove_prefix(length);
  return number;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

bool is_time(const Civil& t) {
  return t.hour < 24 && t.minute < 60 && t.second < 60;
}

std::optional<core::Duration> take_offset(std::string_view& text) {
  if (take(text, 'Z')) return core::Duration{};
  bool west = !text.empty() && text.front() == '-';
  if (!take(text, '+') && !take(text, '-')) return std::nullopt;
  auto hours = take_number(text, 2, 2);
  take(text, ':');
  auto minutes = take_number(text, 2, 2);
  if (!hours || !minutes) return std::nullopt;
  std::int64_t seconds = *hours * 3'600 + *minutes * 60;
  return core::Duration::seconds(west ? -seconds : seconds);
}

// The instant at which the nth (or, with 5, the last) Sunday of a month has the given hour in UTC.
core::Instant sunday(int year, int month, int nth, int hour_utc) {
  std::int64_t first = days_from(year, month, 1);
  std::int64_t weekday = ((first + 4) % 7 + 7) % 7;  // 1970-01-01 was a Thursday; Sunday is 0
  std::int64_t day = first + (7 - weekday) % 7 + 7 * (nth - 1);
  std::int64_t next_month = month == 12 ? days_from(year + 1, 1, 1) : days_from(year, month + 1, 1);
  while (day >= next_month) day -= 7;
  return {day * day_us + std::int64_t{hour_utc} * 3'600'000'000};
}

// The pattern elements, longest first where one begins another.
constexpr std::array<std::string_view, 11> elements = {"YYYY", "HH24", "HH12", "FF3", "MM", "DD",
                                                       "HH",   "MI",   "SS",   "AM",  "PM"};

std::string_view element_at(std::string_view pattern) {
  std::string upper;
  for (char c : pattern.substr(0, 4)) upper += (c >= 'a' && c <= 'z') ? static_cast<char>(c - 32) : c;
  for (std::string_view element : elements) {
    if (upper.starts_with(element)) return element;
  }
  return {};
}

std::string write_element(const Civil& t, std::string_view element) {
  int half = t.hour % 12 == 0 ? 12 : t.hour % 12;
  if (element == "YYYY") return fmt::format("{:04}", t.year);
  if (element == "MM") return fmt::format("{:02}", t.month);
  if (element == "DD") return fmt::format("{:02}", t.day);
  if (element == "HH24") return fmt::format("{:02}", t.hour);
  if (element == "HH12" || element == "HH") return fmt::format("{:02}", half);
  if (element == "MI") return fmt::format("{:02}", t.minute);
  if (element == "SS") return fmt::format("{:02}", t.second);
  if (element == "FF3") return fmt::format("{:03}", t.millisecond);
  return t.hour < 12 ? "AM" : "PM";
}

bool read_element(Civil& t, std::string_view element, std::string_view& text) {
  if (element == "AM" || element == "PM") {
    std::string half = core::lower_ascii(text.substr(0, 2));
    if (half != "am" && half != "pm") return false;
    text.remove_prefix(2);
    t.hour = t.hour % 12 + (half == "pm" ? 12 : 0);
    return true;
  }
  bool four = element == "YYYY";
  auto number = take_number(text, four ? 4 : 1, four ? 4 : element == "FF3" ? 3 : 2);
  if (!number) return false;
  int& part = four               ? t.year
              : element == "MM"  ? t.month
              : element == "DD"  ? t.day
              : element == "MI"  ? t.minute
              : element == "SS"  ? t.second
              : element == "FF3" ? t.millisecond
                                 : t.hour;
  part = *number;
  return true;
}

}  // namespace

Civil civil_from(core::Instant utc) {
  std::int64_t days = utc.microseconds / day_us;
  std::int64_t rest = utc.microseconds % day_us;
  if (rest < 0) {
    rest += day_us;
    --days;
  }
  Civil out;
  set_date(out, days);
  std::int64_t milliseconds = rest / 1'000;
  out.millisecond = static_cast<int>(milliseconds % 1'000);
  out.second = static_cast<int>(milliseconds / 1'000 % 60);
  out.minute = static_cast<int>(milliseconds / 60'000 % 60);
  out.hour = static_cast<int>(milliseconds / 3'600'000);
  return out;
}

core::Instant instant_from(const Civil& utc) {
  std::int64_t seconds = utc.hour * 3'600 + utc.minute * 60 + utc.second;
  return {days_from(utc.year, utc.month, utc.day) * day_us + seconds * 1'000'000 +
          std::int64_t{utc.millisecond} * 1'000};
}

bool is_date(int year, int month, int day) {
  if (year < 1 || year > 9'999 || month < 1 || month > 12 || day < 1) return false;
  Civil back;
  set_date(back, days_from(year, month, day));
  return back.month == month && back.day == day;
}

std::string iso_date(const Civil& day) {
  return fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day);
}

std::string http_date(core::Instant utc) {
  constexpr std::array<std::string_view, 7> days = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
  constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  Civil t = civil_from(utc);
  auto since_epoch =
      static_cast<std::size_t>(utc.microseconds / 86'400'000'000);  // 1970-01-01 was a Thursday
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", days[since_epoch % 7], t.day,
                     months[static_cast<std::size_t>(t.month - 1)], t.year, t.hour, t.minute, t.second);
}

std::string iso_seconds(core::Instant utc) {
  Civil t = civil_from(utc);
  return fmt::format("{}T{:02}:{:02}:{:02}Z", iso_date(t), t.hour, t.minute, t.second);
}

std::string iso_milliseconds(core::Instant utc) {
  Civil t = civil_from(utc);
  if (t.millisecond == 0) return iso_seconds(utc);
  return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", iso_date(t), t.hour, t.minute, t.second, t.millisecond);
}

std::optional<core::Instant> parse_iso(std::string_view text) {
  Civil t;
  auto year = take_number(text, 4, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  auto month = take_number(text, 2, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  auto day = take_number(text, 2, 2);
  if (!day || !is_date(*year, *month, *day)) return std::nullopt;
  t = {.year = *year, .month = *month, .day = *day};
  if (text.empty()) return instant_from(t);
  if (!take(text, 'T') && !take(text, ' ')) return std::nullopt;
  auto hour = take_number(text, 2, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  auto minute = take_number(text, 2, 2);
  if (!minute) return std::nullopt;
  t.hour = *hour;
  t.minute = *minute;
  if (take(text, ':')) t.second = take_number(text, 2, 2).value_or(99);
  if (take(text, '.')) {
    std::string digits;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
      digits += text.front();
      text.remove_prefix(1);
    }
    digits.resize(3, '0');
    std::string_view rest = digits;
    t.millisecond = take_number(rest, 3, 3).value_or(0);
  }
  auto offset = take_offset(text);
  if (!offset || !text.empty() || !is_time(t)) return std::nullopt;
  return instant_from(t) - *offset;
}

std::optional<Zone> Zone::named(std::string_view name) {
  Zone zone;
  if (name == "UTC") return zone;
  if (name == "America/Los_Angeles" || name == "America/New_York") {
    zone.standard_hours_ = name == "America/New_York" ? -5 : -8;
    zone.rule_ = Rule::america;
    return zone;
  }
  if (name != "Europe/Berlin") return std::nullopt;
  zone.standard_hours_ = 1;
  zone.rule_ = Rule::europe;
  return zone;
}

Civil Zone::local(core::Instant utc) const {
  return civil_from(utc + core::Duration::seconds((standard_hours_ + (summer(utc) ? 1 : 0)) * 3'600));
}

core::Instant Zone::utc(const Civil& local) const {
  core::Instant as_summer = instant_from(local) - core::Duration::seconds((standard_hours_ + 1) * 3'600);
  if (summer(as_summer)) return as_summer;
  return instant_from(local) - core::Duration::seconds(standard_hours_ * 3'600);
}

bool Zone::summer(core::Instant utc) const {
  int year = civil_from(utc).year;
  switch (rule_) {
    case Rule::none:
      return false;
    case Rule::america:  // second Sunday of March to first Sunday of November, at 2:00 local time
      return utc >= sunday(year, 3, 2, 2 - standard_hours_) && utc < sunday(year, 11, 1, 1 - standard_hours_);
    case Rule::europe:  // last Sundays of March and October, at 1:00 UTC
      return utc >= sunday(year, 3, 5, 1) && utc < sunday(year, 10, 5, 1);
  }
  return false;
}

std::string write_pattern(const Civil& time, std::string_view pattern) {
  std::string out;
  while (!pattern.empty()) {
    std::string_view element = element_at(pattern);
    if (element.empty()) {
      out += pattern.front();
      pattern.remove_prefix(1);
    } else {
      out += write_element(time, element);
      pattern.remove_prefix(element.size());
    }
  }
  return out;
}

std::optional<Civil> read_pattern(std::string_view text, std::string_view pattern) {
  Civil out;
  while (!pattern.empty() && !text.empty()) {
    std::string_view element = element_at(pattern);
    if (element.empty()) {
      if (!take(text, pattern.front())) return std::nullopt;
      pattern.remove_prefix(1);
      continue;
    }
    if (!read_element(out, element, text)) return std::nullopt;
    pattern.remove_prefix(element.size());
  }
  if (!text.empty() || !is_date(out.year, out.month, out.day) || !is_time(out)) return std::nullopt;
  return out;
}

}  // namespace parley::sandbox
