#include "stdlib/functions/accessor.hpp"
#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_add_days(CallContext&, Date day, std::int64_t n, Date* out) {
  std::int64_t days = 0;
  if (__builtin_add_overflow(std::int64_t{day.days}, n, &days)) return call::error(0);
  if (days < value::date_min.days || days > value::date_max.days) return call::error(0);
  *out = {static_cast<std::int32_t>(days)};
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_add_days() {
  return {{
      .name = "addDays",
      .area = "time",
      .parameters = {{.name = "day", .kind = TypeKind::date}, {.name = "n", .kind = TypeKind::integer}},
      .result = type(TypeKind::date),
      .errors = {{"out_of_range", "leaves the years 0001 to 9999", 0}},
      .law = Law::exact,
      .body = typed<&parley_add_days>("parley_add_days"),
      .summary = "The date n days later.",
      .documentation = "A negative n goes back.",
      .examples = {{R"(addDays(date("2024-02-28"), 2))", R"(date("2024-03-01"))"},
                   {R"(addDays(date("2026-01-01"), -1))", R"(date("2025-12-31"))"},
                   {R"(addDays(date("9999-12-31"), 1))", "error out_of_range"}},
  }};
}

}  // namespace parley::functions
#endif
