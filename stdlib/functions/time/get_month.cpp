#include "stdlib/functions/accessor.hpp"
#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_get_month(CallContext&, Instant t, std::int64_t* out) {
  *out = month_from_0({t.microseconds});
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/accessor_descriptor.hpp"
#include "stdlib/functions/zone.hpp"

namespace parley::functions {

extern "C" Returned parley_get_month_in(CallContext&, Instant t, Text zone, std::int64_t* out) {
  *out = month_from_0(civil_in(t, zone.view()));
  return call::done;
}

Overloads describe_get_month() {
  return describe({.name = "getMonth",
                   .summary = "The month of an instant, January being 0.",
                   .documentation =
                       "`month` counts from 1. As CEL's function of this name: in UTC, unless a zone is "
                       "given.",
                   .utc = {typed<&parley_get_month>("parley_get_month"),
                           {R"(getMonth(instant("2009-02-13T23:31:30Z")))", "1"}},
                   .in_zone = {heavy<&parley_get_month_in>("parley_get_month_in"),
                               {R"(getMonth(instant("2009-02-28T23:31:30Z"), "Asia/Tokyo"))", "2"}}});
}

}  // namespace parley::functions
#endif
