#include "stdlib/functions/accessor.hpp"
#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_get_minutes(CallContext&, Instant t, std::int64_t* out) {
  *out = minute_of({t.microseconds});
  return call::done;
}

extern "C" Returned parley_get_minutes_of(CallContext&, Duration x, std::int64_t* out) {
  *out = x.microseconds / minute_us;
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/accessor_descriptor.hpp"
#include "stdlib/functions/zone.hpp"

namespace parley::functions {

extern "C" Returned parley_get_minutes_in(CallContext&, Instant t, Text zone, std::int64_t* out) {
  *out = minute_of(civil_in(t, zone.view()));
  return call::done;
}

Overloads describe_get_minutes() {
  return describe({.name = "getMinutes",
                   .summary = "The minute of an instant, or the whole minutes of a duration.",
                   .documentation = "As CEL's function of this name: in UTC, unless a zone is given.",
                   .utc = {typed<&parley_get_minutes>("parley_get_minutes"),
                           {R"(getMinutes(instant("2009-02-13T23:31:30Z")))", "31"}},
                   .in_zone = {heavy<&parley_get_minutes_in>("parley_get_minutes_in"),
                               {R"(getMinutes(instant("2009-02-13T23:31:30Z"), "Asia/Kathmandu"))", "16"}},
                   .of_duration = AccessorForm{typed<&parley_get_minutes_of>("parley_get_minutes_of"),
                                               {R"(getMinutes(duration("3730s")))", "62"}}});
}

}  // namespace parley::functions
#endif
