#include "stdlib/functions/accessor.hpp"
#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_diff_days(CallContext&, Date from, Date to, std::int64_t* out) {
  *out = std::int64_t{to.days} - from.days;
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_diff_days() {
  return {{
      .name = "diffDays",
      .area = "time",
      .parameters = {{.name = "from", .kind = TypeKind::date}, {.name = "to", .kind = TypeKind::date}},
      .result = type(TypeKind::integer),
      .body = typed<&parley_diff_days>("parley_diff_days"),
      .summary = "The days from one date to another.",
      .documentation = "Negative where the second is the earlier one.",
      .examples = {{R"(diffDays(date("2026-11-22"), date("2026-12-01")))", "9"},
                   {R"(diffDays(date("2026-11-22"), date("2026-11-21")))", "-1"}},
  }};
}

}  // namespace parley::functions
#endif
