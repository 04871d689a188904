#include "stdlib/functions/body.hpp"
#include "stdlib/functions/describe.hpp"
#include "stdlib/functions/zone.hpp"

namespace parley::functions {

extern "C" Returned parley_in_zone(CallContext&, Instant t, Text zone, DateTime* out) {
  *out = civil_in(t, zone.view());
  return value::in_range(*out) ? call::done : call::error(0);
}

Overloads describe_in_zone() {
  return {{
      .name = "inZone",
      .area = "time",
      .parameters = {{.name = "t", .kind = TypeKind::instant},
                     {.name = "zone",
                      .kind = TypeKind::text,
                      .literal = true,
                      .accepts = is_zone,
                      .expects = "a time zone of the IANA database, UTC or an offset"}},
      .result = type(TypeKind::datetime),
      .errors = {{"out_of_range", "is outside the years 0001 to 9999 in this zone", 0}},
      .law = Law::lossy,
      .body = heavy<&parley_in_zone>("parley_in_zone"),
      .summary = "The civil time that a clock in a zone shows at an instant.",
      .documentation = "`instant(t, zone, earlier)` is the way back but for the hour that occurs twice.",
      .examples = {{R"(inZone(instant("2026-07-01T10:00:00Z"), "Europe/Berlin"))",
                    R"(datetime("2026-07-01T12:00:00"))"},
                   {R"(inZone(instant("1969-12-31T23:59:59.5Z"), "UTC"))",
                    R"(datetime("1969-12-31T23:59:59.5"))"},
                   {R"(inZone(instant("0001-01-01T00:00:00Z"), "-01:00"))", "error out_of_range"}},
  }};
}

}  // namespace parley::functions
