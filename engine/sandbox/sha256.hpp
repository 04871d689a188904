// SHA-256 (FIPS 180-4), HMAC (RFC 2104) and base64 (RFC 4648): what verifying a NetSuite signature needs.
// Written here, so that the sandbox judges signatures independently of the code that makes them. Pure
// functions.
#pragma once

#include <string>
#include <string_view>

namespace parley::sandbox {

std::string sha256(std::string_view bytes);                             // 32 bytes
std::string hmac_sha256(std::string_view key, std::string_view bytes);  // 32 bytes
std::string base64(std::string_view bytes);

}  // namespace parley::sandbox
