// The rows of the state, one struct a table, with ids that cannot be mistaken for each other. Plain data.
// Blobs named `packed` are written and read by engine/sync alone; the store keeps their bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "stdlib/core/clock.hpp"
#include "stdlib/core/id.hpp"

namespace parley::store {

// Numbers that the state gives out. 0 is never given out.
using ObjectNo = core::Id<struct ObjectNoTag>;    // a remote account's object
using PairNo = core::Id<struct PairNoTag>;        // two objects; links, markers and claims belong to it
using MappingNo = core::Id<struct MappingNoTag>;  // a mapping by name; survives `was`
using RuleNo = core::Id<struct RuleNoTag>;        // a field rule of a mapping by name
using FieldNo = core::Id<struct FieldNoTag>;      // a field of an object by path
using RecordNo = core::Id<struct RecordNoTag, std::uint64_t>;  // one remote record
using LinkNo = core::Id<struct LinkNoTag, std::uint64_t>;      // a record and its partner
using IntentNo = core::Id<struct IntentNoTag, std::uint64_t>;  // a journal row; open ones are the intents
using RunNo = core::Id<struct RunNoTag, std::uint64_t>;        // one run of sync or plan
using Seq = core::Id<struct SeqTag, std::uint64_t>;            // a place in a run's plan

// Identities from outside.
using RemoteId = core::Id<struct RemoteIdTag, std::string>;  // the system's id of a record
using Hash = core::Id<struct HashTag, std::uint64_t>;        // of an observation
using KeyHash =
    core::Id<struct KeyHashTag, std::uint64_t>;   // of a match key; equal hashes are verified by the caller
using KeyLane = core::Id<struct KeyLaneTag>;      // a mapping's own keys in a pair; the first one has lane 0
using MatchRule = core::Id<struct MatchRuleTag>;  // lane and place of a match rule; 0 is the marker, of all

constexpr std::uint32_t match_rules_max = 63;  // of one mapping

// `place` 1 is the mapping's first rule.
constexpr MatchRule match_rule(KeyLane lane, std::uint32_t place) {
  return MatchRule(lane.value * (match_rules_max + 1) + place);
}
constexpr KeyLane lane_of(MatchRule rule) {
  return KeyLane(rule.value / (match_rules_max + 1));
}
constexpr std::uint32_t place_of(MatchRule rule) {
  return rule.value % (match_rules_max + 1);
}
// Whether a mapping with this lane makes and asks for keys of the rule.
constexpr bool is_of(MatchRule rule, KeyLane lane) {
  return rule.value == 0 || lane_of(rule) == lane;
}

enum class Side : std::uint8_t { left, right };

// A share of the work, by key hash or record number. {0, 1} is all of it. One lease a part.
struct Part {
  std::uint32_t index = 0;
  std::uint32_t count = 1;
  friend bool operator==(const Part&, const Part&) = default;
};

// What a system says about a record's newness. Either may be missing.
struct Version {
  std::string token;
  std::optional<core::Instant> modified;
  friend bool operator==(const Version&, const Version&) = default;
};

enum class Life : std::uint8_t { live, archived, deleted, invisible, unknown };

struct ObjectRow {
  ObjectNo no;
  std::string account;
  std::string name;
};

struct PairRow {
  PairNo no;
  ObjectNo left;
  ObjectNo right;
};

struct RecordRow {
  RecordNo no;
  ObjectNo object;
  RemoteId id;
  std::optional<Version> version;
  Hash hash;  // last observed image; 0: never observed
  Life life = Life::live;
  Hash bytes_hash;  // of the bytes that last showed this image, with `hash`; 0: not known
};

// What a page is compared with: a row for each id asked, in their order. Reused page after page.
struct KnownRow {
  RecordNo no;  // 0: the state knows no such record
  Hash hash;
  Hash bytes_hash;
  bool has_version = false;
  std::optional<core::Instant> modified;
  std::size_t token = 0;  // where the version's token begins in KnownRows::tokens
  std::size_t token_length = 0;
};

struct KnownRows {
  std::vector<KnownRow> rows;
  std::string tokens;

