#include "stdlib/functions/accessor.hpp"
#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_get_date(CallContext&, Instant t, std::int64_t* out) {
  *out = day_from_1({t.microseconds});
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"
#include "stdlib/functions/zone.hpp"

namespace parley::functions {

extern "C" Returned parley_get_date_in(CallContext&, Instant t, Text zone, std::int64_t* out) {
  *out = day_from_1(civil_in(t, zone.view()));
  return call::done;
}

Overloads describe_get_date() {
  return {{
              .name = "getDate",
              .area = "time",
              .parameters = {{.name = "t", .kind = TypeKind::instant}},
              .result = type(TypeKind::integer),
              .body = typed<&parley_get_date>("parley_get_date"),
              .summary = "The day of the month of an instant, from 1.",
              .documentation = "As CEL's function of this name: in UTC, unless a zone is given.",
              .examples = {{R"(getDate(instant("2009-02-13T23:31:30Z")))", "13"}},
          },
          {
              .name = "getDate",
              .area = "time",
              .parameters = {{.name = "t", .kind = TypeKind::instant},
                             {.name = "zone",
                              .kind = TypeKind::text,
                              .literal = true,
                              .accepts = is_zone,
                              .expects = "a time zone of the IANA database, UTC or an offset"}},
              .result = type(TypeKind::integer),
              .body = heavy<&parley_get_date_in>("parley_get_date_in"),
              .summary = "The day of the month of an instant, from 1.",
              .documentation = "As CEL's function of this name: in UTC, unless a zone is given.",
              .examples = {{R"(getDate(instant("2009-02-13T23:31:30Z"), "+11:00"))", "14"}},
          }};
}

}  // namespace parley::functions
#endif
