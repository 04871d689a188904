#include "stdlib/functions/body.hpp"
#include "stdlib/functions/describe.hpp"
#include "stdlib/functions/zone.hpp"

namespace parley::functions {

extern "C" Returned parley_date_of(CallContext&, Instant t, Text zone, Date* out) {
  DateTime civil = civil_in(t, zone.view());
  if (!value::in_range(civil)) return call::error(0);
  *out = value::date_part(civil);
  return call::done;
}

Overloads describe_date_of() {
  return {{
      .name = "dateOf",
      .area = "time",
      .parameters = {{.name = "t", .kind = TypeKind::instant},
                     {.name = "zone",
                      .kind = TypeKind::text,
                      .literal = true,
                      .accepts = is_zone,
                      .expects = "a time zone of the IANA database, UTC or an offset"}},
      .result = type(TypeKind::date),
      .errors = {{"out_of_range", "is outside the years 0001 to 9999 in this zone", 0}},
      .law = Law::lossy,
      .body = heavy<&parley_date_of>("parley_date_of"),
      .summary = "The date that a clock in a zone shows at an instant.",
      .documentation = "The zone is always written: near midnight it decides the day. `midnight` is the way "
                       "back.",
      .examples = {{R"(dateOf(instant("2026-11-22T23:30:00Z"), "Europe/Berlin"))", R"(date("2026-11-23"))"},
                   {R"(dateOf(instant("2026-11-22T23:30:00Z"), "America/New_York"))",
                    R"(date("2026-11-22"))"},
                   {R"(dateOf(instant("9999-12-31T23:30:00Z"), "+01:00"))", "error out_of_range"}},
  }};
}

}  // namespace parley::functions
