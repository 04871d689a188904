// The bounds of padStart and padEnd.
#pragma once

#include <cstdint>

namespace parley::functions {

constexpr std::int64_t pad_width_max = 255;
constexpr std::uint32_t padded_bytes_max = 255 * 4;

}  // namespace parley::functions
