#include "stdlib/stream/operand.hpp"

#include <algorithm>
#include <optional>

#include "stdlib/core/check.hpp"
#include "stdlib/stream/reader.hpp"
#include "stdlib/stream/wire.hpp"
#include "stdlib/value/time.hpp"

namespace parley::stream {

namespace {

using abi::Operand;
using schema::TypeKind;
using schema::Wire;
using value::State;

// A usual text that is its own canonical form, or nothing: then the value has to say.
using Usual = std::optional<std::string_view>;

constexpr std::size_t plain_digits_max = 18;  // always fit 64 bits

Usual usual_text(Kind kind, std::string_view text, const schema::Field& field) {
  if (field.wire == Wire::reference) {
    const Usual id = kind == Kind::object ? usual_id(text) : std::nullopt;
    if (!id) return std::nullopt;
    text = *id;
  } else if (kind != Kind::text) {
    return std::nullopt;
  }
  if (field.type.kind == TypeKind::enumeration && !is_listed(field.type, text)) return std::nullopt;
  return text;
}

Usual usual_boolean(Kind kind, std::string_view text, Wire wire) {
  if (wire == Wire::letter) {
    if (kind != Kind::text || text.size() != 1 || (text[0] != 'T' && text[0] != 'F')) return std::nullopt;
    return text[0] == 'T' ? "true" : "false";
  }
  if (kind != (wire == Wire::text ? Kind::text : Kind::boolean)) return std::nullopt;
  return text == "true" || text == "false" ? Usual(text) : std::nullopt;
}

// "-12.5", as numbers are written canonically: no zero too many, no exponent.
Usual usual_number(Kind kind, std::string_view text, const schema::Field& field) {
  if (field.wire != Wire::json && field.wire != Wire::text) return std::nullopt;
  if (kind != (field.wire == Wire::text ? Kind::text : Kind::number)) return std::nullopt;
  std::string_view digits = text;
  if (digits.starts_with('-')) digits.remove_prefix(1);
  if (digits.empty() || digits.size() > plain_digits_max) return std::nullopt;
  const std::size_t point = digits.find('.');
  const bool is_whole = point == std::string_view::npos;
  const std::size_t whole = is_whole ? digits.size() : point;
  if (whole == 0 || (whole > 1 && digits[0] == '0')) return std::nullopt;
  if (is_whole ? digits == "0" && digits.size() != text.size()
               : field.type.kind == TypeKind::integer || digits.back() == '0' || digits.back() == '.')
    return std::nullopt;
  for (std::size_t i = 0; i < digits.size(); ++i)
    if (i != point && (digits[i] < '0' || digits[i] > '9')) return std::nullopt;
  return text;
}

Usual usual_time(Kind kind, std::string_view text, const schema::Field& field, core::Arena& arena) {
  if (kind != Kind::text || (field.wire != Wire::json && field.wire != Wire::text)) return std::nullopt;
  char* out = arena.room(value::time_text_max).data();
  if (field.type.kind == TypeKind::instant) {
    const auto instant = value::parse_instant(text);
    if (!instant) return std::nullopt;
    return arena.took(static_cast<std::size_t>(value::write_instant(*instant, out)));
  }
  const auto date = value::parse_date(text);
  if (!date) return std::nullopt;
  return arena.took(static_cast<std::size_t>(value::write_date(*date, out)));
}

Usual usual(Kind kind, std::string_view text, const schema::Field& field, core::Arena& arena) {
  switch (field.type.kind) {
    case TypeKind::text:
    case TypeKind::enumeration:
    case TypeKind::reference:
    case TypeKind::id:
      return usual_text(kind, text, field);
    case TypeKind::boolean:
      return usual_boolean(kind, text, field.wire);
    case TypeKind::integer:
    case TypeKind::decimal:
    case TypeKind::money:
      return usual_number(kind, text, field);
    case TypeKind::date:
    case TypeKind::instant:
      return usual_time(kind, text, field, arena);
    case TypeKind::time:
    case TypeKind::datetime:
    case TypeKind::duration:
    case TypeKind::list:
    case TypeKind::set:
    case TypeKind::map:
    case TypeKind::object:
    case TypeKind::null:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

Operand operand_of(const Slot& slot, std::string_view bytes, const schema::Field& field,
                   schema::Missing missing, core::Arena& arena) {
  ENSURE(std::size_t{slot.start} + slot.length <= bytes.size(), "a slot outside its bytes");
  if (slot.kind == Kind::absent) return {missing == schema::Missing::null ? State::null : State::absent, {}};
  if (slot.kind == Kind::null) return {State::null, {}};
  if (slot.kind == Kind::text && slot.length == 0) return {State::blank, {}};
  if (!slot.has_escape)
    if (const Usual text = usual(slot.kind, bytes.substr(slot.start, slot.length), field, arena))
      return {State::value, *text};
  return operand_by_value(slot, bytes, field, missing, arena);
}

Operand operand_by_value(const Slot& slot, std::string_view bytes, const schema::Field& field,
                         schema::Missing missing, core::Arena& arena) {
  const value::Value v = decode(raw_of(slot, bytes), field, missing);
  return {v.state, arena.keep(value::canonical(v))};
}

value::Value value_of(const Operand& operand, const schema::Type& type) {
  if (operand.state == State::value) return from_canonical(type, operand.bytes);
  if (operand.state == State::invalid) return {State::invalid, std::string(operand.bytes)};
  return value::Value::none(operand.state);
}

}  // namespace parley::stream
