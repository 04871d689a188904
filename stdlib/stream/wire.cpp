#include "stdlib/stream/wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "stdlib/core/text.hpp"
#include "stdlib/value/json.hpp"

namespace parley::stream {

namespace {

using schema::Type;
using schema::TypeKind;
using schema::Wire;
using value::State;
using value::Value;
using Payload = std::optional<Value::Payload>;

constexpr std::int64_t microseconds_a_day = 86'400'000'000;

Value invalid(const Raw& raw) {
  return {State::invalid, raw.text};
}

template <class T>
Payload maybe(const std::optional<T>& found) {
  return found ? Payload(Value::Payload(*found)) : std::nullopt;
}

std::optional<std::int64_t> whole_number(std::string_view digits) {
  std::optional<value::Decimal> number = value::parse_decimal(digits);
  return number ? value::to_integer(*number) : std::nullopt;
}

bool is_quoted_number(Wire wire) {
  return wire == Wire::text || wire == Wire::epoch_ms_text || wire == Wire::midnight_utc_ms;
}

// The digits of a number, where it stands as the wire says.
std::optional<std::string_view> digits(const Raw& raw, Wire wire) {
  if (raw.kind != (is_quoted_number(wire) ? Kind::text : Kind::number)) return std::nullopt;
  return raw.text;
}

Payload decode_boolean(const Raw& raw, Wire wire) {
  if (wire == Wire::letter) {
    if (raw.kind == Kind::text && raw.text == "T") return true;
    return raw.kind == Kind::text && raw.text == "F" ? Payload(false) : std::nullopt;
  }
  if (raw.kind != (wire == Wire::text ? Kind::text : Kind::boolean)) return std::nullopt;
  if (raw.text == "true") return true;
  return raw.text == "false" ? Payload(false) : std::nullopt;
}

Payload decode_integer(const Raw& raw, Wire wire) {
  auto found = digits(raw, wire);
  return found ? maybe(whole_number(*found)) : std::nullopt;
}

Payload decode_decimal(const Raw& raw, Wire wire) {
  auto found = digits(raw, wire);
  return found ? maybe(value::parse_decimal(*found)) : std::nullopt;
}

std::optional<int> small_number(std::string_view digits) {
  if (digits.empty() || digits.size() > 4) return std::nullopt;
  int number = 0;
  for (char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

std::optional<value::Date> us_date(std::string_view text) {
  auto parts = core::split(text, '/');
  if (parts.size() != 3) return std::nullopt;
  auto month = small_number(parts[0]);
  auto day = small_number(parts[1]);
  auto year = small_number(parts[2]);
  if (!month || !day || !year || parts[2].size() != 4) return std::nullopt;
  return value::date_of({*year, *month, *day});
}

Payload decode_date(const Raw& raw, Wire wire) {
  if (raw.kind != Kind::text) return std::nullopt;
  if (wire == Wire::us_date) return maybe(us_date(raw.text));
  if (wire != Wire::midnight_utc_ms) return maybe(value::parse_date(raw.text));
  auto ms = whole_number(raw.text);
  constexpr std::int64_t ms_a_day = microseconds_a_day / 1'000;
  constexpr std::int64_t days_max = 4'000'000;
  if (!ms || *ms % ms_a_day != 0 || *ms / ms_a_day > days_max || *ms / ms_a_day < -days_max)
    return std::nullopt;
  return value::Date{static_cast<std::int32_t>(*ms / ms_a_day)};
}

Payload decode_instant(const Raw& raw, Wire wire) {
  bool epoch = wire == Wire::epoch_ms || wire == Wire::epoch_ms_text || wire == Wire::epoch_s;
  if (!epoch) return raw.kind == Kind::text ? maybe(value::parse_instant(raw.text)) : std::nullopt;
  auto found = digits(raw, wire);
  auto count = found ? whole_number(*found) : std::nullopt;
  std::int64_t unit = wire == Wire::epoch_s ? 1'000'000 : 1'000;
  if (!count || *count > INT64_MAX / unit || *count < INT64_MIN / unit) return std::nullopt;
  return core::Instant{*count * unit};
}

// Texts, picklist values and ids; a reference's object gives its id.
Payload decode_text(const Raw& raw, const Type& type, Wire wire) {
  if (wire == Wire::reference) {
    if (raw.kind != Kind::object) return std::nullopt;
    auto json = value::parse_json(raw.text);
    const value::Json* id = json ? json->find("id") : nullptr;
    if (id == nullptr) return std::nullopt;
    return decode_text(raw_of(*id), type, Wire::json);
  }
  bool numbers_too = type.kind == TypeKind::id || type.kind == TypeKind::reference;
  if (raw.kind != Kind::text && !(numbers_too && raw.kind == Kind::number)) return std::nullopt;
  if (type.kind == TypeKind::enumeration && !is_listed(type, raw.text)) return std::nullopt;
  return raw.text;
}

// Nothing where an element is no value of its type.
Payload decode_list(const Raw& raw, const Type& type, Wire wire) {
  static const Type text;
  const Type& element = type.element ? *type.element : text;
  std::vector<Raw> items;
  if (wire == Wire::semicolons) {
    if (raw.kind != Kind::text) return std::nullopt;
    for (std::string_view part : core::split(raw.text, ';'))
      if (!part.empty()) items.push_back({Kind::text, std::string(part)});
  } else {
    auto json = raw.kind == Kind::array ? value::parse_json(raw.text) : value::Json();
    if (!json || !json->is_array()) return std::nullopt;
    for (const value::Json& item : json->items()) items.push_back(raw_of(item));
  }
  value::List list;
  for (const Raw& item : items) {
    list.push_back(decode(item, element, Wire::json));
    if (list.back().state == State::invalid) return std::nullopt;
  }
  return list;
}

Payload decode_record(const Raw& raw, const Type& type) {
  auto json = raw.kind == Kind::object ? value::parse_json(raw.text) : value::Json();
  if (!json || !json->is_object()) return std::nullopt;
  value::Record record;
  for (const schema::Member& member : type.members) {
    const value::Json* found = json->find(member.name);
    Raw item = found == nullptr ? Raw{} : raw_of(*found);
    record.members.emplace_back(member.name, decode(item, *member.type, Wire::json));
  }
  return record;
}

Payload decode_payload(const Raw& raw, const Type& type, Wire wire) {
  bool is_text = raw.kind == Kind::text;
  switch (type.kind) {
    case TypeKind::text:
    case TypeKind::enumeration:
    case TypeKind::reference:
    case TypeKind::id:
      return decode_text(raw, type, wire);
    case TypeKind::boolean:
      return decode_boolean(raw, wire);
    case TypeKind::integer:
      return decode_integer(raw, wire);
    case TypeKind::decimal:
    case TypeKind::money:
      return decode_decimal(raw, wire);
    case TypeKind::date:
      return decode_date(raw, wire);
    case TypeKind::time:
      return is_text ? maybe(value::parse_time(raw.text)) : std::nullopt;
    case TypeKind::datetime:
      return is_text ? maybe(value::parse_datetime(raw.text)) : std::nullopt;
    case TypeKind::instant:
      return decode_instant(raw, wire);
    case TypeKind::list:
    case TypeKind::set:
      return decode_list(raw, type, wire);
    case TypeKind::object:
      return decode_record(raw, type);
    case TypeKind::map:
    case TypeKind::duration:
    case TypeKind::null:
      return std::nullopt;  // of expressions only
  }
  return std::nullopt;
}

}  // namespace

bool is_listed(const Type& type, std::string_view text) {
  if (!type.restricted || type.picklist.empty()) return true;
  return std::ranges::find(type.picklist, text, &schema::PicklistValue::value) != type.picklist.end();
}

Value decode(const Raw& raw, const Type& type, Wire wire) {
  if (raw.kind == Kind::absent) return Value::none(State::absent);
  if (raw.kind == Kind::null) return Value::none(State::null);
  if (raw.kind == Kind::text && raw.text.empty()) return Value::none(State::blank);
  Payload payload = decode_payload(raw, type, wire);
  return payload ? Value::of(std::move(*payload)) : invalid(raw);
}

Value decode(const Raw& raw, const schema::Field& field, schema::Missing missing) {
  if (raw.kind == Kind::absent && missing == schema::Missing::null) return Value::none(State::null);
  return decode(raw, field.type, field.wire);
}

// What stands behind the id may name it once more only where a quote before "id" says so.
std::optional<std::string_view> usual_id(std::string_view reference) {
  constexpr std::string_view opening = "{\"id\":\"";
  if (!reference.starts_with(opening)) return std::nullopt;
  const std::size_t end = reference.find_first_of("\"\\", opening.size());
  if (end == std::string_view::npos || reference[end] == '\\' || end == opening.size()) return std::nullopt;
  if (reference.find("\"id\"", end) != std::string_view::npos) return std::nullopt;
  return reference.substr(opening.size(), end - opening.size());
}

}  // namespace parley::stream
