#include "compiler/interpret/operators.hpp"

#include <algorithm>
#include <compare>

#include "stdlib/core/check.hpp"

namespace parley::interpret {

namespace {

using ir::Failure;
using ir::Op;
using value::Decimal;
using value::Value;

Computed failed(Failure failure) {
  return std::unexpected(failure);
}

Computed integer(Op op, std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  bool overflows = false;
  switch (op) {
    case Op::add:
      overflows = __builtin_add_overflow(a, b, &result);
      break;
    case Op::subtract:
      overflows = __builtin_sub_overflow(a, b, &result);
      break;
    case Op::multiply:
      overflows = __builtin_mul_overflow(a, b, &result);
      break;
    case Op::divide:
    case Op::modulo:
      if (b == 0) return failed(Failure::division_by_zero);
      if (b == -1) return op == Op::divide ? integer(Op::subtract, 0, a) : Value::of(std::int64_t{0});
      result = op == Op::divide ? a / b : a % b;
      break;
    default:
      ENSURE(false, "no operator of int");
  }
  if (overflows) return failed(Failure::overflow);
  return Value::of(result);
}

Computed number(const std::optional<Decimal>& result) {
  if (!result) return failed(Failure::overflow);
  return Value::of(value::normalized(*result));
}

// Exact, where an end is in sight within 38 digits: tries ever more digits behind the point.
Computed quotient(const Decimal& a, const Decimal& b) {
  if (b.coefficient == 0) return failed(Failure::division_by_zero);
  for (int scale = 0; scale <= value::decimal_digits_max; ++scale) {
    auto rounded = value::divide(a, b, scale, value::Rounding::down);
    if (!rounded) return failed(Failure::overflow);
    auto back = value::multiply(*rounded, b);
    if (back && *back == a) return number(rounded);
  }
  return failed(Failure::overflow);
}

Computed decimal(Op op, const Decimal& a, const Decimal& b) {
  switch (op) {
    case Op::add:
      return number(value::add(a, b));
    case Op::subtract:
      return number(value::subtract(a, b));
    case Op::multiply:
      return number(value::multiply(a, b));
    case Op::divide:
      return quotient(a, b);
    default:
      ENSURE(false, "no operator of decimal");
      return failed(Failure::overflow);
  }
}

Value joined(const value::List& a, const value::List& b) {
  value::List all = a;
  all.insert(all.end(), b.begin(), b.end());
  return Value::of(std::move(all));
}

// The years 0001 to 9999 in microseconds since 1970.
constexpr std::int64_t earliest = -62'135'596'800'000'000;
constexpr std::int64_t latest = 253'402'300'799'999'999;
constexpr std::int64_t microseconds_a_day = 86'400'000'000;

// a ± duration, for everything that stands on a line of time.
template <class Point>
Computed moved(Op op, Point point, core::Duration by) {
  Computed sum = integer(op, point.microseconds, by.microseconds);
  if (!sum) return sum;
  std::int64_t at = *sum->as<std::int64_t>();
  if (at < earliest || at > latest) return failed(Failure::overflow);
  return Value::of(Point{at});
}

Computed moved(Op op, value::Date date, core::Duration by) {
  if (by.microseconds % microseconds_a_day != 0) return failed(Failure::overflow);
  Computed at = moved(op, value::DateTime{date.days * microseconds_a_day}, by);
  if (!at) return at;
  return Value::of(
      value::Date{static_cast<std::int32_t>(at->as<value::DateTime>()->microseconds / microseconds_a_day)});
}

template <class Point>
Computed apart(const Point& a, const Point& b) {
  Computed difference = integer(Op::subtract, a.microseconds, b.microseconds);
  if (!difference) return difference;
  return Value::of(core::Duration{*difference->as<std::int64_t>()});
}

Computed temporal(Op op, const Value& a, const Value& b) {
  if (const auto* duration = a.as<core::Duration>()) {
    if (const auto* other = b.as<core::Duration>()) {
      Computed sum = integer(op, duration->microseconds, other->microseconds);
      if (!sum) return sum;
      return Value::of(core::Duration{*sum->as<std::int64_t>()});
    }
    return temporal(op, b, a);  // duration + point
  }
  if (const auto* duration = b.as<core::Duration>()) {
    if (const auto* at = a.as<core::Instant>()) return moved(op, *at, *duration);
    if (const auto* at = a.as<value::DateTime>()) return moved(op, *at, *duration);
    if (const auto* at = a.as<value::Date>()) return moved(op, *at, *duration);
  }
  if (a.as<core::Instant>() && b.as<core::Instant>())
    return apart(*a.as<core::Instant>(), *b.as<core::Instant>());
  if (a.as<value::DateTime>() && b.as<value::DateTime>())
    return apart(*a.as<value::DateTime>(), *b.as<value::DateTime>());
  ENSURE(false, "no operator of these types");
  return failed(Failure::overflow);
}

Computed arithmetic(Op op, const Value& a, const Value& b) {
  if (a.as<std::int64_t>() && b.as<std::int64_t>())
    return integer(op, *a.as<std::int64_t>(), *b.as<std::int64_t>());
  if (a.as<Decimal>() && b.as<Decimal>()) return decimal(op, *a.as<Decimal>(), *b.as<Decimal>());
  if (op == Op::add && a.as<std::string>() && b.as<std::string>())
    return Value::of(*a.as<std::string>() + *b.as<std::string>());
  if (op == Op::add && a.as<value::List>() && b.as<value::List>())
    return joined(*a.as<value::List>(), *b.as<value::List>());
  return temporal(op, a, b);
}

template <class T>
std::strong_ordering order_as(const Value& a, const Value& b) {
  return *a.as<T>() <=> *b.as<T>();
}

// Text by its bytes, which for UTF-8 is the order of code points.
std::strong_ordering order(const Value& a, const Value& b) {
  ENSURE(a.payload.index() == b.payload.index(), "two types were compared");
  if (a.as<bool>()) return order_as<bool>(a, b);
  if (a.as<std::int64_t>()) return order_as<std::int64_t>(a, b);
  if (a.as<Decimal>()) return order_as<Decimal>(a, b);
  if (a.as<std::string>()) return order_as<std::string>(a, b);
  if (a.as<value::Date>()) return order_as<value::Date>(a, b);
  if (a.as<value::TimeOfDay>()) return order_as<value::TimeOfDay>(a, b);
  if (a.as<value::DateTime>()) return order_as<value::DateTime>(a, b);
  if (a.as<core::Instant>()) return order_as<core::Instant>(a, b);
  ENSURE(a.as<core::Duration>() != nullptr, "no order of this type");
  return order_as<core::Duration>(a, b);
}

Computed negated(const Value& a) {
  if (const auto* n = a.as<std::int64_t>()) return integer(Op::subtract, 0, *n);
  ENSURE(a.as<Decimal>() != nullptr, "no negation of this type");
  return number(value::subtract(Decimal::of(0), *a.as<Decimal>()));
}

Computed indexed(const Value& container, const Value& key) {
  if (const auto* list = container.as<value::List>()) {
    const auto* position = key.as<std::int64_t>();
    if (position == nullptr || *position < 0 || static_cast<std::uint64_t>(*position) >= list->size())
      return failed(Failure::out_of_range);
    return (*list)[static_cast<std::size_t>(*position)];
  }
  ENSURE(container.as<value::Map>() != nullptr, "only lists and maps have an index");
  for (const auto& [name, item] : container.as<value::Map>()->entries)
    if (value::equal(name, key)) return item;
  return failed(Failure::no_such_key);
}

std::int64_t size_of(const Value& container) {
  if (const auto* list = container.as<value::List>()) return static_cast<std::int64_t>(list->size());
  ENSURE(container.as<value::Map>() != nullptr, "only lists, sets and maps have a size");
  return static_cast<std::int64_t>(container.as<value::Map>()->entries.size());
}

std::size_t length(std::string_view text, schema::LengthUnit unit) {
  if (unit == schema::LengthUnit::bytes) return text.size();
  std::size_t count = 0;
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    bool starts = (byte & 0xC0U) != 0x80U;
    bool pair = unit == schema::LengthUnit::utf16 && byte >= 0xF0U;
    count += (starts ? 1U : 0U) + (pair ? 1U : 0U);
  }
  return count;
}

bool holds(const schema::Type& type, const Decimal& d) {
  Decimal n = value::normalized(d);
  if (n.scale > type.scale) return false;
  int whole_max = type.scale == 38 ? type.precision : type.precision - type.scale;
  value::Int128 limit = 1;
  for (int i = 0; i < std::min(whole_max + n.scale, 38); ++i) limit *= 10;
  return whole_max + n.scale >= 38 || (n.coefficient < limit && n.coefficient > -limit);
}

}  // namespace

