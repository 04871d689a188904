// SHA-256, by OpenSSL. Native only.
#pragma once

#include <openssl/sha.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace parley::functions {

using Digest = std::array<std::uint8_t, SHA256_DIGEST_LENGTH>;

inline Digest sha256_of(std::string_view bytes) {
  Digest digest{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  return digest;
}

// Two small hexadecimal digits a byte; the length.
inline std::int64_t write_hex(const std::uint8_t* bytes, std::size_t count, char* out) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (std::size_t i = 0; i < count; ++i) {
    out[2 * i] = digits[bytes[i] >> 4U];
    out[2 * i + 1] = digits[bytes[i] & 0x0FU];
  }
  return static_cast<std::int64_t>(2 * count);
}

}  // namespace parley::functions
