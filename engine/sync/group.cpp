#include "engine/sync/group.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "engine/sync/defaults.hpp"
#include "engine/sync/observe.hpp"
#include "engine/sync/settle.hpp"

namespace parley::sync {
namespace {

using connector::Settled;

class Group {
 public:
  Group(const Setting& setting, const std::set<store::LinkNo>& in_conflict, std::vector<Decision>& decisions)
      : setting_(setting), in_conflict_(in_conflict), decisions_(decisions) {}

  core::Result<GroupResult> run() {
    TRY_VOID(read_targets());
    for (std::size_t i = 0; i < decisions_.size(); ++i)
      for (Intent& intent : TRY(intents_of(setting_, decisions_[i], i)))
        intents_.push_back(std::move(intent));
    TRY_VOID(open_intents());
    TRY_VOID(send());
    TRY_VOID(settle());
    for (const Side side : both_sides) TRY_VOID(read_back(side));
    return result_;
  }

 private:
  // A target that cannot be written conditionally is read freshly; if it is not as it was planned with, the
  // decision waits for the next plan.
  core::Result<void> read_targets() {
    for (const Side side : both_sides) {
      if (setting_.can.at(side).conditional_writes) continue;
      std::vector<connector::RecordId> ids;
      for (const Decision& decision : decisions_)
        if (writes_existing(decision, side)) ids.emplace_back(decision.ids.at(side).value);
      if (ids.empty()) continue;
      const Ingested fresh = TRY(read_by_id(setting_, side, ids, {}));
      for (const store::RecordRow& moved : TRY(setting_.store.records(fresh.moved))) drop_moved(side, moved);
    }
    return {};
  }

  static bool writes_existing(const Decision& decision, Side side) {
    return decision.action != Action::create && decision.writes_to(side);
  }

  // It is not as it was last observed. Where that was by another mapping, it may be just as this one planned
  // with.
  void drop_moved(Side side, const store::RecordRow& record) {
    for (Decision& decision : decisions_) {
      if (decision.records.at(side) != record.no || !decision.writes()) continue;
      if (decision.planned.at(side) == record.hash) {
        unmoved_.insert(record.no);
        continue;
      }
      postpone(decision, "it changed after it was planned");
      ++result_.moved;
    }
  }

  static void postpone(Decision& decision, std::string reason) {
    decision.action = Action::none;
    decision.outcome = Class::waiting;
    decision.reason = std::move(reason);
    decision.keep_inbox = true;
  }

  // One commit for the whole group. A claim that another intent holds sends its decision back to matching.
  core::Result<void> open_intents() {
    if (intents_.empty()) return {};
    std::uint64_t number =
        TRY(setting_.store.reserve(setting_.lease, store::Sequence::intents, intents_.size()));
    for (Intent& intent : intents_) intent.no = store::IntentNo(number++);
    for (;;) {
      std::vector<std::size_t> opened;  // the decision of each OpenIntent, by its place in the batch
      const store::Batch batch = TRY(opening_batch(opened));
      if (batch.mutations.empty()) return {};
      const store::Commit result = TRY(setting_.store.commit(setting_.lease, batch));
      if (!result.refused) return {};
      if (!result.refused->mutation)
        return core::fail(core::ErrorKind::machine, "the state refused intents: " + result.refused->words);
      const std::size_t refused = opened[*result.refused->mutation];
      postpone(decisions_[refused], "its key is claimed by another write");
      std::erase_if(intents_, [&](const Intent& intent) { return intent.decision == refused; });
    }
  }

  core::Result<store::Batch> opening_batch(std::vector<std::size_t>& opened) {
    store::Batch batch;
    for (Intent& intent : intents_) {
      Decision& decision = decisions_[intent.decision];
      if (decision.action == Action::update && decision.link.value == 0) {
        decision.link = store::LinkNo(TRY(setting_.store.reserve(setting_.lease, store::Sequence::links, 1)));
        new_links_.insert(decision.link);
      }
      if (new_links_.contains(decision.link) && (opened.empty() || opened.back() != intent.decision)) {
        store::LinkRow link{decision.link,
                            setting_.pair,
                            decision.records.left,
                            decision.records.right,
                            store::LinkStatus::linked,
                            decision.reason,
                            setting_.run};
        batch.mutations.emplace_back(store::PutLink{link});
        opened.push_back(intent.decision);
      }
      std::vector<store::Key> claims;
      if (intent.kind == connector::WriteKind::create) claims = TRY(claims_of(decision));
      batch.mutations.emplace_back(
          store::OpenIntent{journal_row(setting_, decision, intent), setting_.pair, std::move(claims)});
      opened.push_back(intent.decision);
    }
    return batch;
  }

  // The marker, and every match key that the source has.
  core::Result<std::vector<store::Key>> claims_of(const Decision& decision) const {
    const store::RecordNo source = decision.records.at(abi::other(decision.target));
    std::vector<store::Key> claims = TRY(setting_.store.keys(setting_.pair, setting_.lane, source));
    std::erase_if(claims, [](const store::Key& key) { return key.rule.value == 0; });
    claims.push_back({store::MatchRule(0), store::KeyHash(hash_of(decision.marker))});
    return claims;
  }

