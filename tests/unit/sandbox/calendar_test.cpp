#include "engine/sandbox/calendar.hpp"

#include <doctest/doctest.h>

using namespace parley::sandbox;
using parley::core::Duration;

TEST_CASE("calendar: instants are written as each API does and read back") {
  auto at = parse_iso("2026-03-09T20:29:45.981Z");
  REQUIRE(at);
  CHECK(iso_milliseconds(*at) == "2026-03-09T20:29:45.981Z");
  CHECK(iso_seconds(*at) == "2026-03-09T20:29:45Z");
  CHECK(iso_milliseconds(*parse_iso("2026-03-09T22:29:45.000+02:00")) == "2026-03-09T20:29:45Z");
  CHECK(iso_seconds(*parse_iso("1969-12-31T23:59:59-00:30")) == "1970-01-01T00:29:59Z");
  CHECK(http_date({784111777'000'000}) == "Sun, 06 Nov 1994 08:49:37 GMT");
  for (const char* bad : {"", "2026-02-29", "2026-13-01", "26-01-01", "2026-01-01T25:00:00Z",
                          "2026-01-01T10:00:00", "2026-01-01x"}) {
    CHECK_MESSAGE(!parse_iso(bad), bad);
  }
}

TEST_CASE("calendar: a zone's local time, both ways, over the changes of a year") {
  for (const char* name : {"UTC", "America/Los_Angeles", "America/New_York", "Europe/Berlin"}) {
    Zone zone = *Zone::named(name);
    for (int hour = 0; hour < 365 * 24; ++hour) {
      parley::core::Instant at = *parse_iso("2026-01-01") + Duration::seconds(hour * 3'600);
      auto back = zone.utc(zone.local(at));
      // Only the second of two equal hours comes back as the first.
      bool folded = back + Duration::seconds(3'600) == at;
      CHECK((back == at || folded));
    }
  }
  CHECK(iso_seconds(instant_from(Zone::named("Europe/Berlin")->local(*parse_iso("2026-03-29T01:00:00Z")))) ==
        "2026-03-29T03:00:00Z");
  CHECK(iso_seconds(
            instant_from(Zone::named("America/Los_Angeles")->local(*parse_iso("2026-03-08T09:59:59Z")))) ==
        "2026-03-08T01:59:59Z");
  CHECK(iso_seconds(
            instant_from(Zone::named("America/Los_Angeles")->local(*parse_iso("2026-03-08T10:00:00Z")))) ==
        "2026-03-08T03:00:00Z");
  CHECK_FALSE(Zone::named("Mars/Olympus"));
}

TEST_CASE("calendar: patterns") {
  Civil time{2026, 3, 9, 15, 4, 5, 0};
  CHECK(write_pattern(time, "YYYY-MM-DD HH24:MI:SS") == "2026-03-09 15:04:05");
  CHECK(write_pattern(time, "mm/dd/yyyy hh:mi am") == "03/09/2026 03:04 PM");
  auto read = read_pattern("3/9/2026 3:04 pm", "MM/DD/YYYY HH:MI AM");
  REQUIRE(read);
  CHECK(instant_from(*read) == *parse_iso("2026-03-09T15:04:00Z"));
  CHECK_FALSE(read_pattern("2026-02-30", "YYYY-MM-DD"));
  CHECK_FALSE(read_pattern("2026-02-03x", "YYYY-MM-DD"));
}
