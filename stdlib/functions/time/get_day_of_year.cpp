#include "stdlib/functions/accessor.hpp"
#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_get_day_of_year(CallContext&, Instant t, std::int64_t* out) {
  *out = day_of_year({t.microseconds});
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/accessor_descriptor.hpp"
#include "stdlib/functions/zone.hpp"

namespace parley::functions {

extern "C" Returned parley_get_day_of_year_in(CallContext&, Instant t, Text zone, std::int64_t* out) {
  *out = day_of_year(civil_in(t, zone.view()));
  return call::done;
}

Overloads describe_get_day_of_year() {
  return describe({.name = "getDayOfYear",
                   .summary = "The day of the year of an instant, from 0.",
                   .documentation = "As CEL's function of this name: in UTC, unless a zone is given.",
                   .utc = {typed<&parley_get_day_of_year>("parley_get_day_of_year"),
                           {R"(getDayOfYear(instant("2009-02-13T23:31:30Z")))", "43"}},
                   .in_zone = {heavy<&parley_get_day_of_year_in>("parley_get_day_of_year_in"),
                               {R"(getDayOfYear(instant("2008-12-31T12:00:00Z"), "UTC"))", "365"}}});
}

}  // namespace parley::functions
#endif
