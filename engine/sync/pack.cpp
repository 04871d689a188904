#include "engine/sync/pack.hpp"

#include <algorithm>
#include <cstring>

namespace parley::sync {
namespace {

constexpr std::uint64_t count_max = 100'000;  // of anything in one blob

constexpr std::size_t number_bytes_max = 10;

char* put_number(char* at, std::uint64_t n) {
  for (; n >= 0x80; n >>= 7U) *at++ = static_cast<char>(n | 0x80U);
  *at++ = static_cast<char>(n);
  return at;
}

// Most values are short, and a call of memcpy costs more than to copy them.
char* put_bytes(char* at, std::string_view bytes) {
  const std::size_t size = bytes.size();
  const auto ends_of = [&](auto word) {  // the first and the last of its size; between they overlap
    std::memcpy(&word, bytes.data(), sizeof word);
    std::memcpy(at, &word, sizeof word);
    std::memcpy(&word, bytes.data() + size - sizeof word, sizeof word);
    std::memcpy(at + size - sizeof word, &word, sizeof word);
  };
  if (size > 2 * sizeof(std::uint64_t))
    std::memcpy(at, bytes.data(), size);
  else if (size >= sizeof(std::uint64_t))
    ends_of(std::uint64_t{});
  else if (size >= sizeof(std::uint32_t))
    ends_of(std::uint32_t{});
  else
    for (std::size_t i = 0; i < size; ++i) at[i] = bytes[i];
  return at + size;
}

void pack_base(Packer& packer, const FieldBase& base, store::RuleNo rule, Side side) {
  packer.number(rule.value);
  if (side == Side::left) {
    packer.number(static_cast<std::uint64_t>(base.standing));
    packer.number(base.rule_hash);
    packer.number((base.unconfirmed.left ? 1U : 0U) | (base.unconfirmed.right ? 2U : 0U) |
                  (static_cast<unsigned>(base.rewrites) << 2U));
  }
  packer.values(base.values.at(side));
}

void unpack_base(Unpacker& unpacker, FieldBase& base, Side side) {
  if (side == Side::left) {
    base.standing = static_cast<Standing>(
        std::min<std::uint64_t>(unpacker.number(), static_cast<std::uint64_t>(Standing::unmet)));
    base.rule_hash = unpacker.number();
    const std::uint64_t flags = unpacker.number();
    base.unconfirmed = {(flags & 1U) != 0, (flags & 2U) != 0};
    base.rewrites = static_cast<std::uint8_t>(flags >> 2U);
  }
  base.values.at(side) = unpacker.values();
}

}  // namespace

void Packer::number(std::uint64_t n) {
  char digits[number_bytes_max];
  bytes_.append(digits, put_number(digits, n));
}

void Packer::text(std::string_view text) {
  number(text.size());
  bytes_ += text;
}

void Packer::value(const Value& value) {
  number(static_cast<std::uint64_t>(value.state));
  if (value.state == value::State::value || value.state == value::State::invalid) text(value.bytes);
}

void Packer::values(const Values& values) {
  number(values.size());
  for (const Value& each : values) value(each);
}

void Packer::version(const std::optional<store::Version>& version) {
  number(!version ? 0 : version->modified ? 2 : 1);
  if (!version) return;
  text(version->token);
  if (version->modified) number(static_cast<std::uint64_t>(version->modified->microseconds));
}

std::uint64_t Unpacker::number() {
  std::uint64_t n = 0;
  for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    n |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
    if (byte < 0x80) return n;
  }
  broken_ = true;
  rest_ = {};
  return 0;
}

std::string Unpacker::text() {
  const std::uint64_t length = number();
  if (length > rest_.size()) {
    broken_ = true;
    rest_ = {};
    return {};
  }
  std::string text(rest_.substr(0, length));
  rest_.remove_prefix(length);
  return text;
}

Value Unpacker::value() {
  const std::uint64_t state = number();
  if (state > static_cast<std::uint64_t>(value::State::invalid)) {
    broken_ = true;
    return {};
  }
  Value value{static_cast<value::State>(state), {}};
  if (value.state == value::State::value || value.state == value::State::invalid) value.bytes = text();
  return value;
}

Values Unpacker::values() {
  const std::uint64_t count = std::min(number(), count_max);
  Values values;
  for (std::uint64_t i = 0; i < count && !broken_; ++i) values.push_back(value());
  return values;
}

