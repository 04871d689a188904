#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_month(CallContext&, Date x, std::int64_t* out) {
  *out = value::civil(x).month;
  return call::done;
}

extern "C" Returned parley_month_of(CallContext&, DateTime t, std::int64_t* out) {
  *out = value::civil(value::date_part(t)).month;
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_month() {
  return {{
              .name = "month",
              .area = "time",
              .parameters = {{.name = "x", .kind = TypeKind::date}},
              .result = type(TypeKind::integer),
              .body = typed<&parley_month>("parley_month"),
              .summary = "The month of a date or a civil time.",
              .documentation = "Counted from 1. Of an instant: `getFullYear` and its kin, or `dateOf` first.",
              .examples = {{R"(month(date("2026-11-22")))", "11"}},
          },
          {
              .name = "month",
              .area = "time",
              .parameters = {{.name = "t", .kind = TypeKind::datetime}},
              .result = type(TypeKind::integer),
              .body = typed<&parley_month_of>("parley_month_of"),
              .summary = "The month of a civil time.",
              .documentation = "Counted from 1.",
              .examples = {{R"(month(datetime("1969-12-31T23:59:59")))", "12"}},
          }};
}

}  // namespace parley::functions
#endif
