#include "engine/store/sqlite/applying.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/store/sqlite/packing.hpp"

namespace parley::store {

namespace {

using Done = core::Result<std::optional<Refusal>>;

// A statement whose only lawful failure is a key that is already taken.
template <class... Values>
Done put(Database& database, const char* sql, const Values&... values) {
  auto done = database.run(sql, values...);
  if (done) return std::nullopt;
  if (!database.last_was_constraint()) return std::unexpected(std::move(done).error());
  return Refusal{done.error().message, {}, {}, {}};
}

Refusal claim_held(IntentNo holder) {
  return {fmt::format("intent {} holds the claim", holder.value), {}, {}, holder};
}

Blob blob(const std::string& bytes) {
  return Blob{bytes};
}

std::optional<Blob> blob(const std::optional<std::string>& bytes) {
  return bytes ? std::optional(Blob{*bytes}) : std::nullopt;
}

struct Apply {
  Database& database;

  Done operator()(const PutRecord& put_record) const;
  Done operator()(const PutAlias& alias) const;
  Done operator()(const PutLink& put_link) const;
  Done operator()(const DropLink& drop) const;
  Done operator()(const PutBase& base) const;
  Done operator()(const DropBase& drop) const;
  Done operator()(const PutLine& line) const;
  Done operator()(const DropLine& drop) const;
  Done operator()(const PutKeys& put_keys) const;
  Done operator()(const DropKeys& drop) const;
  Done operator()(const PutCursor& cursor) const;
  Done operator()(const PutInbox& inbox) const;
  Done operator()(const DropInbox& drop) const;
  Done operator()(const PutPlan& plan) const;
  Done operator()(const DropPlan& drop) const;
  Done operator()(const OpenIntent& intent) const;
  Done operator()(const MarkSent& sent) const;
  Done operator()(const SettleIntent& settle) const;
  Done operator()(const PutJournal& journal) const { return insert_journal(journal.row); }
  Done operator()(const PutConflict& conflict) const;
  Done operator()(const DropConflict& drop) const;
  Done operator()(const PutFailure& failure) const;
  Done operator()(const DropFailure& drop) const;
  Done operator()(const PutMember& member) const;
  Done operator()(const DropMember& drop) const;
  Done operator()(const PutDepends& depends) const;
  Done operator()(const DropDepends& drop) const;
  Done operator()(const PutRun& run) const;
  Done operator()(const PutBudget& budget) const;
  Done operator()(const PutMeta& meta) const;

