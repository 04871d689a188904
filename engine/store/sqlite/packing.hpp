// Small values as bytes: versions and the keys of a record, the way their columns hold them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/store/rows.hpp"

namespace parley::store {

// Nothing for no version; else a byte that says whether an instant follows, the instant, the token.
std::optional<std::string> packed_version(const std::optional<Version>& version);
std::optional<Version> unpacked_version(std::string_view bytes);
// The same without an allocation: whether there is a version, and the token as a view of `bytes`.
struct VersionView {
  bool is_there = false;
  std::optional<core::Instant> modified;
  std::string_view token;
};
VersionView viewed_version(std::string_view bytes);  // of an empty text: nothing

// A key that a record has in the index. A record may be on either side of several pairs.
struct PlacedKey {
  PairNo pair;
  Side side = Side::left;
  Key key;
  friend bool operator==(const PlacedKey&, const PlacedKey&) = default;
};

std::string packed_keys(const std::vector<PlacedKey>& keys);
std::vector<PlacedKey> unpacked_keys(std::string_view bytes);

// SQLite compares signed numbers: this keeps the order of unsigned hashes.
constexpr std::uint64_t sign_bit = 1ULL << 63U;
constexpr std::int64_t ordered(KeyHash hash) {
  return static_cast<std::int64_t>(hash.value ^ sign_bit);
}
constexpr KeyHash hash_of_ordered(std::int64_t number) {
  return KeyHash(static_cast<std::uint64_t>(number) ^ sign_bit);
}

}  // namespace parley::store
