#include "stdlib/functions/accessor.hpp"
#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_get_hours(CallContext&, Instant t, std::int64_t* out) {
  *out = hour_of({t.microseconds});
  return call::done;
}

extern "C" Returned parley_get_hours_of(CallContext&, Duration x, std::int64_t* out) {
  *out = x.microseconds / hour_us;
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/accessor_descriptor.hpp"
#include "stdlib/functions/zone.hpp"

namespace parley::functions {

extern "C" Returned parley_get_hours_in(CallContext&, Instant t, Text zone, std::int64_t* out) {
  *out = hour_of(civil_in(t, zone.view()));
  return call::done;
}

Overloads describe_get_hours() {
  return describe({.name = "getHours",
                   .summary = "The hour of an instant, or the whole hours of a duration.",
                   .documentation = "As CEL's function of this name: in UTC, unless a zone is given.",
                   .utc = {typed<&parley_get_hours>("parley_get_hours"),
                           {R"(getHours(instant("2009-02-13T23:31:30Z")))", "23"}},
                   .in_zone = {heavy<&parley_get_hours_in>("parley_get_hours_in"),
                               {R"(getHours(instant("2009-02-13T23:31:30Z"), "Asia/Kathmandu"))", "5"}},
                   .of_duration = AccessorForm{typed<&parley_get_hours_of>("parley_get_hours_of"),
                                               {R"(getHours(duration("10000s")))", "2"}}});
}

}  // namespace parley::functions
#endif
