#include "stdlib/functions/accessor.hpp"
#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_get_date(CallContext&, Instant t, std::int64_t* out) {
  *out = day_from_1({t.microseconds});
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/accessor_descriptor.hpp"
#include "stdlib/functions/zone.hpp"

namespace parley::functions {

extern "C" Returned parley_get_date_in(CallContext&, Instant t, Text zone, std::int64_t* out) {
  *out = day_from_1(civil_in(t, zone.view()));
  return call::done;
}

Overloads describe_get_date() {
  return describe({.name = "getDate",
                   .summary = "The day of the month of an instant, from 1.",
                   .documentation = "As CEL's function of this name: in UTC, unless a zone is given.",
                   .utc = {typed<&parley_get_date>("parley_get_date"),
                           {R"(getDate(instant("2009-02-13T23:31:30Z")))", "13"}},
                   .in_zone = {heavy<&parley_get_date_in>("parley_get_date_in"),
                               {R"(getDate(instant("2009-02-13T23:31:30Z"), "+11:00"))", "14"}}});
}

}  // namespace parley::functions
#endif
