#include "engine/sync/match.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace parley::sync {
namespace {

struct Holders {
  std::vector<store::KeyRow> own;
  std::vector<store::KeyRow> others;
};

core::Result<Holders> holders_of(const Setting& setting, Side side, std::span<const store::Key> keys) {
  Holders holders;
  for (store::KeyRow& row : TRY(setting.store.candidates(setting.pair, keys))) {
    auto& rows = row.side == stored(side) ? holders.own : holders.others;
    const bool there =
        std::any_of(rows.begin(), rows.end(), [&](const store::KeyRow& r) { return r.record == row.record; });
    if (!there) rows.push_back(std::move(row));
  }
  return holders;
}

Matched ambiguous(const Setting& setting, store::MatchRule rule, const Holders& holders) {
  return {Found::ambiguous,
          {},
          rule,
          fmt::format("{} and {} records share a key of {}", holders.own.size(), holders.others.size(),
                      rule_words(setting, rule))};
}

// The first rule that finds somebody, from this record's side alone.
core::Result<Matched> look(const Setting& setting, Side side, store::RecordNo record) {
  const std::vector<store::Key> keys = TRY(setting.store.keys(setting.pair, setting.lane, record));
  Matched doubles;
  for (auto first = keys.begin(); first != keys.end();) {
    const auto last =
        std::find_if(first, keys.end(), [&](const store::Key& k) { return k.rule != first->rule; });
    const store::MatchRule rule = first->rule;
    const Holders holders = TRY(holders_of(setting, side, {first, last}));
    first = last;
    if (holders.others.empty()) {
      if (holders.own.size() > 1 && rule.value > 0 && doubles.found == Found::none)
        doubles = ambiguous(setting, rule, holders);
      continue;
    }
    const bool marker = rule.value == 0;
    if (holders.others.size() > 1 || (holders.own.size() > 1 && !marker))
      return ambiguous(setting, rule, holders);
    const store::KeyRow& other = holders.others.front();
    if (other.link)
      return Matched{Found::taken, other.record, rule,
                     fmt::format("its partner by {} is linked to another record", rule_words(setting, rule))};
    return Matched{Found::one, other.record, rule, {}};
  }
  return doubles;
}

}  // namespace

core::Result<Matched> match(const Setting& setting, Side side, store::RecordNo record) {
  Matched found = TRY(look(setting, side, record));
  if (found.found != Found::one) return found;
  const Matched back = TRY(look(setting, abi::other(side), *found.partner));
  if (back.found == Found::one && back.partner == record) return found;
  return Matched{Found::ambiguous, found.partner, found.rule,
                 fmt::format("its partner by {} has another partner by {}", rule_words(setting, found.rule),
                             rule_words(setting, back.rule))};
}

std::string rule_words(const Setting& setting, store::MatchRule rule) {
  const std::uint32_t place = store::place_of(rule);
  if (place == 0 || place > setting.program.matches.size()) return "the marker";
  return setting.program.matches[place - 1].text;
}

}  // namespace parley::sync
