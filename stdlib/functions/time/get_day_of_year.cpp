#include "stdlib/functions/accessor.hpp"
#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_get_day_of_year(CallContext&, Instant t, std::int64_t* out) {
  *out = day_of_year({t.microseconds});
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"
#include "stdlib/functions/zone.hpp"

namespace parley::functions {

extern "C" Returned parley_get_day_of_year_in(CallContext&, Instant t, Text zone, std::int64_t* out) {
  *out = day_of_year(civil_in(t, zone.view()));
  return call::done;
}

Overloads describe_get_day_of_year() {
  return {{
              .name = "getDayOfYear",
              .area = "time",
              .parameters = {{.name = "t", .kind = TypeKind::instant}},
              .result = type(TypeKind::integer),
              .body = typed<&parley_get_day_of_year>("parley_get_day_of_year"),
              .summary = "The day of the year of an instant, from 0.",
              .documentation = "As CEL's function of this name: in UTC, unless a zone is given.",
              .examples = {{R"(getDayOfYear(instant("2009-02-13T23:31:30Z")))", "43"}},
          },
          {
              .name = "getDayOfYear",
              .area = "time",
              .parameters = {{.name = "t", .kind = TypeKind::instant},
                             {.name = "zone",
                              .kind = TypeKind::text,
                              .literal = true,
                              .accepts = is_zone,
                              .expects = "a time zone of the IANA database, UTC or an offset"}},
              .result = type(TypeKind::integer),
              .body = heavy<&parley_get_day_of_year_in>("parley_get_day_of_year_in"),
              .summary = "The day of the year of an instant, from 0.",
              .documentation = "As CEL's function of this name: in UTC, unless a zone is given.",
              .examples = {{R"(getDayOfYear(instant("2008-12-31T12:00:00Z"), "UTC"))", "365"}},
          }};
}

}  // namespace parley::functions
#endif
