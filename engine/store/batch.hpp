// Batch: the only way to change the state. A list of mutations and what must hold for them; all of it or
// nothing. Numbers of new rows come from Store::reserve, so that one batch can make a record and everything
// that hangs on it. Put… replaces the row with the same key or adds it. Drop… of a row that is not there does
// nothing.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "engine/store/rows.hpp"

namespace parley::store {

struct PutRecord {
  RecordRow row;
};  // keeps the record's keys
struct PutAlias {
  ObjectNo object;
  RemoteId id;
  RecordNo record;
};
struct PutLink {
  LinkRow row;
};
struct DropLink {
  LinkNo link;
};  // with its bases, lines and conflicts
struct PutBase {
  BaseRow row;
};
struct DropBase {
  LinkNo link;
  MappingNo mapping;
};
struct PutLine {
  LineRow row;
};
struct DropLine {
  LinkNo link;
  std::string list;
  std::string key;
};
// The record's markers and its keys of that lane in this pair, all of them: what it had before and has no
// more is dropped from the index. Other mappings' keys stay.
struct PutKeys {
  PairNo pair;
  Side side;
  RecordNo record;
  std::vector<Key> keys;
  KeyLane lane = KeyLane(0);
};
struct DropKeys {
  RecordNo record;
};  // in every pair, of every mapping
struct PutCursor {
  CursorRow row;
};
struct PutInbox {
  InboxRow row;
};
struct DropInbox {
  MappingNo mapping;
  RecordNo record;
};
struct PutPlan {
  PlanRow row;
};
struct DropPlan {
  RunNo run;
};  // all of the run's rows
// An open intent and its claims. A claim held by another intent refuses the whole batch.
struct OpenIntent {
  JournalRow row;
  PairNo pair;
  std::vector<Key> claims;
};
struct MarkSent {
  IntentNo intent;
  core::Instant sent_at;
  std::string job;
};
// The outcome, in the same batch as its link and bases. Frees the claims and drops the images.
struct SettleIntent {
  IntentNo intent;
  IntentState state;
  std::optional<LinkNo> link;
  std::string answer;
};
struct PutJournal {
  JournalRow row;
};  // a row that was never an intent: a settle without a write
struct PutConflict {
  ConflictRow row;
};
struct DropConflict {
  LinkNo link;
  MappingNo mapping;
  RuleNo rule;
};
struct PutFailure {
  FailureRow row;
};
struct DropFailure {
  MappingNo mapping;
  RecordNo record;
};
struct PutMember {
  std::uint64_t set;
  RecordNo record;
};
struct DropMember {
  std::uint64_t set;
  RecordNo record;
};
struct PutDepends {
  RecordNo parent;
  MappingNo mapping;
  RecordNo child;
};
struct DropDepends {
  RecordNo parent;
  MappingNo mapping;
  RecordNo child;
};
struct PutRun {
  RunRow row;
};
struct PutBudget {
  BudgetRow row;
};
struct PutMeta {
  std::string name;
  std::string value;
};  // settings of the caller: "accepted:contacts" …

using Mutation =
    std::variant<PutRecord, PutAlias, PutLink, DropLink, PutBase, DropBase, PutLine, DropLine, PutKeys,
                 DropKeys, PutCursor, PutInbox, DropInbox, PutPlan, DropPlan, OpenIntent, MarkSent,
                 SettleIntent, PutJournal, PutConflict, DropConflict, PutFailure, DropFailure, PutMember,
                 DropMember, PutDepends, DropDepends, PutRun, PutBudget, PutMeta>;

// What must be so when the batch is committed; judged before its mutations.
struct ClaimFree {
  PairNo pair;
  Key key;
};
struct RecordIs {
  RecordNo record;
  Hash hash;
};  // last observed image
struct Unlinked {
  PairNo pair;
  Side side;
  RecordNo record;
};
struct IntentIs {
  IntentNo intent;
  IntentState state;
};
struct CursorIs {
  ObjectNo object;
  std::string stream;
  std::string position;
};  // "" also where there is none

using Expect = std::variant<ClaimFree, RecordIs, Unlinked, IntentIs, CursorIs>;

struct Batch {
  std::vector<Mutation> mutations;
  std::vector<Expect> expects;
};

}  // namespace parley::store
