// Settle: what the state records of a decision, in one batch with the outcome of its writes: links, bases,
// versions, failures, conflicts, and the inbox rows that are answered. Makes mutations; commits nothing.
#pragma once

#include <set>

#include "engine/sync/intent.hpp"

namespace parley::sync {

class Settling {
 public:
  // `in_conflict`: links that have open conflicts.
  Settling(const Setting& setting, const std::set<store::LinkNo>& in_conflict)
      : setting_(setting), in_conflict_(in_conflict) {}

  // A decision without a write, or whose every write was applied (`intents`). A new link gets its number here
  // unless it has one.
  core::Result<void> settle(Decision& decision, std::span<const Intent* const> intents);
  // A decision that did not come true: why, and what is to be read again. Its inbox rows stay.
  core::Result<void> refuse(Decision& decision, std::span<const Intent* const> intents);

  store::Batch& batch() { return batch_; }
  // Records to read by id after the commit, by side.
  Sides<std::vector<connector::RecordId>>& read_again() { return read_again_; }

 private:
  core::Result<void> settle_creation(Decision& decision, const Intent& intent);
  core::Result<void> put_link(Decision& decision, store::LinkStatus status);
  void put_written_record(const Decision& decision, const Intent& intent, LinkState& state);
  void adopt_answer(const Intent& intent, LinkState& state);
  store::Hash expected_hash(Side side, const Values& image) const;
  void put_state(const Decision& decision, const LinkState& state);
  void put_conflicts(const Decision& decision);
  void answer_inbox(const Decision& decision);
  core::Result<void> put_failure(const Decision& decision, std::string category, std::string text,
                                 const connector::Outcome* outcome);

  const Setting& setting_;
  const std::set<store::LinkNo>& in_conflict_;
  store::Batch batch_;
  Sides<std::vector<connector::RecordId>> read_again_;
};

}  // namespace parley::sync
