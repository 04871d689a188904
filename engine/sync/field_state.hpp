// FieldBase: what the state remembers of one field rule of one linked pair: each side's own value when the
// rule was last settled, and why. A settled pair need not agree. Plain data; engine/sync/packed.hpp gives it
// bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/sync/value.hpp"

namespace parley::sync {

// Why a rule's pair of values stands as it does.
enum class Standing : std::uint8_t {
  agreed,     // consistent, or made so by a write along `<->`
  one_way,    // written along a one-way arrow
  kept,       // differs, because a policy says so: blank keep, else keep, first keep, fill
  drift,      // the far side of a one-way arrow was edited and left
  held,       // both were set and different when they met: nothing is overwritten unasked
  rewritten,  // the system changed what we wrote
  unstable,   // it did so twice: no more writes
  undone,     // an undo put it back
  person,     // a person decided
  guarded,    // the guard turned the rule off; coming back, it meets its pair again
  unmet,  // the link is known to the rule, but the values have not met yet: one is unknown, or just created
};

std::string_view standing_word(Standing standing);
// What `status` lists: the pair differs, and no cycle will change that.
bool is_listed(Standing standing);

constexpr std::uint8_t rewrites_max = 2;  // with this many differences after own writes a field is unstable

struct FieldBase {
  Standing standing = Standing::agreed;
  std::uint64_t rule_hash = 0;  // of the rule it was settled under
  Sides<bool> unconfirmed;      // the value was sent, and not read back yet
  std::uint8_t rewrites = 0;
  Sides<Values> values;  // by component, never unknown

  friend bool operator==(const FieldBase&, const FieldBase&) = default;
};

FieldBase unmet(const abi::Rule& rule);

// The hash of a rule's meaning as bases carry it.
std::uint64_t short_hash(std::string_view hash);

}  // namespace parley::sync
