#include "stdlib/functions/accessor.hpp"
#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_get_full_year(CallContext&, Instant t, std::int64_t* out) {
  *out = full_year({t.microseconds});
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/accessor_descriptor.hpp"
#include "stdlib/functions/zone.hpp"

namespace parley::functions {

extern "C" Returned parley_get_full_year_in(CallContext&, Instant t, Text zone, std::int64_t* out) {
  *out = full_year(civil_in(t, zone.view()));
  return call::done;
}

Overloads describe_get_full_year() {
  return describe({.name = "getFullYear",
                   .summary = "The year of an instant.",
                   .documentation = "As CEL's function of this name: in UTC, unless a zone is given.",
                   .utc = {typed<&parley_get_full_year>("parley_get_full_year"),
                           {R"(getFullYear(instant("2009-02-13T23:31:30Z")))", "2009"}},
                   .in_zone = {heavy<&parley_get_full_year_in>("parley_get_full_year_in"),
                               {R"(getFullYear(instant("2010-01-01T05:00:00Z"), "US/Central"))", "2009"}}});
}

}  // namespace parley::functions
#endif