  Done insert_journal(const JournalRow& row) const;
  core::Result<void> drop_key(const PlacedKey& placed, RecordNo record) const;
};

Done Apply::operator()(const PutRecord& put_record) const {
  const RecordRow& row = put_record.row;
  const auto version = packed_version(row.version);
  return put(
      database,
      "INSERT INTO record (no, object, id, ver, hash, life, bytes) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT "
      "(no) DO UPDATE "
      "SET object = excluded.object, id = excluded.id, ver = excluded.ver, hash = excluded.hash, "
      "life = excluded.life, bytes = excluded.bytes",
      row.no, row.object, row.id, blob(version), row.hash, row.life, row.bytes_hash);
}

Done Apply::operator()(const PutAlias& alias) const {
  return put(database, "INSERT OR REPLACE INTO alias (object, id, record) VALUES (?, ?, ?)", alias.object,
             alias.id, alias.record);
}

Done Apply::operator()(const PutLink& put_link) const {
  const LinkRow& row = put_link.row;
  const std::optional<std::string> reason = row.reason.empty() ? std::nullopt : std::optional(row.reason);
  return put(database,
             "INSERT INTO link (no, pair, l, r, status, reason, run) VALUES (?, ?, ?, ?, ?, ?, ?) ON "
             "CONFLICT (no) DO "
             "UPDATE SET pair = excluded.pair, l = excluded.l, r = excluded.r, status = excluded.status, "
             "reason = excluded.reason, run = excluded.run",
             row.no, row.pair, row.left, row.right, row.status, reason, row.run);
}

Done Apply::operator()(const DropLink& drop) const {
  TRY_VOID(database.run("DELETE FROM base WHERE link = ?", drop.link));
  TRY_VOID(database.run("DELETE FROM line WHERE link = ?", drop.link));
  TRY_VOID(database.run("DELETE FROM conflict WHERE link = ?", drop.link));
  return put(database, "DELETE FROM link WHERE no = ?", drop.link);
}

Done Apply::operator()(const PutBase& base) const {
  const BaseRow& row = base.row;
  return put(
      database,
      "INSERT INTO base (link, mapping, l, r) VALUES (?, ?, ?, ?) ON CONFLICT (link, mapping) DO UPDATE SET "
      "l = excluded.l, r = excluded.r",
      row.link, row.mapping, blob(row.left), blob(row.right));
}

Done Apply::operator()(const DropBase& drop) const {
  return put(database, "DELETE FROM base WHERE link = ? AND mapping = ?", drop.link, drop.mapping);
}

Done Apply::operator()(const PutLine& line) const {
  const LineRow& row = line.row;
  return put(database,
             "INSERT INTO line (link, list, key, l_id, r_id, l, r) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT "
             "(link, list, "
             "key) DO UPDATE SET l_id = excluded.l_id, r_id = excluded.r_id, l = excluded.l, r = excluded.r",
             row.link, row.list, row.key, row.left_id, row.right_id, blob(row.left), blob(row.right));
}

Done Apply::operator()(const DropLine& drop) const {
  return put(database, "DELETE FROM line WHERE link = ? AND list = ? AND key = ?", drop.link, drop.list,
             drop.key);
}

Done Apply::operator()(const PutKeys& put_keys) const {
  std::vector<PlacedKey> old;
  {
    Query had = database.query("SELECT keys FROM record WHERE no = ?", put_keys.record);
    if (!TRY(had.step()))
      return Refusal{fmt::format("keys of record {}, which is not there", put_keys.record.value), {}, {}, {}};
    old = unpacked_keys(had.view(0));
  }
  std::vector<PlacedKey> now;
  for (const PlacedKey& placed : old)
    if (placed.pair != put_keys.pair || placed.side != put_keys.side ||
        !is_of(placed.key.rule, put_keys.lane))
      now.push_back(placed);
  for (const Key& key : put_keys.keys) {
    const PlacedKey placed{put_keys.pair, put_keys.side, key};
    if (std::ranges::find(now, placed) != now.end()) continue;
    now.push_back(placed);
    if (std::ranges::find(old, placed) == old.end())
      TRY_VOID(database.run(
          "INSERT OR IGNORE INTO matchkey (pair, rule, hash, side, record) VALUES (?, ?, ?, ?, ?)",
          placed.pair, key.rule, ordered(key.hash), placed.side, put_keys.record));
  }
  for (const PlacedKey& placed : old)
    if (std::ranges::find(now, placed) == now.end()) TRY_VOID(drop_key(placed, put_keys.record));
  if (now == old) return std::nullopt;
  return put(database, "UPDATE record SET keys = ? WHERE no = ?", blob(packed_keys(now)), put_keys.record);
}

core::Result<void> Apply::drop_key(const PlacedKey& placed, RecordNo record) const {
  return database.run(
      "DELETE FROM matchkey WHERE pair = ? AND rule = ? AND hash = ? AND side = ? AND record = ?",
      placed.pair, placed.key.rule, ordered(placed.key.hash), placed.side, record);
}

Done Apply::operator()(const DropKeys& drop) const {
  std::vector<PlacedKey> old;
  {
    Query had = database.query("SELECT keys FROM record WHERE no = ?", drop.record);
    if (TRY(had.step())) old = unpacked_keys(had.view(0));
  }
  for (const PlacedKey& placed : old) TRY_VOID(drop_key(placed, drop.record));
  return put(database, "UPDATE record SET keys = NULL WHERE no = ?", drop.record);
}

Done Apply::operator()(const PutCursor& cursor) const {
  const CursorRow& row = cursor.row;
  return put(
      database,
      "INSERT OR REPLACE INTO cursor (object, stream, position, floor, certificate) VALUES (?, ?, ?, ?, ?)",
      row.object, row.stream, row.position, row.floor, row.certificate);
}

Done Apply::operator()(const PutInbox& inbox) const {
  const InboxRow& row = inbox.row;
  const auto version = packed_version(row.version);
  return put(
      database,
      "INSERT INTO inbox (mapping, record, ver, cause, seen_at, image) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT "
      "(mapping, record) DO UPDATE SET ver = excluded.ver, cause = excluded.cause, seen_at = "
      "excluded.seen_at, "
      "image = excluded.image",
      row.mapping, row.record, blob(version), row.cause, row.seen_at, blob(row.image));
}

Done Apply::operator()(const DropInbox& drop) const {
  return put(database, "DELETE FROM inbox WHERE mapping = ? AND record = ?", drop.mapping, drop.record);
}

Done Apply::operator()(const PutPlan& plan) const {
  const PlanRow& row = plan.row;
  const auto left = packed_version(row.left_version);
  const auto right = packed_version(row.right_version);
  return put(
      database,
      "INSERT INTO plan (run, seq, mapping, record, l_ver, r_ver, decision) VALUES (?, ?, ?, ?, ?, ?, ?) ON "
      "CONFLICT (run, seq) DO UPDATE SET mapping = excluded.mapping, record = excluded.record, "
      "l_ver = excluded.l_ver, r_ver = excluded.r_ver, decision = excluded.decision",
      row.run, row.seq, row.mapping, row.record, blob(left), blob(right), blob(row.decision));
}

Done Apply::operator()(const DropPlan& drop) const {
  return put(database, "DELETE FROM plan WHERE run = ?", drop.run);
}

Done Apply::operator()(const OpenIntent& intent) const {
  for (const Key& key : intent.claims) {
    auto claimed = put(database, "INSERT INTO claim (pair, rule, hash, intent) VALUES (?, ?, ?, ?)",
                       intent.pair, key.rule, ordered(key.hash), intent.row.no);
    if (!claimed) return claimed;
    if (!claimed->has_value()) continue;
    Query holder = database.query("SELECT intent FROM claim WHERE pair = ? AND rule = ? AND hash = ?",
                                  intent.pair, key.rule, ordered(key.hash));
    if (!TRY(holder.step())) return claimed;
    const auto by = holder.id<IntentNo>(0);
    if (by != intent.row.no) return claim_held(by);
  }
  return insert_journal(intent.row);
}

Done Apply::operator()(const MarkSent& sent) const {
  return put(database, "UPDATE journal SET sent_at = ?, job = ? WHERE no = ?", sent.sent_at, sent.job,
             sent.intent);
}

Done Apply::operator()(const SettleIntent& settle) const {
  TRY_VOID(database.run("DELETE FROM claim WHERE intent = ?", settle.intent));
  TRY_VOID(
      database.run("UPDATE journal SET state = ?, link = coalesce(?, link), answer = ?, l_image = NULL, "
                   "r_image = NULL WHERE no = ?",
                   settle.state, settle.link, settle.answer, settle.intent));
  if (database.changes() == 1) return std::nullopt;
  return Refusal{fmt::format("intent {} is not in the journal", settle.intent.value), {}, {}, {}};
}

Done Apply::operator()(const PutConflict& conflict) const {
  const ConflictRow& row = conflict.row;
  return put(database,
             "INSERT INTO conflict (link, mapping, rule, l, r, evidence, state, run) VALUES (?, ?, ?, ?, ?, "
             "?, ?, ?) ON "
             "CONFLICT (link, mapping, rule) DO UPDATE SET l = excluded.l, r = excluded.r, "
             "evidence = excluded.evidence, state = excluded.state, run = excluded.run",
             row.link, row.mapping, row.rule, blob(row.left), blob(row.right), row.evidence, row.state,
             row.run);
}

Done Apply::operator()(const DropConflict& drop) const {
  return put(database, "DELETE FROM conflict WHERE link = ? AND mapping = ? AND rule = ?", drop.link,
             drop.mapping, drop.rule);
}

Done Apply::operator()(const PutFailure& failure) const {
  const FailureRow& row = failure.row;
  return put(
      database,
      "INSERT INTO failure (mapping, record, category, code, text, payload, attempts, next_at) VALUES (?, ?, "
      "?, "
      "?, ?, ?, ?, ?) ON CONFLICT (mapping, record) DO UPDATE SET category = excluded.category, "
      "code = excluded.code, text = excluded.text, payload = excluded.payload, attempts = excluded.attempts, "
      "next_at = excluded.next_at",
      row.mapping, row.record, row.category, row.code, row.text, blob(row.payload), row.attempts,
      row.next_at);
}

Done Apply::operator()(const DropFailure& drop) const {
  return put(database, "DELETE FROM failure WHERE mapping = ? AND record = ?", drop.mapping, drop.record);
}

Done Apply::operator()(const PutMember& member) const {
  return put(database, "INSERT OR IGNORE INTO member (set_no, record) VALUES (?, ?)", member.set,
             member.record);
}

Done Apply::operator()(const DropMember& drop) const {
  return put(database, "DELETE FROM member WHERE set_no = ? AND record = ?", drop.set, drop.record);
}

Done Apply::operator()(const PutDepends& depends) const {
  return put(database, "INSERT OR IGNORE INTO depends (parent, mapping, child) VALUES (?, ?, ?)",
             depends.parent, depends.mapping, depends.child);
}

Done Apply::operator()(const DropDepends& drop) const {
  return put(database, "DELETE FROM depends WHERE parent = ? AND mapping = ? AND child = ?", drop.parent,
             drop.mapping, drop.child);
}

Done Apply::operator()(const PutRun& run) const {
  const RunRow& row = run.row;
  return put(
      database,
      "INSERT OR REPLACE INTO run (no, mapping, mapping_hash, actor, started, ended, counts, certificate) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      row.no, row.mapping, row.mapping_hash, row.actor, row.started, row.ended, blob(row.counts),
      row.certificate);
}

Done Apply::operator()(const PutBudget& budget) const {
  const BudgetRow& row = budget.row;
  return put(database,
             "INSERT OR REPLACE INTO budget (account, window, used, blocked_until) VALUES (?, ?, ?, ?)",
             row.account, row.window, row.used, row.blocked_until);
}

Done Apply::operator()(const PutMeta& meta) const {
  // The prefix keeps the callers' names apart from the store's own.
  return put(database, "INSERT OR REPLACE INTO meta (name, value) VALUES ('user.' || ?, ?)", meta.name,
             meta.value);
}

Done Apply::insert_journal(const JournalRow& row) const {
  const auto if_version = packed_version(row.if_version);
  return put(database,
             "INSERT INTO journal (no, run, mapping, link, record, op, delta, l_image, r_image, marker, "
             "if_ver, plan, "
             "job, sent_at, state, answer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
             row.no, row.run, row.mapping, row.link, row.record, row.op, blob(row.delta),
             blob(row.left_image), blob(row.right_image), row.marker, blob(if_version), row.plan, row.job,
             row.sent_at, row.state, row.answer);
}

struct Judge {
  Database& database;

