#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_now(CallContext& context, Instant* out) {
  *out = context.now;
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_now() {
  return {{
      .name = "now",
      .area = "time",
      .parameters = {},
      .result = type(TypeKind::instant),
      .determinism = abi::Determinism::changes,
      .body = typed<&parley_now>("parley_now"),
      .summary = "The instant at which the run began.",
      .documentation = "The same for a whole run. It changes from run to run, so it is an error in two-way "
                       "fields and match keys.",
      .examples = {{R"(diffDays(dateOf(now(), "UTC"), dateOf(now(), "UTC")))", "0"},
                   {"sign(decimal(epochMs(now())))", "1"}},
  }};
}

}  // namespace parley::functions
#endif
