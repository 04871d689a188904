#include "stdlib/functions/accessor.hpp"
#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_from_epoch_ms(CallContext&, std::int64_t n, Instant* out) {
  if (__builtin_mul_overflow(n, std::int64_t{1'000}, &out->microseconds)) return call::error(0);
  return value::in_range(*out) ? call::done : call::error(0);
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_from_epoch_ms() {
  return {{
      .name = "fromEpochMs",
      .area = "time",
      .parameters = {{.name = "n", .kind = TypeKind::integer}},
      .result = type(TypeKind::instant),
      .errors = {{"out_of_range", "is outside the years 0001 to 9999", 0}},
      .law = Law::lossy,
      .body = typed<&parley_from_epoch_ms>("parley_from_epoch_ms"),
      .summary = "The instant n milliseconds after 1970-01-01T00:00:00Z.",
      .documentation = "`epochMs` is the way back.",
      .examples = {{"fromEpochMs(1234567890123)", R"(instant("2009-02-13T23:31:30.123Z"))"},
                   {"fromEpochMs(-1)", R"(instant("1969-12-31T23:59:59.999Z"))"},
                   {"fromEpochMs(9223372036854775807)", "error out_of_range"}},
  }};
}

}  // namespace parley::functions
#endif