Computed compute(Op op, std::span<const Value> operands) {
  const Value& a = operands[0];
  switch (op) {
    case Op::negate:
      return negated(a);
    case Op::widen:
      return Value::of(Decimal::of(*a.as<std::int64_t>()));
    case Op::index:
      return indexed(a, operands[1]);
    case Op::size:
      return Value::of(size_of(a));
    case Op::less:
      return Value::of(order(a, operands[1]) < 0);
    case Op::less_equal:
      return Value::of(order(a, operands[1]) <= 0);
    case Op::greater:
      return Value::of(order(a, operands[1]) > 0);
    case Op::greater_equal:
      return Value::of(order(a, operands[1]) >= 0);
    default:
      return arithmetic(op, a, operands[1]);
  }
}

bool contains(const Value& item, const Value& container) {
  if (const auto* list = container.as<value::List>())
    return std::ranges::any_of(*list, [&](const Value& v) { return value::equal(v, item); });
  ENSURE(container.as<value::Map>() != nullptr, "only lists, sets and maps contain");
  return std::ranges::any_of(container.as<value::Map>()->entries,
                             [&](const auto& entry) { return value::equal(entry.first, item); });
}

Computed fit(const Value& v, const schema::Type& type) {
  if (const auto* d = v.as<Decimal>()) {
    if (!holds(type, *d)) return failed(Failure::too_precise);
  } else if (const auto* text = v.as<std::string>()) {
    if (type.kind == schema::TypeKind::enumeration) {
      bool listed =
          std::ranges::find(type.picklist, *text, &schema::PicklistValue::value) != type.picklist.end();
      if (type.restricted && !type.picklist.empty() && !listed) return failed(Failure::not_listed);
    } else if (type.length_max > 0 && length(*text, type.length_unit) > type.length_max) {
      return failed(Failure::too_long);
    }
  }
  return v;
}

}  // namespace parley::interpret
