// hash64: 64 bits of any bytes, for telling states of one thing apart. Not for keys that an adversary
// chooses. The same bytes give the same hash for ever and on every machine of little-endian order: states
// hold it. Pure.
#pragma once

#include <cstdint>
#include <string_view>

namespace parley::core {

std::uint64_t hash64(std::string_view bytes);
// Another such hash, for bytes that are mostly long: twice as fast from a few hundred on.
std::uint64_t long_hash64(std::string_view bytes);

}  // namespace parley::core
