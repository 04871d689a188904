// The bare words of value::Rounding, in its order.
#pragma once

#include <string_view>
#include <vector>

namespace parley::functions {

inline const std::vector<std::string_view> rounding_words = {"half_even", "half_up", "half_down", "up",
                                                             "down",      "ceiling", "floor"};

}  // namespace parley::functions
