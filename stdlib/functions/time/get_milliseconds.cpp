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
#include "stdlib/functions/accessor_descriptor.hpp"
#include "stdlib/functions/zone.hpp"

namespace parley::functions {

extern "C" Returned parley_get_milliseconds_in(CallContext&, Instant t, Text zone, std::int64_t* out) {
  *out = millisecond_of(civil_in(t, zone.view()));
  return call::done;
}

Overloads describe_get_milliseconds() {
  return describe(
      {.name = "getMilliseconds",
       .summary = "The milliseconds within the second of an instant or a duration.",
       .documentation = "As CEL's function of this name: in UTC, unless a zone is given.",
       .utc = {typed<&parley_get_milliseconds>("parley_get_milliseconds"),
               {R"(getMilliseconds(instant("2009-02-13T23:31:20.123456Z")))", "123"}},
       .in_zone = {heavy<&parley_get_milliseconds_in>("parley_get_milliseconds_in"),
                   {R"(getMilliseconds(instant("2009-02-13T23:31:30Z"), "UTC"))", "0"}},
       .of_duration = AccessorForm{typed<&parley_get_milliseconds_of>("parley_get_milliseconds_of"),
                                   {R"(getMilliseconds(duration("1.234s")))", "234"}}});
}

}  // namespace parley::functions
#endif