std::optional<store::Version> Unpacker::version() {
  const std::uint64_t kind = number();
  if (kind == 0) return std::nullopt;
  store::Version version{text(), {}};
  if (kind == 2) version.modified = core::Instant{static_cast<std::int64_t>(number())};
  return version;
}

std::string pack_image(const Values& image, const std::vector<store::FieldNo>& fields) {
  std::string out;
  pack_image(views(image), fields, out);
  return out;
}

void pack_image(abi::Image image, const std::vector<store::FieldNo>& fields, std::string& out) {
  std::size_t room = number_bytes_max;
  for (const abi::Operand& operand : image) room += 3 * number_bytes_max + operand.bytes.size();
  const std::size_t begin = out.size();
  out.resize_and_overwrite(begin + room, [&](char* bytes, std::size_t) {
    char* at = put_number(bytes + begin, image.size());
    for (std::size_t i = 0; i < image.size(); ++i) {
      at = put_number(at, fields[i].value);
      at = put_number(at, static_cast<std::uint64_t>(image[i].state));
      if (image[i].state != value::State::value && image[i].state != value::State::invalid) continue;
      at = put_number(at, image[i].bytes.size());
      at = put_bytes(at, image[i].bytes);
    }
    return static_cast<std::size_t>(at - bytes);
  });
}

Values unpack_image(std::string_view bytes, const std::vector<store::FieldNo>& fields) {
  Values image(fields.size());
  Unpacker unpacker(bytes);
  const std::uint64_t count = std::min(unpacker.number(), count_max);
  for (std::uint64_t i = 0; i < count && !unpacker.broken(); ++i) {
    const store::FieldNo field(static_cast<std::uint32_t>(unpacker.number()));
    Value value = unpacker.value();
    // Mostly the projection is still the same, and the place is `i`.
    if (i < fields.size() && fields[i] == field) {
      image[i] = std::move(value);
      continue;
    }
    const auto at = std::find(fields.begin(), fields.end(), field);
    if (at != fields.end()) image[static_cast<std::size_t>(at - fields.begin())] = std::move(value);
  }
  return image;
}

Sides<std::string> pack_state(const LinkState& state, const Numbers& numbers) {
  Sides<std::string> packed;
  for (const Side side : both_sides) {
    Packer packer;
    packer.text(pack_image(state.images.at(side), numbers.fields.at(side)));
    packer.version(state.seen.at(side));
    packer.number((state.written.at(side) ? 1U : 0U) | (side == Side::left && state.frozen ? 2U : 0U));
    for (std::size_t rule = 0; rule < state.bases.size(); ++rule)
      if (state.bases[rule]) pack_base(packer, *state.bases[rule], numbers.rules[rule], side);
    packed.at(side) = packer.take();
  }
  return packed;
}

LinkState unpack_state(const store::BaseRow& row, const Numbers& numbers) {
  LinkState state = fresh_state(numbers);
  for (const Side side : both_sides) {
    Unpacker unpacker(side == Side::left ? row.left : row.right);
    state.images.at(side) = unpack_image(unpacker.text(), numbers.fields.at(side));
    state.seen.at(side) = unpacker.version();
    const std::uint64_t flags = unpacker.number();
    state.written.at(side) = (flags & 1U) != 0;
    if (side == Side::left) state.frozen = (flags & 2U) != 0;
    while (!unpacker.done()) {
      const store::RuleNo no(static_cast<std::uint32_t>(unpacker.number()));
      const auto at = std::find(numbers.rules.begin(), numbers.rules.end(), no);
      FieldBase forgotten;  // of a rule that the mapping no longer has
      FieldBase* base = &forgotten;
      if (at != numbers.rules.end()) {
        auto& slot = state.bases[static_cast<std::size_t>(at - numbers.rules.begin())];
        if (!slot) slot.emplace();
        base = &*slot;
      }
      unpack_base(unpacker, *base, side);
    }
  }
  return state;
}

LinkState fresh_state(const Numbers& numbers) {
  LinkState state;
  for (const Side side : both_sides) state.images.at(side).resize(numbers.fields.at(side).size());
  state.bases.resize(numbers.rules.size());
  return state;
}

std::uint64_t hash_of(std::string_view bytes) {
  const std::uint64_t hash = short_hash(bytes);
  return hash == 0 ? 1 : hash;
}

}  // namespace parley::sync
