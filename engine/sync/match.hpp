// Match: who is the partner of a record without a link. Rule 0 is the marker of our own; then the match rules
// in order, from the store's key index, over every readable record whatever scope says. A key group with
// other than one record on each side is ambiguous. Never a guess: what is not one is for a person.
#pragma once

#include <string>

#include "engine/sync/setting.hpp"

namespace parley::sync {

enum class Found : std::uint8_t { one, none, ambiguous, taken };

struct Matched {
  Found found = Found::none;
  std::optional<store::RecordNo> partner;  // one; taken: the record that is linked to another
  store::MatchRule rule;
  std::string words;  // ambiguous, taken: what stands in the way
};

core::Result<Matched> match(const Setting& setting, Side side, store::RecordNo record);

// "the marker" or the rule as written.
std::string rule_words(const Setting& setting, store::MatchRule rule);

}  // namespace parley::sync
