// Batched look-ups: one prepared statement, run once an id. Inside one read transaction, so that a batch of
// them costs one look at the file and sees one state. Who holds the lease keeps that transaction until its
// next write (SqliteStore::end_reading): nobody else changes the state, and to lock the file costs more than
// to look up a row.
#include <algorithm>

#include "engine/store/sqlite/packing.hpp"
#include "engine/store/sqlite/reading.hpp"
#include "engine/store/sqlite/store.hpp"
#include "stdlib/core/check.hpp"

namespace parley::store {

namespace {

template <class Row, class Id, class Each>
core::Result<std::vector<Row>> each(const Look&, std::span<const Id> ids, Each look_up) {
  ENSURE(ids.size() <= lookup_ids_max, "a look-up over its limit");
  std::vector<Row> rows;
  rows.reserve(ids.size());
  for (const Id& id : ids) TRY_VOID(look_up(id, rows));
  return rows;
}

// The records of an object by ascending id: what follows shortly is stepped to, the rest is sought.
class AscendingRecords {
 public:
  AscendingRecords(Database& database, ObjectNo object) : database_(database), object_(object) {}

  core::Result<bool> find(std::string_view id) {
    if (!query_ || id < begin_) TRY_VOID(seek(id));
    for (int steps = 0; !ended_ && at_ < id; ++steps) {
      if (steps == steps_max) {
        TRY_VOID(seek(id));
        break;
      }
      TRY_VOID(step());
    }
    begin_ = id;
    return !ended_ && at_ == id;
  }

  // What find() found: id, no, hash, bytes, ver.
  const Query& row() const { return *query_; }

 private:
  static constexpr int steps_max = 4;

  core::Result<void> seek(std::string_view id) {
    query_.reset();
    query_.emplace(database_.query(
        "SELECT id, no, hash, bytes, ver FROM record WHERE object = ? AND id >= ? ORDER BY id", object_, id));
    return step();
  }

  core::Result<void> step() {
    ended_ = !TRY(query_->step());
    if (!ended_) at_ = query_->view(0);
    return {};
  }

