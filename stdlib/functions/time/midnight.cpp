#include "stdlib/functions/accessor.hpp"
#include "stdlib/functions/body.hpp"
#include "stdlib/functions/describe.hpp"
#include "stdlib/functions/zone.hpp"

namespace parley::functions {

extern "C" Returned parley_midnight(CallContext&, Date day, Text zone, Instant* out) {
  *out = resolve({day.days * day_us}, zone.view()).earlier;
  return value::in_range(*out) ? call::done : call::error(0);
}

Overloads describe_midnight() {
  return {{
      .name = "midnight",
      .area = "time",
      .parameters = {{.name = "day", .kind = TypeKind::date},
                     {.name = "zone",
                      .kind = TypeKind::text,
                      .literal = true,
                      .accepts = is_zone,
                      .expects = "a time zone of the IANA database, UTC or an offset"}},
      .result = type(TypeKind::instant),
      .errors = {{"out_of_range", "begins outside the years 0001 to 9999", 0}},
      .law = Law::lossy,
      .body = heavy<&parley_midnight>("parley_midnight"),
      .summary = "The instant at which a day begins in a zone.",
      .documentation = "Where clocks jump over midnight the day begins with the jump; where midnight occurs "
                       "twice, with the first. `dateOf` in the same zone is the way back.",
      .examples = {{R"(midnight(date("2026-11-22"), "Europe/Berlin"))", R"(instant("2026-11-21T23:00:00Z"))"},
                   {R"(midnight(date("2018-11-04"), "America/Sao_Paulo"))",
                    R"(instant("2018-11-04T03:00:00Z"))"},
                   {R"(dateOf(midnight(date("2018-11-04"), "America/Sao_Paulo"), "America/Sao_Paulo"))",
                    R"(date("2018-11-04"))"},
                   {R"(midnight(date("0001-01-01"), "+01:00"))", "error out_of_range"}},
  }};
}

}  // namespace parley::functions
