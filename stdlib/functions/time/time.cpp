#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_time(CallContext&, Text x, TimeOfDay* out) {
  auto parsed = value::parse_time(x.view());
  if (!parsed) return call::error(0);
  *out = *parsed;
  return call::done;
}

extern "C" Returned parley_time_part(CallContext&, DateTime t, TimeOfDay* out) {
  *out = value::time_part(t);
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_time() {
  return {{
              .name = "time",
              .area = "time",
              .parameters = {{.name = "x", .kind = TypeKind::text}},
              .result = type(TypeKind::time),
              .errors = {{"not_a_time", "is not a time like 09:30:00", 0}},
              .law = Law::lossy,
              .body = typed<&parley_time>("parley_time"),
              .summary = "Reads a time of day, or takes that of a civil time.",
              .documentation = "Strictly ISO 8601, `09:30:00` with at most six digits of a fraction; no leap "
                               "second, no 24:00:00.",
              .examples = {{R"(time("09:30:00"))", R"(time("09:30:00"))"},
                           {R"(time("9:30"))", "error not_a_time"},
                           {R"(time("24:00:00"))", "error not_a_time"}},
          },
          {
              .name = "time",
              .area = "time",
              .parameters = {{.name = "t", .kind = TypeKind::datetime}},
              .result = type(TypeKind::time),
              .law = Law::lossy,
              .body = typed<&parley_time_part>("parley_time_part"),
              .summary = "The time of day of a civil time.",
              .documentation = "An instant has a time of day only in a zone: `inZone`.",
              .examples = {{R"(time(datetime("2026-11-22T23:59:59")))", R"(time("23:59:59"))"}},
          }};
}

}  // namespace parley::functions
#endif
