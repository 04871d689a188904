// Conflict rules: who wins when both sides of a `<->` changed. One file a rule in this folder, and one line
// in conflict.cpp. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "engine/sync/value.hpp"
#include "stdlib/core/clock.hpp"
#include "stdlib/schema/type.hpp"

namespace parley::sync {

// When a side's value may have changed: after `after` (its base was last seen then) and not later than
// `until` (its stamp). `ours`: the observed version is one that our own write returned.
struct Evidence {
  std::optional<core::Instant> after;
  std::optional<core::Instant> until;
  bool ours = false;
};

// What a conflict rule is asked. `left` is the left value of now, `right_as_left` the right one carried over,
// each of one component; merge rules need nothing more.
struct Clash {
  const Evidence& left_evidence;
  const Evidence& right_evidence;
  std::optional<abi::Operand> left;                // empty: ∅
  std::optional<abi::Operand> right_as_left;       // empty: ∅, or it cannot be carried
  schema::TypeKind type = schema::TypeKind::text;  // of the left field
};

struct Winner {
  Side side;
  std::string evidence;
};
struct MergedValue {  // in the left side's terms
  std::string bytes;
  std::string evidence;
};
struct Review {
  std::string evidence;
};
using Ruling = std::variant<Winner, MergedValue, Review>;

Ruling rule_on(abi::Conflict conflict, const Clash& clash);

// The rules, each in its file.
Ruling prefer(Side side);
Ruling newest(const Clash& clash);
Ruling review();
Ruling merge_union(const Clash& clash);
Ruling merge_append(const Clash& clash);
Ruling merge_extreme(const Clash& clash, bool greater);
Ruling merge_boolean(const Clash& clash, bool conjunction);

}  // namespace parley::sync