  // Both sides' writes are on their way together. Every intent is answered, whatever the operation's end.
  core::Result<void> send() {
    Sides<std::vector<connector::Write>> writes;
    std::map<std::uint64_t, Intent*> by_number;
    for (Intent& intent : intents_) {
      by_number[intent.no.value] = &intent;
      writes.at(intent.target).push_back(write_of(intent));
    }
    std::map<std::uint64_t, Side> side_of;
    for (const Side side : both_sides) {
      result_.sent.at(side) = !writes.at(side).empty();
      if (!result_.sent.at(side)) continue;
      const RunningNo running = setting_.remote.start(
          side, setting_.remote.connector(side).write(setting_.object(side), writes.at(side)));
      side_of.emplace(running.value, side);
    }
    for (;;) {
      auto delivery = TRY(setting_.remote.next());
      if (!delivery) return {};
      if (const auto* fault = std::get_if<connector::Fault>(&delivery->step)) {
        const Side side = side_of.at(delivery->operation.value);
        result_.fault.at(side) = error_of(*fault, setting_.remote.connector(side).system());
      }
      const auto* outcomes = std::get_if<connector::Outcomes>(&delivery->step);
      if (outcomes == nullptr) continue;
      for (const connector::Outcome& outcome : outcomes->outcomes)
        if (const auto at = by_number.find(outcome.intent.value); at != by_number.end())
          at->second->outcome = outcome;
    }
  }

  connector::Write write_of(const Intent& intent) const {
    const Decision& decision = decisions_[intent.decision];
    connector::Write write;
    write.intent = connector::IntentId(intent.no.value);
    write.kind = intent.kind;
    if (intent.kind != connector::WriteKind::create)
      write.id = connector::RecordId(decision.ids.at(intent.target).value);
    else
      write.marker = connector::Marker(decision.marker);
    if (const auto& version = decision.versions.at(intent.target);
        version && setting_.can.at(intent.target).conditional_writes)
      write.if_version = connector::Version{version->token, version->modified};
    write.body = intent.body;
    return write;
  }

  core::Result<void> settle() {
    Settling settling(setting_, in_conflict_);
    for (std::size_t i = 0; i < decisions_.size(); ++i) {
      Decision& decision = decisions_[i];
      std::vector<const Intent*> mine;
      for (const Intent& intent : intents_)
        if (intent.decision == i) mine.push_back(&intent);
      const bool applied =
          std::all_of(mine.begin(), mine.end(), [](const Intent* intent) { return intent->came_true(); });
      for (const Intent* intent : mine)
        result_.lost += !intent->outcome || intent->outcome->how == Settled::unknown ? 1 : 0;
      TRY_VOID(applied ? settling.settle(decision, mine) : settling.refuse(decision, mine));
      if (!applied) decision.action = Action::none;
      for (const store::RecordNo record : {decision.records.left, decision.records.right})
        if (!mine.empty() && applied && unmoved_.contains(record))  // it shows what was before the write
          settling.batch().mutations.emplace_back(store::DropInbox{setting_.mapping, record});
    }
    TRY_VOID(commit(setting_, settling.batch()));
    for (const Side side : both_sides) {
      if (settling.read_again().at(side).empty()) continue;
      IngestOptions options;
      options.cause = store::Cause::partner;
      options.every_record = true;
      TRY(read_by_id(setting_, side, settling.read_again().at(side), options));
    }
    return {};
  }

  // What the system itself put into fields that were not sent is its default, not somebody's edit: created
  // records are read once, and it becomes their base.
  core::Result<void> read_back(Side side) {
    std::vector<connector::RecordId> ids;
    for (const Decision& decision : decisions_)
      if (decision.action == Action::create && decision.target == side)
        ids.emplace_back(decision.ids.at(side).value);
    if (ids.empty()) return {};
    TRY(read_by_id(setting_, side, ids, {}));
    store::Batch batch;
    for (const Decision& decision : decisions_)
      if (decision.action == Action::create && decision.target == side)
        TRY_VOID(adopt_defaults(setting_, decision, batch));
    return commit(setting_, batch);
  }

  const Setting& setting_;
  const std::set<store::LinkNo>& in_conflict_;
  std::vector<Decision>& decisions_;
  std::vector<Intent> intents_;
  std::set<store::LinkNo> new_links_;
  std::set<store::RecordNo> unmoved_;  // whose fresh read put an inbox row that says nothing new
  GroupResult result_;
};

}  // namespace

core::Result<GroupResult> apply_group(const Setting& setting, const std::set<store::LinkNo>& in_conflict,
                                      std::vector<Decision>& decisions) {
  return Group(setting, in_conflict, decisions).run();
}

}  // namespace parley::sync
