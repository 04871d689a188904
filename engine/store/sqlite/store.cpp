#include "engine/store/sqlite/store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>

#include "engine/store/sqlite/applying.hpp"
#include "engine/store/sqlite/schema.hpp"
#include "stdlib/core/check.hpp"

namespace parley::store {

namespace {

constexpr std::int64_t checked_at_open_pages_max = 16'384;  // 64 MiB; `state check` reads the rest

// What holds between the tables after every commit of the engine.
struct Rule {
  const char* words;     // of a breach, behind their number
  const char* breaches;  // counts them
};

constexpr std::array rules = {
    Rule{"claims of intents that are not open",
         "SELECT count(*) FROM claim LEFT JOIN journal ON journal.no = claim.intent WHERE state IS NULL OR "
         "state <> 0"},
    Rule{"links to records that are not there",
         "SELECT count(*) FROM link WHERE (l IS NOT NULL AND l NOT IN (SELECT no FROM record)) OR "
         "(r IS NOT NULL AND r NOT IN (SELECT no FROM record))"},
    Rule{"bases without a link", "SELECT count(*) FROM base WHERE link NOT IN (SELECT no FROM link)"},
    Rule{"inbox rows without a record",
         "SELECT count(*) FROM inbox WHERE record NOT IN (SELECT no FROM record)"},
    Rule{"match keys without a record",
         "SELECT count(*) FROM matchkey WHERE record NOT IN (SELECT no FROM record)"},
    Rule{"conflicts without a link", "SELECT count(*) FROM conflict WHERE link NOT IN (SELECT no FROM link)"},
};

constexpr std::array sequence_names = {"next.records", "next.links", "next.intents", "next.runs"};

std::string part_name(Part part) {
  return fmt::format("{}/{}", part.index, part.count);
}

core::Result<std::uint64_t> meta_number(Database& database, const char* name) {
  Query query = database.query("SELECT value FROM meta WHERE name = ?", std::string_view(name));
  std::uint64_t number = 0;
  if (!TRY(query.step()))
    return core::fail(core::ErrorKind::machine,
                      fmt::format("the state {} has lost its {}", database.path(), name));
  const std::string_view digits = query.view(0);
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

core::Result<void> put_meta(Database& database, const char* name, std::uint64_t number) {
  return database.run("UPDATE meta SET value = ? WHERE name = ?", fmt::to_string(number),
                      std::string_view(name));
}

// Instants in messages: 2026-11-22T03:04:05Z.
std::string shown(core::Instant instant) {
  using namespace std::chrono;
  const sys_seconds time{seconds(instant.microseconds / 1'000'000)};
  const auto day = floor<days>(time);
  const year_month_day date(day);
  const hh_mm_ss clock(time - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

}  // namespace

core::Result<std::unique_ptr<Store>> open_sqlite(const std::string& path, core::Clock& clock) {
  return SqliteStore::open(path, clock);
}

core::Result<std::unique_ptr<Store>> SqliteStore::open(const std::string& path, core::Clock& clock) {
  auto database = TRY(Database::open(path));
  std::unique_ptr<SqliteStore> store(new SqliteStore(std::move(database), clock));
  const bool fresh = TRY(migrate(*store->database_));
  if (!fresh && TRY(store->database_->number("PRAGMA page_count")) <= checked_at_open_pages_max)
    TRY_VOID(store->check_pages());
  TRY_VOID(store->begin_life(fresh));
  return store;
}

core::Result<void> SqliteStore::begin_life(bool fresh) {
  generation_.fresh = fresh;
  generation_.number = TRY(meta_number(*database_, "generation"));
  {
    Query query = database_->query("SELECT value FROM meta WHERE name = 'identity'");
    if (TRY(query.step())) identity_ = query.text(0);
  }
  if (in_memory()) return read_sequences();
  if (const auto copy = read_generation(database_->path() + ".generation")) {
    generation_.restored = copy->identity != identity_ || copy->number > generation_.number;
    if (copy->identity == identity_) generation_.number = std::max(generation_.number, copy->number);
  }
  return read_sequences();
}

core::Result<void> SqliteStore::read_sequences() {
  for (std::size_t i = 0; i < sequences; ++i) {
    const std::uint64_t next = TRY(meta_number(*database_, sequence_names[i]));
    sequences_[i] = {next, next};
  }
  return {};
}

core::Result<Lease> SqliteStore::acquire(Part part, std::string owner, core::Duration duration) {
  ENSURE(part.count > 0 && part.index < part.count, "a part outside its count");
  database_->end_reading();
  if (in_memory() || lock_.held()) return take_lease(part, std::move(owner), duration);
  if (!TRY(lock_.take())) {
    core::Error busy{core::ErrorKind::busy,
                     fmt::format("the state {} is held by another process", database_->path()),
                     "wait for it to end, then try again"};
    return std::unexpected(TRY(holder(part, std::move(busy))));
  }
  // The lock was free, so whoever left a lease behind is dead.
  TRY_VOID(database_->run("UPDATE lease SET owner = ''"));
  auto lease = take_lease(part, std::move(owner), duration);
  if (!lease) lock_.drop();
  return lease;
}

// Who holds the part, as an error; `otherwise` where no lease says so.
core::Result<core::Error> SqliteStore::holder(Part part, core::Error otherwise) {
  Query lease = database_->query(
      "SELECT owner, since FROM lease WHERE owner <> '' ORDER BY part = ? DESC, since DESC", part_name(part));
  if (!TRY(lease.step())) return otherwise;
  return core::Error{core::ErrorKind::busy,
                     fmt::format("the state {} is held by {} since {}", database_->path(), lease.view(0),
                                 shown(core::Instant{lease.integer(1)})),
                     "wait for it to end, then try again"};
}

core::Result<Lease> SqliteStore::take_lease(Part part, std::string owner, core::Duration duration) {
  const core::Instant now = clock_.now();
  const std::string name = part_name(part);
  TRY_VOID(database_->run("BEGIN IMMEDIATE"));
  const auto taken = database_->run(
      "INSERT INTO lease (part, epoch, owner, since, until, next_offset, commits) VALUES (?, 1, ?, ?, ?, 0, "
      "0) "
      "ON CONFLICT (part) DO UPDATE SET epoch = epoch + 1, owner = excluded.owner, since = excluded.since, "
      "until = excluded.until, commits = 0 WHERE lease.owner = '' OR lease.until <= excluded.since",
      name, owner, now, now + duration);
  const bool ours = taken && database_->changes() == 1;
  if (ours) TRY_VOID(put_meta(*database_, "generation", generation_.number + 1));
  TRY_VOID(database_->run("COMMIT"));
  if (!taken) return std::unexpected(taken.error());
  if (!ours) {
    core::Error busy{core::ErrorKind::busy, fmt::format("the state {} is held already", database_->path())};
    return std::unexpected(TRY(holder(part, std::move(busy))));
  }
  ++generation_.number;
  lease_time_ = duration;
  TRY_VOID(read_sequences());
  if (!in_memory())
    TRY_VOID(write_generation(database_->path() + ".generation", {identity_, generation_.number}));
  Query epoch = database_->query("SELECT epoch FROM lease WHERE part = ?", name);
  if (!TRY(epoch.step())) return core::fail(core::ErrorKind::machine, "the lease has vanished");
  return Lease{part, static_cast<std::uint64_t>(epoch.integer(0)), std::move(owner)};
}

core::Result<void> SqliteStore::release(const Lease& lease) {
  database_->end_reading();
  TRY_VOID(database_->run("UPDATE lease SET owner = '' WHERE part = ? AND epoch = ?", part_name(lease.part),
                          lease.epoch));
  if (TRY(database_->number("SELECT count(*) FROM lease WHERE owner <> ''")) == 0) lock_.drop();
  return {};
}

// Proves, inside the transaction, that the lease still stands, and counts the commit.
core::Result<void> SqliteStore::fence(const Lease& lease) {
  TRY_VOID(database_->run(
      "UPDATE lease SET until = ?, commits = commits + 1 WHERE part = ? AND epoch = ? AND owner = ?",
      clock_.now() + lease_time_, part_name(lease.part), lease.epoch, lease.owner));
  if (database_->changes() == 1) return {};
  core::Error lost{core::ErrorKind::busy,
                   fmt::format("the lease of {} on the state {} has ended", lease.owner, database_->path())};
  return std::unexpected(TRY(holder(lease.part, std::move(lost))));
}

core::Result<Commit> SqliteStore::commit(const Lease& lease, const Batch& batch) {
  ENSURE(batch.mutations.size() <= batch_mutations_max, "a batch over its limit");
  Commit commit;
  database_->end_reading();
  TRY_VOID(database_->run("BEGIN IMMEDIATE"));
  const auto written = [&]() -> core::Result<void> {
    TRY_VOID(fence(lease));
    commit.refused = TRY(write(batch));
    if (commit.refused) return {};
    Query count = database_->query("SELECT commits FROM lease WHERE part = ?", part_name(lease.part));
    if (TRY(count.step()))
      commit.id = {lease.part, lease.epoch, static_cast<std::uint64_t>(count.integer(0))};
    return save_sequences();
  }();
  if (!written || commit.refused) {
    database_->roll_back();
    if (!written) return std::unexpected(written.error());
    return commit;
  }
  if (auto done = database_->run("COMMIT"); !done) {
    database_->roll_back();
    return std::unexpected(std::move(done).error());
  }
  for (Sequenced& sequence : sequences_) sequence.saved = sequence.next;
  return commit;
}

core::Result<std::optional<Refusal>> SqliteStore::write(const Batch& batch) {
  for (std::size_t i = 0; i < batch.expects.size(); ++i) {
    auto refusal = TRY(judge(*database_, batch.expects[i]));
    if (!refusal) continue;
    refusal->expect = i;
    return refusal;
  }
  for (std::size_t i = 0; i < batch.mutations.size(); ++i) {
    auto refusal = TRY(apply(*database_, batch.mutations[i]));
    if (!refusal) continue;
    refusal->mutation = i;
    return refusal;
  }
  return std::nullopt;
}

core::Result<bool> SqliteStore::committed(CommitId id) {
  Query lease = database_->query("SELECT epoch, commits FROM lease WHERE part = ?", part_name(id.part));
  if (!TRY(lease.step())) return false;
  // A later epoch began only after the commit had ended one way or the other; then nobody knows any more.
  if (static_cast<std::uint64_t>(lease.integer(0)) != id.epoch)
    return core::fail(core::ErrorKind::busy, "the lease of that commit has ended");
  return static_cast<std::uint64_t>(lease.integer(1)) >= id.number;
}

core::Result<std::uint64_t> SqliteStore::reserve(const Lease&, Sequence sequence, std::uint64_t count) {
  Sequenced& sequenced = sequences_[static_cast<std::size_t>(sequence)];
  const std::uint64_t first = sequenced.next;
  sequenced.next += count;
  return first;
}

// Numbers given out since the last commit count as used from this one on.
core::Result<void> SqliteStore::save_sequences() {
  for (std::size_t i = 0; i < sequences; ++i)
    if (sequences_[i].next != sequences_[i].saved)
      TRY_VOID(put_meta(*database_, sequence_names[i], sequences_[i].next));
  return {};
}

core::Result<void> SqliteStore::check_pages() {
  Query check = database_->query("PRAGMA quick_check(1)");
  if (!TRY(check.step()) || check.view(0) == "ok") return {};
  return core::fail(core::ErrorKind::machine,
                    fmt::format("the state {} is damaged: {}", database_->path(), check.view(0)),
                    "put a backup in its place; Parley notices and matches anew before it writes");
}

core::Result<void> SqliteStore::check() {
  TRY_VOID(check_pages());
  for (const Rule& rule : rules) {
    const std::int64_t breaches = TRY(database_->number(rule.breaches));
    if (breaches == 0) continue;
    return core::fail(
        core::ErrorKind::machine,
        fmt::format("the state {} contradicts itself: {} {}", database_->path(), breaches, rule.words),
        "put a backup in its place, and report this");
  }
  return {};
}

}  // namespace parley::store
