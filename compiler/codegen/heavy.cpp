// The native routines of the runtime: rare, or so large that inlining them would only slow the compile.
#include <algorithm>
#include <string>

#include "compiler/codegen/aside.hpp"
#include "compiler/codegen/runtime/runtime.hpp"
#include "stdlib/functions/white_space.hpp"
#include "stdlib/schema/schema.hpp"
#include "stdlib/stream/token.hpp"
#include "stdlib/stream/wire.hpp"
#include "stdlib/value/time.hpp"

namespace {

using namespace parley;
using value::Decimal;

schema::Type type_of(std::int32_t kind) {
  return {.kind = static_cast<schema::TypeKind>(kind)};
}

std::int64_t number_of(value::Date date) {
  return date.days;
}

std::int64_t number_of(auto time) {
  return time.microseconds;
}

std::int64_t number_of(const value::Value& v) {
  if (const auto* date = v.as<value::Date>()) return number_of(*date);
  if (const auto* time = v.as<value::TimeOfDay>()) return number_of(*time);
  if (const auto* datetime = v.as<value::DateTime>()) return number_of(*datetime);
  if (const auto* instant = v.as<core::Instant>()) return number_of(*instant);
  return 0;
}

value::Value time_value(schema::TypeKind kind, std::int64_t number) {
  if (kind == schema::TypeKind::date) return value::Value::of(value::Date{static_cast<std::int32_t>(number)});
  if (kind == schema::TypeKind::time) return value::Value::of(value::TimeOfDay{number});
  if (kind == schema::TypeKind::datetime) return value::Value::of(value::DateTime{number});
  return value::Value::of(core::Instant{number});
}

std::uint8_t tag_of(value::State state, std::uint8_t absent) {
  if (state == value::State::value) return codegen::tag_value;
  if (value::is_none(state)) return codegen::tag_none;
  return state == value::State::absent ? absent : codegen::tag_failed;
}

constexpr std::int64_t small_max = 1'000'000'000'000'000'000;

// Whether dates and times stand as ISO text.
bool is_iso(std::int32_t wire) {
  return wire == static_cast<std::int32_t>(schema::Wire::json) ||
         wire == static_cast<std::int32_t>(schema::Wire::text);
}

// The usual forms, read without a Value between.
std::optional<std::int64_t> parse_iso(schema::TypeKind kind, std::string_view text) {
  const auto number = [](auto found) { return found ? std::optional(number_of(*found)) : std::nullopt; };
  if (kind == schema::TypeKind::instant) return number(value::parse_instant(text));
  if (kind == schema::TypeKind::date) return number(value::parse_date(text));
  if (kind == schema::TypeKind::time) return number(value::parse_time(text));
  if (kind == schema::TypeKind::datetime) return number(value::parse_datetime(text));
  return std::nullopt;
}

bool put(const std::optional<Decimal>& found, Decimal* result) {
  if (found) *result = *found;
  return found.has_value();
}

// Units of a plain text: code points, UTF-16 code units or bytes.
std::uint64_t count_units(std::string_view text, schema::LengthUnit unit) {
  if (unit == schema::LengthUnit::bytes) return text.size();
  std::uint64_t count = 0;
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80U) count += byte >= 0xF0 && unit == schema::LengthUnit::utf16 ? 2 : 1;
  }
  return count;
}

}  // namespace