  Database& database_;
  ObjectNo object_;
  std::optional<Query> query_;
  std::string_view at_;     // the id of the query's row
  std::string_view begin_;  // the id asked last: nothing from there to the query's row was passed
  bool ended_ = false;
};

void put_known(const Query& row, KnownRows& known, KnownRow& to) {
  const VersionView version = viewed_version(row.view(4));
  to = {row.id<RecordNo>(1), row.id<Hash>(2),     row.id<Hash>(3),     version.is_there,
        version.modified,    known.tokens.size(), version.token.size()};
  known.tokens += version.token;
}

}  // namespace

core::Result<std::vector<RecordRow>> SqliteStore::records(ObjectNo object, std::span<const RemoteId> ids) {
  return each<RecordRow>(
      look(), ids, [&](const RemoteId& id, std::vector<RecordRow>& rows) -> core::Result<void> {
        {
          Query query = database_->query(
              "SELECT no, object, id, ver, hash, life, bytes FROM record WHERE object = ? AND id = ?", object,
              id);
          if (TRY(query.step())) return rows.push_back(read_record(query)), core::Result<void>();
        }
        Query query = database_->query(
            "SELECT no, record.object, record.id, ver, hash, life, bytes FROM alias JOIN record ON record.no "
            "= "
            "alias.record "
            "WHERE alias.object = ? AND alias.id = ?",
            object, id);
        if (TRY(query.step())) rows.push_back(read_record(query));
        return {};
      });
}

core::Result<void> SqliteStore::known(ObjectNo object, std::span<const std::string_view> ids,
                                      KnownRows& known) {
  ENSURE(ids.size() <= lookup_ids_max, "a look-up over its limit");
  known.tokens.clear();
  known.rows.assign(ids.size(), {});
  const Look looking = look();
  AscendingRecords records(*database_, object);
  for (std::size_t i = 0; i < ids.size(); ++i)
    if (TRY(records.find(ids[i]))) put_known(records.row(), known, known.rows[i]);
  return {};
}

core::Result<std::vector<RecordRow>> SqliteStore::records(std::span<const RecordNo> records) {
  return each<RecordRow>(
      look(), records, [&](RecordNo record, std::vector<RecordRow>& rows) -> core::Result<void> {
        Query query = database_->query(
            "SELECT no, object, id, ver, hash, life, bytes FROM record WHERE no = ?", record);
        if (TRY(query.step())) rows.push_back(read_record(query));
        return {};
      });
}

core::Result<std::vector<LinkRow>> SqliteStore::links(PairNo pair, Side side,
                                                      std::span<const RecordNo> records) {
  const char* by_left = "SELECT no, pair, l, r, status, reason, run FROM link WHERE pair = ? AND l = ?";
  const char* by_right = "SELECT no, pair, l, r, status, reason, run FROM link WHERE pair = ? AND r = ?";
  const char* sql = side == Side::left ? by_left : by_right;
  return each<LinkRow>(look(), records,
                       [&](RecordNo record, std::vector<LinkRow>& rows) -> core::Result<void> {
                         Query query = database_->query(sql, pair, record);
                         if (TRY(query.step())) rows.push_back(read_link(query));
                         return {};
                       });
}

core::Result<std::vector<LinkRow>> SqliteStore::links(std::span<const LinkNo> links) {
  return each<LinkRow>(look(), links, [&](LinkNo link, std::vector<LinkRow>& rows) -> core::Result<void> {
    Query query = database_->query("SELECT no, pair, l, r, status, reason, run FROM link WHERE no = ?", link);
    if (TRY(query.step())) rows.push_back(read_link(query));
    return {};
  });
}

core::Result<std::vector<BaseRow>> SqliteStore::bases(MappingNo mapping, std::span<const LinkNo> links) {
  return each<BaseRow>(look(), links, [&](LinkNo link, std::vector<BaseRow>& rows) -> core::Result<void> {
    Query query = database_->query("SELECT l, r FROM base WHERE link = ? AND mapping = ?", link, mapping);
    if (TRY(query.step())) rows.push_back({link, mapping, query.text(0), query.text(1)});
    return {};
  });
}

core::Result<std::vector<InboxRow>> SqliteStore::inbox_of(MappingNo mapping,
                                                          std::span<const RecordNo> records) {
  return each<InboxRow>(
      look(), records, [&](RecordNo record, std::vector<InboxRow>& rows) -> core::Result<void> {
        Query query = database_->query(
            "SELECT mapping, record, ver, cause, seen_at, image FROM inbox WHERE mapping = ? AND record = ?",
            mapping, record);
        if (TRY(query.step())) rows.push_back(read_inbox(query));
        return {};
      });
}

core::Result<std::vector<KeyRow>> SqliteStore::candidates(PairNo pair, std::span<const Key> keys) {
  return each<KeyRow>(look(), keys, [&](const Key& key, std::vector<KeyRow>& rows) -> core::Result<void> {
    Query query = database_->query(
        "SELECT side, record, CASE side WHEN 0 THEN (SELECT no FROM link WHERE pair = ?1 AND l = record) "
        "ELSE "
        "(SELECT no FROM link WHERE pair = ?1 AND r = record) END FROM matchkey WHERE pair = ?1 AND rule = "
        "?2 AND "
        "hash = ?3 ORDER BY side, record",
        pair, key.rule, ordered(key.hash));
    while (TRY(query.step()))
      rows.push_back({key, query.word<Side>(0), query.id<RecordNo>(1), query.id_or_none<LinkNo>(2)});
    return {};
  });
}

core::Result<std::vector<ClaimRow>> SqliteStore::claims(PairNo pair, std::span<const Key> keys) {
  return each<ClaimRow>(look(), keys, [&](const Key& key, std::vector<ClaimRow>& rows) -> core::Result<void> {
    Query query = database_->query("SELECT intent FROM claim WHERE pair = ? AND rule = ? AND hash = ?", pair,
                                   key.rule, ordered(key.hash));
    if (TRY(query.step())) rows.push_back({key, query.id<IntentNo>(0)});
    return {};
  });
}

core::Result<std::vector<Key>> SqliteStore::keys(PairNo pair, KeyLane lane, RecordNo record) {
  std::vector<Key> keys;
  const Look looking = look();
  Query query = database_->query("SELECT keys FROM record WHERE no = ?", record);
  if (!TRY(query.step())) return keys;
  for (const PlacedKey& placed : unpacked_keys(query.view(0)))
    if (placed.pair == pair && is_of(placed.key.rule, lane)) keys.push_back(placed.key);
  std::ranges::sort(keys);
  return keys;
}

core::Result<std::optional<FailureRow>> SqliteStore::failure(MappingNo mapping, RecordNo record) {
  const Look looking = look();
  Query query = database_->query(
      "SELECT mapping, record, category, code, text, payload, attempts, next_at FROM failure WHERE mapping = "
      "? AND "
      "record = ?",
      mapping, record);
  if (!TRY(query.step())) return std::optional<FailureRow>();
  return std::optional(read_failure(query));
}

core::Result<std::optional<CursorRow>> SqliteStore::cursor(ObjectNo object, const std::string& stream) {
  Query query = database_->query(
      "SELECT position, floor, certificate FROM cursor WHERE object = ? AND stream = ?", object, stream);
  if (!TRY(query.step())) return std::optional<CursorRow>();
  return std::optional(
      CursorRow{object, stream, query.text(0), core::Instant{query.integer(1)}, query.text(2)});
}

core::Result<std::optional<BudgetRow>> SqliteStore::budget(const std::string& account) {
  Query query = database_->query("SELECT window, used, blocked_until FROM budget WHERE account = ?", account);
  if (!TRY(query.step())) return std::optional<BudgetRow>();
  return std::optional(BudgetRow{account, query.text(0), query.integer(1), query.instant(2)});
}

core::Result<std::optional<RunRow>> SqliteStore::run(RunNo run) {
  Query query = database_->query(
      "SELECT no, mapping, mapping_hash, actor, started, ended, counts, certificate FROM run WHERE no = ?",
      run);
  if (!TRY(query.step())) return std::optional<RunRow>();
  return std::optional(read_run(query));
}

core::Result<std::optional<std::string>> SqliteStore::meta(const std::string& name) {
  const Look looking = look();
  Query query = database_->query("SELECT value FROM meta WHERE name = 'user.' || ?", name);
  if (!TRY(query.step())) return std::optional<std::string>();
  return std::optional(query.text(0));
}

core::Result<Counts> SqliteStore::counts() {
  const auto number = [&](const char* sql) -> core::Result<std::uint64_t> {
    return static_cast<std::uint64_t>(TRY(database_->number(sql)));
  };
  Counts counts;
  counts.records = TRY(number("SELECT count(*) FROM record"));
  counts.links = TRY(number("SELECT count(*) FROM link"));
  counts.inbox = TRY(number("SELECT count(*) FROM inbox"));
  counts.open_intents = TRY(number("SELECT count(*) FROM journal WHERE state = 0"));
  counts.conflicts = TRY(number("SELECT count(*) FROM conflict WHERE state = 0"));
  counts.failures = TRY(number("SELECT count(*) FROM failure"));
  counts.claims = TRY(number("SELECT count(*) FROM claim"));
  counts.bytes = TRY(number("PRAGMA page_count")) * TRY(number("PRAGMA page_size"));
  return counts;
}

core::Result<std::uint64_t> SqliteStore::settled_pairs(MappingNo mapping) {
  Query query = database_->query("SELECT count(*) FROM base WHERE mapping = ?", mapping);
  return TRY(query.step()) ? static_cast<std::uint64_t>(query.integer(0)) : 0;
}

}  // namespace parley::store
