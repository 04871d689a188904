#include "engine/sync/conflict/conflict.hpp"
#include "stdlib/value/decimal.hpp"
#include "stdlib/value/time.hpp"

namespace parley::sync {
namespace {

// a < b as values of the type; nothing where the type has no order, or the texts are none of its values.
std::optional<bool> less(schema::TypeKind type, std::string_view a, std::string_view b) {
  switch (type) {
    case schema::TypeKind::integer:
    case schema::TypeKind::decimal:
    case schema::TypeKind::money: {
      const auto x = value::parse_decimal(a), y = value::parse_decimal(b);
      if (!x || !y) return std::nullopt;
      return *x < *y;
    }
    case schema::TypeKind::instant: {
      const auto x = value::parse_instant(a), y = value::parse_instant(b);
      if (!x || !y) return std::nullopt;
      return *x < *y;
    }
    case schema::TypeKind::datetime: {
      const auto x = value::parse_datetime(a), y = value::parse_datetime(b);
      if (!x || !y) return std::nullopt;
      return *x < *y;
    }
    case schema::TypeKind::date:
    case schema::TypeKind::text:
    case schema::TypeKind::boolean:  // "false" < "true"
      return a < b;
    default:
      return std::nullopt;
  }
}

}  // namespace

// `merge min`, `merge max`: the smaller or greater of the two; where one side has none, the other's.
Ruling merge_extreme(const Clash& clash, bool greater) {
  if (!clash.left && !clash.right_as_left) return Review{"neither side's value can be compared"};
  if (!clash.left) return MergedValue{std::string(clash.right_as_left->bytes), "the only value"};
  if (!clash.right_as_left) return MergedValue{std::string(clash.left->bytes), "the only value"};
  const std::optional<bool> smaller = less(clash.type, clash.left->bytes, clash.right_as_left->bytes);
  if (!smaller) return Review{"the values have no order"};
  const bool left_wins = *smaller != greater;
  return MergedValue{std::string(left_wins ? clash.left->bytes : clash.right_as_left->bytes),
                     greater ? "the greater of both" : "the smaller of both"};
}

}  // namespace parley::sync
