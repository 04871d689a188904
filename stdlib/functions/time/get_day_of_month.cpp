#include "stdlib/functions/accessor.hpp"
#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_get_day_of_month(CallContext&, Instant t, std::int64_t* out) {
  *out = day_from_0({t.microseconds});
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/accessor_descriptor.hpp"
#include "stdlib/functions/zone.hpp"

namespace parley::functions {

extern "C" Returned parley_get_day_of_month_in(CallContext&, Instant t, Text zone, std::int64_t* out) {
  *out = day_from_0(civil_in(t, zone.view()));
  return call::done;
}

Overloads describe_get_day_of_month() {
  return describe({.name = "getDayOfMonth",
                   .summary = "The day of the month of an instant, from 0.",
                   .documentation =
                       "`getDate` counts from 1. As CEL's function of this name: in UTC, unless a zone is "
                       "given.",
                   .utc = {typed<&parley_get_day_of_month>("parley_get_day_of_month"),
                           {R"(getDayOfMonth(instant("2009-02-13T23:31:30Z")))", "12"}},
                   .in_zone = {heavy<&parley_get_day_of_month_in>("parley_get_day_of_month_in"),
                               {R"(getDayOfMonth(instant("2009-02-13T02:00:00Z"), "-02:30"))", "11"}}});
}

}  // namespace parley::functions
#endif
