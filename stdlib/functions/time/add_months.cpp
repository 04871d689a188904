#include "stdlib/functions/accessor.hpp"
#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_add_months(CallContext&, Date day, std::int64_t n, Date* out) {
  constexpr std::int64_t months_max = 120'000;  // 10,000 years
  if (n > months_max || n < -months_max) return call::error(0);
  value::CivilDate civil = value::civil(day);
  std::int64_t months = civil.year * 12 + civil.month - 1 + n;
  if (months < 12 || months >= months_max) return call::error(0);
  civil.year = static_cast<int>(months / 12);
  civil.month = static_cast<int>(months % 12 + 1);
  int last = value::days_in_month(civil.year, civil.month);
  if (civil.day > last) civil.day = last;
  *out = *value::date_of(civil);
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_add_months() {
  return {{
      .name = "addMonths",
      .area = "time",
      .parameters = {{.name = "day", .kind = TypeKind::date}, {.name = "n", .kind = TypeKind::integer}},
      .result = type(TypeKind::date),
      .errors = {{"out_of_range", "leaves the years 0001 to 9999", 0}},
      .law = Law::lossy,
      .body = typed<&parley_add_months>("parley_add_months"),
      .summary = "The same day n months later.",
      .documentation = "Where the month is too short, its last day: January 31 plus one month is February "
                       "28 or 29. A negative n goes back.",
      .examples = {{R"(addMonths(date("2026-01-31"), 1))", R"(date("2026-02-28"))"},
                   {R"(addMonths(date("2026-01-15"), -1))", R"(date("2025-12-15"))"},
                   {R"(addMonths(date("9999-12-01"), 1))", "error out_of_range"}},
  }};
}

}  // namespace parley::functions
#endif