  Done operator()(const ClaimFree& free) const {
    Query claim = database.query("SELECT intent FROM claim WHERE pair = ? AND rule = ? AND hash = ?",
                                 free.pair, free.key.rule, ordered(free.key.hash));
    if (!TRY(claim.step())) return std::nullopt;
    return claim_held(claim.id<IntentNo>(0));
  }

  Done operator()(const RecordIs& is) const {
    Query record = database.query("SELECT hash FROM record WHERE no = ?", is.record);
    if (TRY(record.step()) && record.id<Hash>(0) == is.hash) return std::nullopt;
    return Refusal{fmt::format("record {} has been observed anew", is.record.value), {}, {}, {}};
  }

  Done operator()(const Unlinked& unlinked) const {
    Query link =
        unlinked.side == Side::left
            ? database.query("SELECT no FROM link WHERE pair = ? AND l = ?", unlinked.pair, unlinked.record)
            : database.query("SELECT no FROM link WHERE pair = ? AND r = ?", unlinked.pair, unlinked.record);
    if (!TRY(link.step())) return std::nullopt;
    return Refusal{fmt::format("record {} has link {}", unlinked.record.value, link.integer(0)), {}, {}, {}};
  }

  Done operator()(const IntentIs& is) const {
    Query intent = database.query("SELECT state FROM journal WHERE no = ?", is.intent);
    if (TRY(intent.step()) && intent.word<IntentState>(0) == is.state) return std::nullopt;
    return Refusal{fmt::format("intent {} is in another state", is.intent.value), {}, {}, {}};
  }

  Done operator()(const CursorIs& is) const {
    Query cursor =
        database.query("SELECT position FROM cursor WHERE object = ? AND stream = ?", is.object, is.stream);
    const std::string position = TRY(cursor.step()) ? cursor.text(0) : std::string();
    if (position == is.position) return std::nullopt;
    return Refusal{fmt::format("the cursor {} has moved", is.stream), {}, {}, {}};
  }
};

}  // namespace

core::Result<std::optional<Refusal>> apply(Database& database, const Mutation& mutation) {
  return std::visit(Apply{database}, mutation);
}

core::Result<std::optional<Refusal>> judge(Database& database, const Expect& expect) {
  return std::visit(Judge{database}, expect);
}

}  // namespace parley::store
