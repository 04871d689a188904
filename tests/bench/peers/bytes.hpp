// Texts as places in a buffer, and 32 bytes at a time: what both hand-written peers are made of. Needs AVX2,
// and 32 readable and writable bytes behind everything.
#pragma once

#include <immintrin.h>

#include <cstdint>
#include <cstring>
#include <string_view>

namespace parley::bench {

// Where a text starts, and its length; 0 also for null.
struct Place {
  const char* start;
  std::uint64_t length;
};

inline std::uint32_t low_bits(std::uint64_t count) {
  return count >= 32 ? ~0U : (1U << count) - 1;
}

inline __m256i load32(const char* at) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
}
inline void store32(char* at, __m256i bytes) {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(at), bytes);
}
inline std::uint32_t equal_bytes(__m256i a, __m256i b) {
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, b)));
}

// Up to 32 constant bytes.
struct Constant {
  alignas(32) char bytes[32] = {};
  std::uint32_t length = 0;
  explicit Constant(std::string_view text) : length(static_cast<std::uint32_t>(text.size())) {
    std::memcpy(bytes, text.data(), text.size());
  }
  Constant() = default;
};

inline char* copy_text(char* out, Place text) {
  store32(out, load32(text.start));
  if (text.length > 32) [[unlikely]]
    for (std::uint64_t i = 32; i < text.length; i += 32) store32(out + i, load32(text.start + i));
  return out + text.length;
}

}  // namespace parley::bench
