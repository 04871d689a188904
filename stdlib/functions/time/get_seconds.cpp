#include "stdlib/functions/accessor.hpp"
#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_get_seconds(CallContext&, Instant t, std::int64_t* out) {
  *out = second_of({t.microseconds});
  return call::done;
}

extern "C" Returned parley_get_seconds_of(CallContext&, Duration x, std::int64_t* out) {
  *out = x.microseconds / second_us;
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/accessor_descriptor.hpp"
#include "stdlib/functions/zone.hpp"

namespace parley::functions {

extern "C" Returned parley_get_seconds_in(CallContext&, Instant t, Text zone, std::int64_t* out) {
  *out = second_of(civil_in(t, zone.view()));
  return call::done;
}

Overloads describe_get_seconds() {
  return describe({.name = "getSeconds",
                   .summary = "The second of an instant, or the whole seconds of a duration.",
                   .documentation = "As CEL's function of this name: in UTC, unless a zone is given.",
                   .utc = {typed<&parley_get_seconds>("parley_get_seconds"),
                           {R"(getSeconds(instant("2009-02-13T23:31:30Z")))", "30"}},
                   .in_zone = {heavy<&parley_get_seconds_in>("parley_get_seconds_in"),
                               {R"(getSeconds(instant("1969-12-31T23:59:59.5Z"), "UTC"))", "59"}},
                   .of_duration = AccessorForm{typed<&parley_get_seconds_of>("parley_get_seconds_of"),
                                               {R"(getSeconds(duration("3730s")))", "3730"}}});
}

}  // namespace parley::functions
#endif
