#include "engine/store/sqlite/packing.hpp"

#include <cstring>

namespace parley::store {

namespace {

// Little-endian base 128, the top bit says that more follows.
void append_number(std::string& out, std::uint64_t number) {
  while (number >= 0x80) {
    out += static_cast<char>(number | 0x80U);
    number >>= 7U;
  }
  out += static_cast<char>(number);
}

std::uint64_t take_number(std::string_view& bytes) {
  std::uint64_t number = 0;
  for (unsigned shift = 0; !bytes.empty() && shift < 64; shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    number |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
    if (byte < 0x80) break;
  }
  return number;
}

void append_word(std::string& out, std::uint64_t word) {
  char bytes[sizeof word];
  std::memcpy(bytes, &word, sizeof word);
  out.append(bytes, sizeof word);
}

std::uint64_t take_word(std::string_view& bytes) {
  std::uint64_t word = 0;
  if (bytes.size() < sizeof word) return bytes = {}, 0;
  std::memcpy(&word, bytes.data(), sizeof word);
  bytes.remove_prefix(sizeof word);
  return word;
}

}  // namespace

std::optional<std::string> packed_version(const std::optional<Version>& version) {
  if (!version) return std::nullopt;
  std::string out(1, version->modified ? '\1' : '\0');
  if (version->modified) append_word(out, static_cast<std::uint64_t>(version->modified->microseconds));
  return out + version->token;
}

VersionView viewed_version(std::string_view bytes) {
  if (bytes.empty()) return {};
  const bool has_instant = bytes.front() == '\1';
  bytes.remove_prefix(1);
  VersionView version{true, {}, {}};
  if (has_instant) version.modified = core::Instant{static_cast<std::int64_t>(take_word(bytes))};
  version.token = bytes;
  return version;
}

std::optional<Version> unpacked_version(std::string_view bytes) {
  const VersionView version = viewed_version(bytes);
  if (!version.is_there) return std::nullopt;
  return Version{std::string(version.token), version.modified};
}

std::string packed_keys(const std::vector<PlacedKey>& keys) {
  std::string out;
  for (const PlacedKey& placed : keys) {
    append_number(out, placed.pair.value);
    append_number(out, placed.key.rule.value * 2ULL + (placed.side == Side::right ? 1 : 0));
    append_word(out, placed.key.hash.value);
  }
  return out;
}

std::vector<PlacedKey> unpacked_keys(std::string_view bytes) {
  std::vector<PlacedKey> keys;
  while (!bytes.empty()) {
    const PairNo pair(static_cast<std::uint32_t>(take_number(bytes)));
    const std::uint64_t rule_and_side = take_number(bytes);
    const Side side = rule_and_side % 2 == 1 ? Side::right : Side::left;
    const MatchRule rule(static_cast<std::uint32_t>(rule_and_side / 2));
    keys.push_back({pair, side, {rule, KeyHash(take_word(bytes))}});
  }
  return keys;
}

}  // namespace parley::store
