// What a length is counted in: systems disagree, so functions ask. The order of the words is their index.
#pragma once

#include <cstdint>

#ifndef PARLEY_BITCODE
#include <string_view>
#include <vector>
#endif

namespace parley::functions {

enum class LengthUnit : std::int32_t { codepoints, utf16, bytes, graphemes };

#ifndef PARLEY_BITCODE
inline const std::vector<std::string_view> length_units = {"codepoints", "utf16", "bytes", "graphemes"};
#endif

}  // namespace parley::functions
