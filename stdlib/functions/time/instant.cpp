#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_instant(CallContext&, Text x, Instant* out) {
  auto parsed = value::parse_instant(x.view());
  if (!parsed) return call::error(0);
  *out = *parsed;
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"
#include "stdlib/functions/zone.hpp"

namespace parley::functions {

extern "C" Returned parley_instant_in(CallContext&, DateTime t, Text zone, std::int32_t mode, Instant* out) {
  Resolved resolved = resolve(t, zone.view());
  auto wanted = static_cast<Ambiguous>(mode);
  if (wanted == Ambiguous::reject && resolved.kind == Resolved::Kind::ambiguous) return call::error(0);
  if (wanted == Ambiguous::reject && resolved.kind == Resolved::Kind::missing) return call::error(1);
  *out = wanted == Ambiguous::later ? resolved.later : resolved.earlier;
  return value::in_range(*out) ? call::done : call::error(2);
}

Overloads describe_instant() {
  return {
      {
          .name = "instant",
          .area = "time",
          .parameters = {{.name = "x", .kind = TypeKind::text}},
          .result = type(TypeKind::instant),
          .errors = {{"not_an_instant", "is not an instant like 2026-11-22T09:30:00Z", 0}},
          .law = Law::lossy,
          .body = typed<&parley_instant>("parley_instant"),
          .summary = "Reads an instant, or finds that of a civil time in a zone.",
          .documentation =
              "RFC 3339 with `T` and an offset or `Z`, at most microseconds (more digits only as "
              "zeros), years 0001 to 9999 in UTC.",
          .examples = {{R"(instant("2026-11-22T09:30:00+02:00"))", R"(instant("2026-11-22T07:30:00Z"))"},
                       {R"(instant("2026-11-22T09:30:00"))", "error not_an_instant"}},
      },
      {
          .name = "instant",
          .area = "time",
          .parameters = {{.name = "t", .kind = TypeKind::datetime},
                         {.name = "zone",
                          .kind = TypeKind::text,
                          .literal = true,
                          .accepts = is_zone,
                          .expects = "a time zone of the IANA database, UTC or an offset"},
                         {.name = "ambiguous",
                          .kind = TypeKind::text,
                          .words = {"earlier", "later", "reject"},
                          .literal = true}},
          .result = type(TypeKind::instant),
          .errors = {{"ambiguous_time", "occurs twice in this zone", 0},
                     {"missing_time", "does not occur in this zone", 0},
                     {"out_of_range", "is outside the years 0001 to 9999", 0}},
          .law = Law::lossy,
          .body = heavy<&parley_instant_in>("parley_instant_in"),
          .summary = "The instant of a civil time in a zone.",
          .documentation = "Where clocks are set back a civil time occurs twice: the last word says which "
                           "instant is meant. Where they are set forward it does not occur at all: `earlier` "
                           "and `later` both give the instant of the jump.",
          .examples = {{R"(instant(datetime("2026-07-01T12:00:00"), "Europe/Berlin", reject))",
                        R"(instant("2026-07-01T10:00:00Z"))"},
                       {R"(instant(datetime("2026-10-25T02:30:00"), "Europe/Berlin", earlier))",
                        R"(instant("2026-10-25T00:30:00Z"))"},
                       {R"(instant(datetime("2026-10-25T02:30:00"), "Europe/Berlin", later))",
                        R"(instant("2026-10-25T01:30:00Z"))"},
                       {R"(instant(datetime("2026-10-25T02:30:00"), "Europe/Berlin", reject))",
                        "error ambiguous_time"},
                       {R"(instant(datetime("2026-03-29T02:30:00"), "Europe/Berlin", earlier))",
                        R"(instant("2026-03-29T01:00:00Z"))"},
                       {R"(instant(datetime("2026-03-29T02:30:00"), "Europe/Berlin", reject))",
                        "error missing_time"},
                       {R"(instant(datetime("9999-12-31T23:00:00"), "-02:00", reject))",
                        "error out_of_range"}},
      }};
}

}  // namespace parley::functions
#endif
