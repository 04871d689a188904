#include "stdlib/functions/accessor.hpp"
#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_truncate_to(CallContext&, Instant t, std::int32_t unit, Instant* out) {
  constexpr std::int64_t sizes[] = {day_us, hour_us, minute_us, second_us, 1'000};
  std::int64_t rest = t.microseconds % sizes[unit];
  out->microseconds = t.microseconds - rest - (rest < 0 ? sizes[unit] : 0);
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_truncate_to() {
  return {{
      .name = "truncateTo",
      .area = "time",
      .parameters = {{.name = "t", .kind = TypeKind::instant},
                     {.name = "unit",
                      .kind = TypeKind::text,
                      .words = {"day", "hour", "minute", "second", "millisecond"},
                      .literal = true}},
      .result = type(TypeKind::instant),
      .law = Law::normal,
      .body = typed<&parley_truncate_to>("parley_truncate_to"),
      .summary = "Cuts an instant to a unit, towards the past.",
      .documentation = "Days are those of UTC; for the day in another zone, `midnight(dateOf(t, zone), "
                       "zone)`. For two-way fields with a system that keeps less than microseconds.",
      .examples = {{R"(truncateTo(instant("2026-11-22T09:30:15.123456Z"), second))",
                    R"(instant("2026-11-22T09:30:15Z"))"},
                   {R"(truncateTo(instant("1969-12-31T23:59:59.5Z"), minute))",
                    R"(instant("1969-12-31T23:59:00Z"))"},
                   {R"(truncateTo(instant("2026-11-22T09:30:15Z"), day))",
                    R"(instant("2026-11-22T00:00:00Z"))"}},
  }};
}

}  // namespace parley::functions
#endif
