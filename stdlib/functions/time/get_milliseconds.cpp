#include "stdlib/functions/accessor.hpp"
#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_get_milliseconds(CallContext&, Instant t, std::int64_t* out) {
  *out = millisecond_of({t.microseconds});
  return call::done;
}

extern "C" Returned parley_get_milliseconds_of(CallContext&, Duration x, std::int64_t* out) {
  *out = x.microseconds / 1'000 % 1'000;
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"
#include "stdlib/functions/zone.hpp"

namespace parley::functions {

extern "C" Returned parley_get_milliseconds_in(CallContext&, Instant t, Text zone, std::int64_t* out) {
  *out = millisecond_of(civil_in(t, zone.view()));
  return call::done;
}

Overloads describe_get_milliseconds() {
  return {{
              .name = "getMilliseconds",
              .area = "time",
              .parameters = {{.name = "t", .kind = TypeKind::instant}},
              .result = type(TypeKind::integer),
              .body = typed<&parley_get_milliseconds>("parley_get_milliseconds"),
              .summary = "The milliseconds within the second of an instant or a duration.",
              .documentation = "As CEL's function of this name: in UTC, unless a zone is given.",
              .examples = {{R"(getMilliseconds(instant("2009-02-13T23:31:20.123456Z")))", "123"}},
          },
          {
              .name = "getMilliseconds",
              .area = "time",
              .parameters = {{.name = "t", .kind = TypeKind::instant},
                             {.name = "zone",
                              .kind = TypeKind::text,
                              .literal = true,
                              .accepts = is_zone,
                              .expects = "a time zone of the IANA database, UTC or an offset"}},
              .result = type(TypeKind::integer),
              .body = heavy<&parley_get_milliseconds_in>("parley_get_milliseconds_in"),
              .summary = "The milliseconds within the second of an instant or a duration.",
              .documentation = "As CEL's function of this name: in UTC, unless a zone is given.",
              .examples = {{R"(getMilliseconds(instant("2009-02-13T23:31:30Z"), "UTC"))", "0"}},
          },
          {
              .name = "getMilliseconds",
              .area = "time",
              .parameters = {{.name = "x", .kind = TypeKind::duration}},
              .result = type(TypeKind::integer),
              .body = typed<&parley_get_milliseconds_of>("parley_get_milliseconds_of"),
              .summary = "The milliseconds within the second of an instant or a duration.",
              .documentation = "As CEL's function of this name: in UTC, unless a zone is given.",
              .examples = {{R"(getMilliseconds(duration("1.234s")))", "234"}},
          }};
}

}  // namespace parley::functions
#endif
