// Slots to typed values: the usual forms inline, everything else by the native routines.
#include "compiler/codegen/runtime/runtime.hpp"

using parley::codegen::tag_failed;
using parley::codegen::tag_none;
using parley::codegen::tag_surprise;
using parley::codegen::tag_value;
using parley::stream::Kind;
using parley::stream::Slot;

namespace {

constexpr std::uint64_t plain_digits_max = 18;  // always fit 64 bits

// A token that holds a number, whatever it stands in: 0 yes, else the tag.
inline std::uint8_t number_token(const Slot* slot, std::uint8_t absent, bool in_text) {
  if (slot->has_escape) return tag_surprise;
  if (slot->kind == (in_text ? Kind::text : Kind::number)) return slot->length == 0 ? tag_none : tag_value;
  if (slot->kind == Kind::absent) return absent;
  if (slot->kind == Kind::null) return tag_none;
  return slot->kind == Kind::text && slot->length == 0 ? tag_none : tag_failed;
}

}  // namespace

extern "C" {

bool parley_is_ordinary(const parley::stream::Row* row) {
  return !row->surprising && row->failure == nullptr;
}

__attribute__((noinline)) std::uint64_t parley_weighted_length(const Slot* slots,
                                                               const std::uint32_t* weights,
                                                               std::uint64_t count) {
  std::uint64_t sum = 0;
  for (std::uint64_t n = 0; n < count; ++n) sum += std::uint64_t{slots[n].length} * weights[n];
  return sum;
}

__attribute__((noinline)) std::uint8_t parley_read_int(const char* bytes, const Slot* slot,
                                                       std::uint8_t absent, bool in_text,
                                                       std::int64_t* result) {
  std::uint8_t tag = number_token(slot, absent, in_text);
  if (tag != tag_value) return tag;
  const char* at = bytes + slot->start;
  std::uint64_t length = slot->length;
  bool negative = *at == '-';
  if (negative) {
    ++at;
    --length;
  }
  bool leading_zero = length > 1 && *at == '0';
  if (length > 0 && length <= plain_digits_max && !leading_zero) {
    std::uint64_t number = 0;
    bool digits = true;
    for (std::uint64_t i = 0; i < length; ++i) {
      auto digit = static_cast<std::uint8_t>(at[i] - '0');
      digits = digits && digit <= 9;
      number = number * 10 + digit;
    }
    if (digits) {
      *result = negative ? -static_cast<std::int64_t>(number) : static_cast<std::int64_t>(number);
      return tag_value;
    }
  }
  parley::value::Decimal decimal;
  if (!parley_heavy_read_decimal(bytes + slot->start, slot->length, &decimal)) return tag_failed;
  return parley_heavy_narrow(&decimal, result) ? tag_value : tag_failed;
}

__attribute__((noinline)) std::uint8_t parley_read_decimal(const char* bytes, const Slot* slot,
                                                           std::uint8_t absent, bool in_text,
                                                           parley::value::Decimal* result) {
  std::uint8_t tag = number_token(slot, absent, in_text);
  if (tag != tag_value) return tag;
  const char* at = bytes + slot->start;
  std::uint64_t length = slot->length;
  bool negative = *at == '-';
  if (negative) {
    ++at;
    --length;
  }
  // Digits with at most one point inside, few enough for 64 bits; "0.5" but not "00.5".
  bool leading_zero = length > 1 && at[0] == '0' && at[1] != '.';
  bool usual =
      length > 0 && length <= plain_digits_max && !leading_zero && at[0] != '.' && at[length - 1] != '.';
  std::uint64_t number = 0;
  std::int32_t points = 0;
  std::int32_t scale = 0;
  for (std::uint64_t i = 0; usual && i < length; ++i) {
    auto digit = static_cast<std::uint8_t>(at[i] - '0');
    if (at[i] == '.') {
      ++points;
    } else {
      usual = digit <= 9;
      number = number * 10 + digit;
      scale += points;
    }
  }
  if (usual && points <= 1) {
    auto coefficient = static_cast<parley::value::Int128>(number);
    *result = {negative ? -coefficient : coefficient, scale};
    return tag_value;
  }
  return parley_heavy_read_decimal(bytes + slot->start, slot->length, result) ? tag_value : tag_failed;
}

std::uint8_t parley_read_bool(const char* bytes, const Slot* slot, std::uint8_t absent, bool in_text,
                              bool* result) {
  if (slot->has_escape) return tag_surprise;
  const char* at = bytes + slot->start;
  if (slot->kind == (in_text ? Kind::text : Kind::boolean)) {
    if (slot->length == 4 && __builtin_memcmp(at, "true", 4) == 0) {
      *result = true;
      return tag_value;
    }
    if (slot->length == 5 && __builtin_memcmp(at, "false", 5) == 0) {
      *result = false;
      return tag_value;
    }
  }
  if (slot->kind == Kind::absent) return absent;
  if (slot->kind == Kind::null) return tag_none;
  return slot->kind == Kind::text && slot->length == 0 ? tag_none : tag_failed;
}

std::uint8_t parley_read_letter(const char* bytes, const Slot* slot, std::uint8_t absent, bool* result) {
  if (slot->has_escape) return tag_surprise;
  if (slot->kind == Kind::text && slot->length == 1) {
    char letter = bytes[slot->start];
    *result = letter == 'T';
    return letter == 'T' || letter == 'F' ? tag_value : tag_failed;
  }
  if (slot->kind == Kind::absent) return absent;
  if (slot->kind == Kind::null) return tag_none;
  return slot->kind == Kind::text && slot->length == 0 ? tag_none : tag_failed;
}
}
