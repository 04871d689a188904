#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_timestamp(CallContext&, Text x, Instant* out) {
  auto parsed = value::parse_instant(x.view());
  if (!parsed) return call::error(0);
  *out = *parsed;
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_timestamp() {
  return {{
      .name = "timestamp",
      .area = "time",
      .parameters = {{.name = "x", .kind = TypeKind::text}},
      .result = type(TypeKind::instant),
      .errors = {{"not_an_instant", "is not an instant like 2026-11-22T09:30:00Z", 0}},
      .law = Law::lossy,
      .body = typed<&parley_timestamp>("parley_timestamp"),
      .summary = "CEL's name for `instant` of a text.",
      .documentation = "The same reading as `instant`.",
      .examples = {{R"(timestamp("2009-02-13T23:31:30Z"))", R"(instant("2009-02-13T23:31:30Z"))"},
                   {R"(timestamp("2009-02-13"))", "error not_an_instant"}},
  }};
}

}  // namespace parley::functions
#endif
