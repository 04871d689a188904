// 32 bytes of a text at once, as generated code has them: so many may be read behind every text.
#pragma once

#include <bit>
#include <cstdint>

namespace parley::codegen {

constexpr std::uint64_t wide = 32;
using Bytes32 = std::uint8_t __attribute__((vector_size(wide)));

// Vectors go by reference: how they are passed depends on the processor.
inline void load_wide(Bytes32& bytes, const char* text) {
  __builtin_memcpy(&bytes, text, wide);
}

// What a comparison of vectors says, bit i of byte i.
template <class Comparison>
std::uint32_t wide_lanes(const Comparison& comparison) {
#ifdef __clang__
  using Lanes = bool __attribute__((ext_vector_type(wide)));
  return __builtin_bit_cast(std::uint32_t, __builtin_convertvector(comparison, Lanes));
#else
  std::uint32_t set = 0;
  for (unsigned i = 0; i < wide; ++i) set |= std::uint32_t{comparison[i] != 0} << i;
  return set;
#endif
}

// Of the first `count` bytes.
inline std::uint32_t first_lanes(std::uint64_t count) {
  return count < wide ? (std::uint32_t{1} << count) - 1 : ~std::uint32_t{0};
}

}  // namespace parley::codegen
