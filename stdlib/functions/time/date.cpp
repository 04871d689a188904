#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_date(CallContext&, Text x, Date* out) {
  auto parsed = value::parse_date(x.view());
  if (!parsed) return call::error(0);
  *out = *parsed;
  return call::done;
}

extern "C" Returned parley_date_part(CallContext&, DateTime t, Date* out) {
  *out = value::date_part(t);
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_date() {
  return {
      {
          .name = "date",
          .area = "time",
          .parameters = {{.name = "x", .kind = TypeKind::text}},
          .result = type(TypeKind::date),
          .errors = {{"not_a_date", "is not a date like 2026-11-22", 0}},
          .law = Law::lossy,
          .body = typed<&parley_date>("parley_date"),
          .summary = "Reads a date, or takes the date of a civil time.",
          .documentation = "Strictly ISO 8601, `2026-11-22`, years 0001 to 9999. Other forms: `parseDate`.",
          .examples = {{R"(date("2026-11-22"))", R"(date("2026-11-22"))"},
                       {R"(date("2026-02-30"))", "error not_a_date"},
                       {R"(date("22.11.2026"))", "error not_a_date"}},
      },
      {
          .name = "date",
          .area = "time",
          .parameters = {{.name = "t", .kind = TypeKind::datetime}},
          .result = type(TypeKind::date),
          .law = Law::lossy,
          .body = typed<&parley_date_part>("parley_date_part"),
          .summary = "The date of a civil time.",
          .documentation = "An instant has a date only in a zone: `dateOf`.",
          .examples = {{R"(date(datetime("2026-11-22T23:59:59")))", R"(date("2026-11-22"))"}},
      }};
}

}  // namespace parley::functions
#endif
