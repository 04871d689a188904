#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_day(CallContext&, Date x, std::int64_t* out) {
  *out = value::civil(x).day;
  return call::done;
}

extern "C" Returned parley_day_of(CallContext&, DateTime t, std::int64_t* out) {
  *out = value::civil(value::date_part(t)).day;
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_day() {
  return {{
              .name = "day",
              .area = "time",
              .parameters = {{.name = "x", .kind = TypeKind::date}},
              .result = type(TypeKind::integer),
              .body = typed<&parley_day>("parley_day"),
              .summary = "The day of the month of a date or a civil time.",
              .documentation = "Counted from 1. Of an instant: `getFullYear` and its kin, or `dateOf` first.",
              .examples = {{R"(day(date("2026-11-22")))", "22"}},
          },
          {
              .name = "day",
              .area = "time",
              .parameters = {{.name = "t", .kind = TypeKind::datetime}},
              .result = type(TypeKind::integer),
              .body = typed<&parley_day_of>("parley_day_of"),
              .summary = "The day of the month of a civil time.",
              .documentation = "Counted from 1.",
              .examples = {{R"(day(datetime("1969-12-31T23:59:59")))", "31"}},
          }};
}

}  // namespace parley::functions
#endif
