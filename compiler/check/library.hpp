// What the checker adds to the registry of library functions.
#pragma once

#include <string>
#include <vector>

#include "stdlib/schema/type.hpp"

namespace parley::check {

// Every function's name once, in the registry's order; for suggestions.
const std::vector<std::string>& function_names();
// list<text>
const schema::Type& texts();

}  // namespace parley::check
