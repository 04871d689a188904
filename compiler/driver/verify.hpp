// Whether two engines wrote the same record. Generated code copies texts with their escapes and numbers with
// their digits; the interpreter writes both anew: so they are compared as documents. Pure.
#pragma once

#include <string_view>

namespace parley::driver {

// Lines, or nothing. Order of members counts.
bool is_same_document(std::string_view a, std::string_view b);

}  // namespace parley::driver
