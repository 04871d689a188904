#include "stdlib/functions/accessor.hpp"
#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_get_day_of_week(CallContext&, Instant t, std::int64_t* out) {
  *out = day_of_week({t.microseconds});
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/accessor_descriptor.hpp"
#include "stdlib/functions/zone.hpp"

namespace parley::functions {

extern "C" Returned parley_get_day_of_week_in(CallContext&, Instant t, Text zone, std::int64_t* out) {
  *out = day_of_week(civil_in(t, zone.view()));
  return call::done;
}

Overloads describe_get_day_of_week() {
  return describe({.name = "getDayOfWeek",
                   .summary = "The day of the week of an instant, Sunday being 0.",
                   .documentation = "As CEL's function of this name: in UTC, unless a zone is given.",
                   .utc = {typed<&parley_get_day_of_week>("parley_get_day_of_week"),
                           {R"(getDayOfWeek(instant("2009-02-13T23:31:30Z")))", "5"}},
                   .in_zone = {heavy<&parley_get_day_of_week_in>("parley_get_day_of_week_in"),
                               {R"(getDayOfWeek(instant("1969-12-28T12:00:00Z"), "UTC"))", "0"}}});
}

}  // namespace parley::functions
#endif
