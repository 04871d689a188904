#include "engine/sync/sight.hpp"

#include <fmt/format.h>

#include <iterator>

#include "stdlib/core/hash64.hpp"
#include "stdlib/schema/full_text.hpp"

namespace parley::sync {
namespace {

// One more whenever Parley reads the same bytes as another image than before:
// tests/simulation/sight_test.cpp notices.
constexpr int reading_version = 1;

constexpr std::uint64_t spread = 0x9E3779B97F4A7C15ULL;

std::uint64_t hash_of_fields(const Setting& setting, Side side) {
  std::string text = fmt::format("{} mapping {}\n", reading_version, setting.mapping.value);
  const auto& fields = setting.program.shape(side).fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    fmt::format_to(std::back_inserter(text), "{} {} wire {} nullable {} ",
                   setting.numbers.fields.at(side)[i].value, fields[i].field.path,
                   static_cast<int>(fields[i].field.wire), fields[i].field.nullable);
    schema::append_full_text(text, fields[i].field.type);
    text += '\n';
  }
  return core::hash64(text);
}

}  // namespace

Sight::Sight(const Setting& setting, Side side) : fields_(hash_of_fields(setting, side)) {}

void Sight::begin_page(schema::Missing missing, std::span<const abi::FieldNo> unreadable) {
  page_ = (fields_ ^ static_cast<std::uint64_t>(missing)) * spread;
  for (const abi::FieldNo field : unreadable) page_ = (page_ ^ (field.value + 1)) * spread;
}

std::uint64_t Sight::of(const connector::Item& item) const {
  const std::uint64_t hash =
      core::long_hash64(item.json) ^ page_ ^ ((static_cast<std::uint64_t>(item.life) + 1) * spread);
  return hash == 0 ? 1 : hash;
}

store::Hash bytes_hash(std::uint64_t sight, store::Hash image) {
  const std::uint64_t hash = sight ^ (image.value * spread);
  return store::Hash(hash == 0 ? 1 : hash);
}

}  // namespace parley::sync
