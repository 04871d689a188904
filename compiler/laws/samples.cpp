#include "compiler/laws/samples.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <string>

#include "stdlib/stream/wire.hpp"

namespace parley::laws {

namespace {

using schema::TypeKind;
using value::Value;

// Pieces that casing, trimming, normal forms and patterns treat each in their own way.
constexpr auto pieces = std::to_array<std::string_view>({"a",
                                                         "B",
                                                         "z",
                                                         "0",
                                                         "7",
                                                         "42",
                                                         " ",
                                                         "\t",
                                                         "\u00A0",
                                                         "é",
                                                         "E\u0301",
                                                         "ß",
                                                         "İ",
                                                         "Σ",
                                                         "ﬁ",
                                                         "한",
                                                         "-",
                                                         ".",
                                                         "@",
                                                         "x@Acme.de",
                                                         "/",
                                                         "+",
                                                         "(4)",
                                                         "415-555",
                                                         "https://",
                                                         "www.",
                                                         "_",
                                                         "true",
                                                         "ab",
                                                         "AB ",
                                                         "2026",
                                                         "11-22",
                                                         "#",
                                                         "'",
                                                         "👩",
                                                         "US",
                                                         "1.50",
                                                         "-0",
                                                         "12.0",
                                                         "2026-11-22",
                                                         "2026-11-22T09:30:00+01:00",
                                                         "N/A"});

constexpr auto edge_numbers = std::to_array<std::string_view>(
    {"0",     "1",     "-1",     "2",        "3",    "7",    "10",    "99",     "100",
     "101",   "150",   "-250",   "12345",    "0.5",  "0.01", "0.005", "-0.015", "1.25",
     "99.99", "100.1", "1234.5", "0.333333", "1e10", "1e18", "-1e18", "1e-9",   "123456789.123456789",
     "1e30",  "1e-20", "-7e36"});

constexpr std::array<std::int64_t, 9> edge_ints = {std::numeric_limits<std::int64_t>::min(),
                                                   std::numeric_limits<std::int64_t>::max(),
                                                   4'294'967'296,
                                                   1'000'000'007,
                                                   1'000,
                                                   365,
                                                   -100,
                                                   49,
                                                   50};

class Maker {
 public:
  Maker(const schema::Type& type, core::Random& random) : type_(type), random_(random) {}

  std::vector<Value> edges() const;
  Value random();

 private:
  std::int64_t number() {
    const auto bits = static_cast<int>(random_.below(63));
    const auto magnitude = static_cast<std::int64_t>(random_.next() >> static_cast<unsigned>(1 + bits));
    return random_.chance(30) ? -magnitude : magnitude;
  }
  // Small whole numbers of a unit at first sight, else any.
  std::int64_t moment(std::int64_t least, std::int64_t most, std::int64_t unit) {
    const auto span = static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least);
    const auto any = static_cast<std::int64_t>(static_cast<std::uint64_t>(least) + random_.below(span));
    return random_.chance(50) ? any / unit * unit : any;
  }
  std::string text() {
    std::string made;
    for (std::uint64_t n = random_.below(6); n > 0; --n) made += pieces[random_.below(pieces.size())];
    return made.empty() ? "x" : made;
  }

  const schema::Type& type_;
  core::Random& random_;
};

std::vector<Value> Maker::edges() const {
  std::vector<Value> made;
  switch (type_.kind) {
    case TypeKind::boolean:
      return {Value::of(true), Value::of(false)};
    case TypeKind::integer:
      for (const std::int64_t each : edge_ints) made.push_back(Value::of(each));
      [[fallthrough]];
    case TypeKind::decimal:
    case TypeKind::money:
      for (const std::string_view each : edge_numbers) {
        const auto number = value::parse_decimal(each);
        const auto whole = number ? value::to_integer(*number) : std::nullopt;
        if (type_.kind != TypeKind::integer && number) made.push_back(Value::of(*number));
        if (type_.kind == TypeKind::integer && whole) made.push_back(Value::of(*whole));
      }
      return made;
    case TypeKind::enumeration:
      for (const schema::PicklistValue& each : type_.picklist) made.push_back(Value::of(each.value));
      return made;
    case TypeKind::date:
      for (const std::int32_t day : {0, -1, 59, 20'779, value::date_min.days, value::date_max.days})
        made.push_back(Value::of(value::Date{day}));
      return made;
    case TypeKind::text:
      for (const std::string_view piece : pieces) made.push_back(Value::of(std::string(piece)));
      return made;
    default:
      return made;
  }
}

Value Maker::random() {
  constexpr std::int64_t second = 1'000'000;
  constexpr std::int64_t day = 86'400 * second;
  const auto least = value::datetime_min.microseconds;
  const auto most = value::datetime_max.microseconds;
  switch (type_.kind) {
    case TypeKind::integer:
      return Value::of(number());
    case TypeKind::decimal:
    case TypeKind::money:
      return Value::of(value::Decimal{number(), static_cast<std::int32_t>(random_.below(12))});
    case TypeKind::text:
    case TypeKind::id:
    case TypeKind::reference:
      return Value::of(text());
    case TypeKind::date:
      return Value::of(
          value::Date{static_cast<std::int32_t>(moment(value::date_min.days, value::date_max.days, 1))});
    case TypeKind::time:
      return Value::of(value::TimeOfDay{moment(0, day - 1, 60 * second)});
    case TypeKind::datetime:
      return Value::of(value::DateTime{moment(least, most, day)});
    case TypeKind::instant:
      return Value::of(core::Instant{moment(least, most, day)});
    case TypeKind::duration:
      return Value::of(core::Duration{moment(-400 * day, 400 * day, second)});
    default:
      return Value();
  }
}

// As the field of a type can hold it: within its digits; nothing where it cannot.
bool fits(const schema::Type& type, Value& v) {
  const auto* number = v.as<value::Decimal>();
  if (number == nullptr) return v.has_value();
  if (type.scale < value::decimal_digits_max) {
    const auto rounded = value::round(*number, type.scale, value::Rounding::half_even);
    if (!rounded) return false;
    v = Value::of(*rounded);
  }
  const std::string digits = value::to_text(*v.as<value::Decimal>());
  const std::size_t whole = std::min(digits.find('.'), digits.size()) - (digits.starts_with('-') ? 1 : 0);
  return type.scale >= value::decimal_digits_max ||
         whole <= static_cast<std::size_t>(type.precision - type.scale);
}

}  // namespace

std::vector<Value> samples(const schema::Type& type, std::span<const Value> named, core::Random& random,
                           std::size_t count) {
  Maker maker(type, random);
  std::vector<Value> all = maker.edges();
  for (const Value& each : named) {
    Value read = each.has_value() ? stream::from_canonical(type, value::canonical(each)) : Value();
    if (read.has_value()) all.push_back(std::move(read));
  }
  while (all.size() < count) {
    Value made = maker.random();
    if (!made.has_value()) break;
    all.push_back(std::move(made));
  }
  std::erase_if(all, [&](Value& each) { return !fits(type, each); });
  return all;
}

}  // namespace parley::laws
