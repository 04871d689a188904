#include "stdlib/value/time.hpp"

#include <doctest/doctest.h>

using namespace parley::value;
using parley::core::Duration;
using parley::core::Instant;

TEST_CASE("every day from year 1 to 9999 comes back, one after the other") {
  std::int32_t expected = date_min.days;
  for (int year = 1; year <= 9999; ++year)
    for (int month = 1; month <= 12; ++month)
      for (int day = 1; day <= days_in_month(year, month); ++day, ++expected) {
        auto date = date_of({year, month, day});
        if (!date || date->days != expected) FAIL(year << "-" << month << "-" << day);
        CivilDate back = civil(*date);
        if (back.year != year || back.month != month || back.day != day) FAIL("back of " << expected);
      }
  CHECK(expected == date_max.days + 1);
  CHECK(date_of({1970, 1, 1})->days == 0);
}

TEST_CASE("days that are none") {
  for (CivilDate bad :
       {CivilDate{0, 1, 1}, CivilDate{10000, 1, 1}, CivilDate{2026, 0, 1}, CivilDate{2026, 13, 1},
        CivilDate{2026, 1, 0}, CivilDate{2026, 4, 31}, CivilDate{2023, 2, 29}, CivilDate{1900, 2, 29}})
    CHECK_FALSE(date_of(bad));
  CHECK(date_of({2000, 2, 29}));
}

TEST_CASE("dates and times are read strictly") {
  CHECK(to_text(*parse_date("2026-11-22")) == "2026-11-22");
  CHECK(to_text(*parse_date("0001-01-01")) == "0001-01-01");
  CHECK(to_text(*parse_date("9999-12-31")) == "9999-12-31");
  for (const char* bad :
       {"", "2026-11-2", "2026-1-22", "20261122", "2026-11-22 ", " 2026-11-22", "2026/11/22", "2026-02-30",
        "0000-01-01", "+2026-11-22", "2026-11-22T", "12026-11-22"})
    CHECK_MESSAGE(!parse_date(bad), bad);
  CHECK(to_text(*parse_time("23:59:59")) == "23:59:59");
  CHECK(to_text(*parse_time("00:00:00.5")) == "00:00:00.500");
  CHECK(to_text(*parse_time("00:00:00.000001")) == "00:00:00.000001");
  CHECK(to_text(*parse_time("00:00:00.123000000")) == "00:00:00.123");
  for (const char* bad : {"24:00:00", "23:60:00", "23:59:60", "9:30:00", "09:30", "09:30:00.",
                          "09:30:00.1234567", "09:30:00.0000000000", "09:30:00Z"})
    CHECK_MESSAGE(!parse_time(bad), bad);
}

TEST_CASE("instants need an offset and are written in Z") {
  CHECK(to_text(*parse_instant("2026-11-22T09:30:00Z")) == "2026-11-22T09:30:00Z");
  CHECK(to_text(*parse_instant("2026-11-22T09:30:00.25+02:00")) == "2026-11-22T07:30:00.250Z");
  CHECK(to_text(*parse_instant("2026-11-22T23:30:00-05:30")) == "2026-11-23T05:00:00Z");
  CHECK(parse_instant("1970-01-01T00:00:00Z")->microseconds == 0);
  CHECK(to_text(*parse_instant("1969-12-31T23:59:59.999999Z")) == "1969-12-31T23:59:59.999999Z");
  for (const char* bad :
       {"2026-11-22T09:30:00", "2026-11-22 09:30:00Z", "2026-11-22T09:30:00z", "2026-11-22T09:30:00+2",
        "2026-11-22T09:30:00+0200", "2026-11-22T09:30:00+24:00", "2026-11-22T09:30Z",
        "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "2026-11-22T09:30:00ZZ"})
    CHECK_MESSAGE(!parse_instant(bad), bad);
  CHECK(in_range(*parse_instant("9999-12-31T23:59:59.999999Z")));
  CHECK_FALSE(in_range(Instant{datetime_max.microseconds + 1}));
  CHECK_FALSE(in_range(Instant{datetime_min.microseconds - 1}));
}

TEST_CASE("civil date and time apart, before and after 1970") {
  DateTime before = *parse_datetime("1969-12-31T23:00:00");
  CHECK(to_text(date_part(before)) == "1969-12-31");
  CHECK(to_text(time_part(before)) == "23:00:00");
  CHECK(to_text(before) == "1969-12-31T23:00:00");
  CHECK(date_part(*parse_datetime("1970-01-01T00:00:00")).days == 0);
  CHECK_FALSE(parse_datetime("2026-11-22T09:30:00Z"));
}

TEST_CASE("durations are seconds") {
  CHECK(to_text(Duration::seconds(90)) == "90s");
  CHECK(to_text(Duration::milliseconds(-1500)) == "-1.5s");
  CHECK(to_text(Duration{1}) == "0.000001s");
  CHECK(to_text(Duration{INT64_MIN}) == "-9223372036854.775808s");
}
