#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_year(CallContext&, Date x, std::int64_t* out) {
  *out = value::civil(x).year;
  return call::done;
}

extern "C" Returned parley_year_of(CallContext&, DateTime t, std::int64_t* out) {
  *out = value::civil(value::date_part(t)).year;
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_year() {
  return {{
              .name = "year",
              .area = "time",
              .parameters = {{.name = "x", .kind = TypeKind::date}},
              .result = type(TypeKind::integer),
              .body = typed<&parley_year>("parley_year"),
              .summary = "The year of a date or a civil time.",
              .documentation = "Counted from 1. Of an instant: `getFullYear` and its kin, or `dateOf` first.",
              .examples = {{R"(year(date("2026-11-22")))", "2026"}},
          },
          {
              .name = "year",
              .area = "time",
              .parameters = {{.name = "t", .kind = TypeKind::datetime}},
              .result = type(TypeKind::integer),
              .body = typed<&parley_year_of>("parley_year_of"),
              .summary = "The year of a civil time.",
              .documentation = "Counted from 1.",
              .examples = {{R"(year(datetime("1969-12-31T23:59:59")))", "1969"}},
          }};
}

}  // namespace parley::functions
#endif
