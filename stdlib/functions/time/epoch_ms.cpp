#include "stdlib/functions/accessor.hpp"
#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_epoch_ms(CallContext&, Instant t, std::int64_t* out) {
  *out = t.microseconds / 1'000 - (t.microseconds % 1'000 < 0 ? 1 : 0);
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_epoch_ms() {
  return {{
      .name = "epochMs",
      .area = "time",
      .parameters = {{.name = "t", .kind = TypeKind::instant}},
      .result = type(TypeKind::integer),
      .law = Law::lossy,
      .body = typed<&parley_epoch_ms>("parley_epoch_ms"),
      .summary = "The milliseconds from 1970-01-01T00:00:00Z to an instant.",
      .documentation = "Microseconds are cut off, towards the past.",
      .examples = {{R"(epochMs(instant("2009-02-13T23:31:30.123Z")))", "1234567890123"},
                   {R"(epochMs(instant("1969-12-31T23:59:59.999999Z")))", "-1"}},
  }};
}

}  // namespace parley::functions
#endif