  std::string_view token(const KnownRow& row) const {
    return std::string_view(tokens).substr(row.token, row.token_length);
  }
  // The version is exactly this one.
  bool is_at(const KnownRow& row, const std::optional<Version>& version) const {
    if (!version) return !row.has_version;
    return row.has_version && row.modified == version->modified && token(row) == version->token;
  }
};

// Frozen: as formats before 4 said it. Now a mapping's base says so.
enum class LinkStatus : std::uint8_t { linked, frozen, held, unlinked, tombstone };

struct LinkRow {
  LinkNo no;
  PairNo pair;
  std::optional<RecordNo> left;
  std::optional<RecordNo> right;
  LinkStatus status = LinkStatus::linked;
  std::string reason;
  RunNo run;

  std::optional<RecordNo> at(Side side) const { return side == Side::left ? left : right; }
};

struct BaseRow {
  LinkNo link;
  MappingNo mapping;
  std::string left;  // packed: field, state, settled_by, rule hash, bytes
  std::string right;
};

struct LineRow {
  LinkNo link;
  std::string list;
  std::string key;
  std::string left_id;
  std::string right_id;
  std::string left;  // packed
  std::string right;
};

struct Key {
  MatchRule rule;
  KeyHash hash;
  friend auto operator<=>(const Key&, const Key&) = default;
};

// A record with a key, and the link it already has in that pair.
struct KeyRow {
  Key key;
  Side side = Side::left;
  RecordNo record;
  std::optional<LinkNo> link;
};

constexpr std::size_t group_records_max = 16;

// All records of a pair with one key hash, both sides. Of a larger group the first group_records_max records
// a side.
struct KeyGroup {
  KeyHash hash;
  std::vector<KeyRow> left;
  std::vector<KeyRow> right;
  std::uint64_t left_count = 0;
  std::uint64_t right_count = 0;
};

struct ClaimRow {
  Key key;
  IntentNo intent;
};

struct CursorRow {
  ObjectNo object;
  std::string stream;
  std::string position;     // the connector's cursor
  core::Instant floor;      // everything changed before it has been seen
  std::string certificate;  // of the last complete scan; empty: none
};

enum class Cause : std::uint8_t {
  first_sight,
  changed,
  rule_changed,
  retry,
  partner,
  parent,
  person,
  returned
};

struct InboxRow {
  MappingNo mapping;
  RecordNo record;
  std::optional<Version> version;
  Cause cause = Cause::changed;
  core::Instant seen_at;
  std::string image;  // packed projection
};

struct PlanRow {
  RunNo run;
  Seq seq;
  MappingNo mapping;
  RecordNo record;
  std::optional<Version> left_version;
  std::optional<Version> right_version;
  std::string decision;  // packed
};

enum class IntentState : std::uint8_t {
  open,
  applied,
  existed,
  stale,
  rejected,
  merged,
  gone,
  abandoned,
  undone
};

struct JournalRow {
  IntentNo no;
  RunNo run;
  MappingNo mapping;
  std::optional<LinkNo> link;
  RecordNo record;         // the source record
  std::string op;          // the write kind's word: create, update, archive …
  std::string delta;       // packed: field, rule, old, new, evidence, overwritten
  std::string left_image;  // the images become bases when the write is found applied; dropped when settled
  std::string right_image;
  std::string marker;
  std::optional<Version> if_version;
  std::string plan;  // hash of the mapping the intent was made under
  std::string job;   // of an asynchronous job
  std::optional<core::Instant> sent_at;
  IntentState state = IntentState::open;
  std::string answer;
};

enum class ConflictState : std::uint8_t { open, taken_left, taken_right, decided };

struct ConflictRow {
  LinkNo link;
  MappingNo mapping;
  RuleNo rule;
  std::string left;  // packed values
  std::string right;
  std::string evidence;
  ConflictState state = ConflictState::open;
  RunNo run;
};

struct FailureRow {
  MappingNo mapping;
  RecordNo record;
  std::string category;
  std::string code;
  std::string text;
  std::string payload;
  std::uint32_t attempts = 0;
  std::optional<core::Instant> next_at;  // empty: not retried until its source changes
};

struct RunRow {
  RunNo no;
  MappingNo mapping;  // 0: not known, of formats before 4
  std::string mapping_hash;
  std::string actor;
  core::Instant started;
  std::optional<core::Instant> ended;
  std::string counts;  // packed
  std::string certificate;
};

struct BudgetRow {
  std::string account;
  std::string window;  // packed
  std::int64_t used = 0;
  std::optional<core::Instant> blocked_until;
};

// One linked pair as a mapping sees it.
struct PairedRow {
  LinkRow link;
  std::optional<BaseRow> base;
};

}  // namespace parley::store