extern "C" {

bool parley_heavy_aside_result(const codegen::Run* run, std::uint64_t result) {
  return run->aside->is_true(run->row, result);
}

std::int64_t parley_heavy_aside_leaf(const codegen::Run* run, std::uint64_t store, char* out) {
  // The rest of the row needs its room behind the leaf.
  const auto left = static_cast<std::uint64_t>(run->out_end - out);
  if (left < run->row_room) return codegen::leaf_gives_up;
  return run->aside->write_leaf(run->row, store, {out, left - run->row_room});
}

// The bodies (stdlib/functions/text).
std::int64_t parley_lower(abi::CallContext&, abi::Text x, char* out);
std::int64_t parley_upper(abi::CallContext&, abi::Text x, char* out);

std::uint8_t parley_heavy_read_id(const char* bytes, const stream::Slot* slot, std::uint8_t absent, bool,
                                  const char** text, std::uint64_t* length, bool* escaped) {
  std::string_view at(bytes + slot->start, slot->length);
  *text = at.data();
  *length = 0;
  *escaped = false;
  if (slot->kind == stream::Kind::absent) return absent;
  if (slot->kind == stream::Kind::null || (slot->kind == stream::Kind::text && at.empty()))
    return codegen::tag_none;
  if (slot->kind != stream::Kind::object) return codegen::tag_failed;
  const auto id = stream::usual_id(at);
  if (!id) return codegen::tag_surprise;
  *text = id->data();
  *length = id->size();
  return codegen::tag_value;
}

std::uint8_t parley_heavy_read_time(const char* bytes, const stream::Slot* slot, std::uint8_t absent,
                                    std::int32_t type_kind, std::int32_t wire, std::int64_t* result) {
  *result = 0;
  if (slot->has_escape) return codegen::tag_surprise;
  if (is_iso(wire) && slot->kind == stream::Kind::text) {
    const auto kind = static_cast<schema::TypeKind>(type_kind);
    if (auto found = parse_iso(kind, {bytes + slot->start, slot->length})) {
      *result = *found;
      return codegen::tag_value;
    }
  }
  stream::Raw raw{slot->kind, std::string(bytes + slot->start, slot->length)};
  value::Value found = stream::decode(raw, type_of(type_kind), static_cast<schema::Wire>(wire));
  if (found.has_value()) *result = number_of(found);
  return tag_of(found.state, absent);
}

bool parley_heavy_read_decimal(const char* text, std::uint64_t length, Decimal* result) {
  return put(value::parse_decimal({text, length}), result);
}

std::uint64_t parley_heavy_trim(const char* text, std::uint64_t length, bool front, bool back,
                                const char** start) {
  abi::Text x = {text, length};
  if (back) x = functions::trim_back(x);
  if (front) x = functions::trim_front(x);
  *start = x.bytes;
  return x.length;
}

std::int64_t parley_heavy_lower(abi::CallContext& context, abi::Text x, char* out) {
  return parley_lower(context, x, out);
}

std::int64_t parley_heavy_upper(abi::CallContext& context, abi::Text x, char* out) {
  return parley_upper(context, x, out);
}

std::int64_t parley_heavy_unescape(const char* text, std::uint64_t length, char* out) {
  std::string plain;
  stream::append_unescaped(plain, {text, length});
  std::ranges::copy(plain, out);
  return std::ssize(plain);
}

char* parley_heavy_write_decimal(char* out, const Decimal* decimal) {
  return out + value::write_decimal(*decimal, out);
}

char* parley_heavy_write_time(char* out, std::int32_t type_kind, std::int32_t wire, std::int64_t number) {
  if (is_iso(wire)) {
    *out++ = '"';
    out = parley_heavy_write_canonical_time(out, type_kind, number);
    *out++ = '"';
    return out;
  }
  std::string text;
  schema::Type type = type_of(type_kind);
  stream::encode(text, time_value(type.kind, number), type, static_cast<schema::Wire>(wire));
  return std::ranges::copy(text, out).out;
}

char* parley_heavy_write_canonical_time(char* out, std::int32_t type_kind, std::int64_t number) {
  const auto kind = static_cast<schema::TypeKind>(type_kind);
  const auto days = [&] { return value::Date{static_cast<std::int32_t>(number)}; };
  if (kind == schema::TypeKind::date) return out + value::write_date(days(), out);
  if (kind == schema::TypeKind::time) return out + value::write_time(value::TimeOfDay{number}, out);
  if (kind == schema::TypeKind::datetime) return out + value::write_datetime(value::DateTime{number}, out);
  if (kind == schema::TypeKind::duration) return out + value::write_duration(core::Duration{number}, out);
  return out + value::write_instant(core::Instant{number}, out);
}

std::int32_t parley_heavy_compare_decimal(const Decimal* a, const Decimal* b) {
  auto order = *a <=> *b;
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

bool parley_heavy_add(const Decimal* a, const Decimal* b, Decimal* result) {
  return put(value::add(*a, *b), result);
}

bool parley_heavy_subtract(const Decimal* a, const Decimal* b, Decimal* result) {
  return put(value::subtract(*a, *b), result);
}

bool parley_heavy_multiply(const Decimal* a, const Decimal* b, Decimal* result) {
  return put(value::multiply(*a, *b), result);
}

bool parley_heavy_narrow(const Decimal* a, std::int64_t* result) {
  auto integer = value::to_integer(*a);
  if (integer) *result = *integer;
  return integer.has_value();
}

bool parley_heavy_decimal_fits(const Decimal* a, std::int32_t precision, std::int32_t scale) {
  // Few enough digits for 64 bits, and none too many behind the point: no need to normalise.
  constexpr std::int32_t small_digits = 18;
  if (a->scale <= scale && a->coefficient > -small_max && a->coefficient < small_max &&
      small_digits - a->scale <= precision - scale)
    return true;
  Decimal smallest = value::normalized(*a);
  if (smallest.scale > scale) return false;
  value::Int128 magnitude = smallest.coefficient < 0 ? -smallest.coefficient : smallest.coefficient;
  std::int32_t digits = 0;
  for (; magnitude != 0; magnitude /= 10) ++digits;
  return digits - smallest.scale <= precision - scale;
}

bool parley_heavy_text_fits(const char* text, std::uint64_t length, bool escaped, std::uint64_t limit,
                            std::int32_t unit) {
  std::string plain;
  if (escaped) {
    stream::append_unescaped(plain, {text, length});
  } else {
    plain.assign(text, length);
  }
  return count_units(plain, static_cast<schema::LengthUnit>(unit)) <= limit;
}
}
