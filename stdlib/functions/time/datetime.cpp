#include "stdlib/functions/accessor.hpp"
#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_datetime(CallContext&, Text x, DateTime* out) {
  auto parsed = value::parse_datetime(x.view());
  if (!parsed) return call::error(0);
  *out = *parsed;
  return call::done;
}

extern "C" Returned parley_datetime_of(CallContext&, Date day, TimeOfDay time, DateTime* out) {
  *out = {day.days * day_us + time.microseconds};
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_datetime() {
  return {
      {
          .name = "datetime",
          .area = "time",
          .parameters = {{.name = "x", .kind = TypeKind::text}},
          .result = type(TypeKind::datetime),
          .errors = {{"not_a_datetime", "is not a civil time like 2026-11-22T09:30:00", 0}},
          .law = Law::lossy,
          .body = typed<&parley_datetime>("parley_datetime"),
          .summary = "Reads a civil time, or makes one of a date and a time of day.",
          .documentation = "Strictly ISO 8601 without an offset. With an offset it is an `instant`.",
          .examples = {{R"(datetime("2026-11-22T09:30:00"))", R"(datetime("2026-11-22T09:30:00"))"},
                       {R"(datetime("2026-11-22T09:30:00Z"))", "error not_a_datetime"}},
      },
      {
          .name = "datetime",
          .area = "time",
          .parameters = {{.name = "day", .kind = TypeKind::date}, {.name = "time", .kind = TypeKind::time}},
          .result = type(TypeKind::datetime),
          .body = typed<&parley_datetime_of>("parley_datetime_of"),
          .summary = "The civil time at a time of day.",
          .documentation = "No zone is involved.",
          .examples = {{R"(datetime(date("2026-11-22"), time("09:30:00")))",
                        R"(datetime("2026-11-22T09:30:00"))"}},
      }};
}

}  // namespace parley::functions
#endif
