// SHA-256 (FIPS 180-4): for keys of our own, where the same input must give the same key for ever. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace parley::core {

std::array<std::uint8_t, 32> sha256(std::string_view bytes);
std::string sha256_hex(std::string_view bytes);  // 64 lower-case hex digits

}  // namespace parley::core
