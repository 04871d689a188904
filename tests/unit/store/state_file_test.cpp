// What can be wrong with a state file, and with the machine it lies on.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "engine/store/sqlite/database.hpp"
#include "tests/contract/store/implementations.hpp"

using namespace parley;
using namespace parley::store;

namespace {

constexpr core::Duration a_minute = core::Duration::seconds(60);

void write_records(Store& store, const Lease& lease, std::uint64_t count) {
  const ObjectNo object = good(store.object(lease, "hs-1", "contacts"));
  const std::uint64_t first = good(store.reserve(lease, Sequence::records, count));
  Batch batch;
  for (std::uint64_t i = 0; i < count; ++i) {
    RecordRow row;
    row.no = RecordNo(first + i);
    row.object = object;
    row.id = RemoteId(std::to_string(first + i));
    batch.mutations.push_back(PutRecord{row});
  }
  const Commit commit = good(store.commit(lease, batch));
  REQUIRE_FALSE(commit.refused.has_value());
}

// What formats 3 and 4 added, undone.
constexpr const char* to_format_2 =
    "DROP TABLE keylane; CREATE TABLE keyrule (pair INTEGER, rule INTEGER, version TEXT NOT NULL, "
    "PRIMARY KEY (pair, rule)) WITHOUT ROWID; ALTER TABLE run DROP COLUMN mapping; PRAGMA user_version = 2;";

core::Error refusal_to_open(const std::string& path) {
  StillClock clock;
  const auto store = open_sqlite(path, clock);
  REQUIRE_FALSE(store.has_value());
  return store.error();
}

bool mentions(const core::Error& error, const std::string& words) {
  return error.message.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("a text file is not a state") {
  const TemporaryFolder folder;
  const std::string path = folder.file("state.db");
  std::ofstream(path) << std::string(5'000, 'x');
  const core::Error error = refusal_to_open(path);
  CHECK(error.kind == core::ErrorKind::input);
  CHECK(mentions(error, "is not a Parley state"));
}

TEST_CASE("somebody else's database is not a state") {
  const TemporaryFolder folder;
  const std::string path = folder.file("state.db");
  good(good(Database::open(path))->script("CREATE TABLE theirs (a)"));
  const core::Error error = refusal_to_open(path);
  CHECK(error.kind == core::ErrorKind::input);
  CHECK(mentions(error, "not a Parley state"));
}

TEST_CASE("a newer format is refused, not damaged") {
  SqliteFile file;
  file.open();
  good(good(Database::open(file.folder.file("state.db")))->script("PRAGMA user_version = 99"));
  const core::Error error = refusal_to_open(file.folder.file("state.db"));
  CHECK(error.kind == core::ErrorKind::input);
  CHECK(mentions(error, "format 99"));
}

TEST_CASE("a state of an older format is taken forward with all that it holds") {
  SqliteFile file;
  const std::string path = file.folder.file("state.db");
  {
    const auto store = file.open();
    write_records(*store, good(store->acquire({}, "one", a_minute)), 3);
  }
  good(good(Database::open(path))->script(to_format_2));
  good(good(Database::open(path))->script("ALTER TABLE record DROP COLUMN bytes; PRAGMA user_version = 1;"));
  const auto store = file.open();
  CHECK_FALSE(store->generation().fresh);
  const std::vector<RecordNo> numbers = {RecordNo(1), RecordNo(3)};
  const auto rows = good(store->records(numbers));
  REQUIRE(rows.size() == 2);
  CHECK(rows[1].id == RemoteId("3"));
  CHECK(rows[1].bytes_hash == Hash(0));
  good(store->check());
}

// A state of format 2: one mapping, or two, had read both objects, and put the keys of two records.
void write_format_2(SqliteFile& file, const std::vector<std::string>& mappings) {
  const std::string path = file.folder.file("state.db");
  {
    const auto store = file.open();
    const Lease lease = good(store->acquire({}, "one", a_minute));
    write_records(*store, lease, 2);
    const ObjectNo left = good(store->object(lease, "hs-1", "contacts"));
    const ObjectNo right = good(store->object(lease, "ns-1", "customer"));
    const PairNo pair = good(store->pair(lease, left, right));
    Batch batch;
    for (const std::string& name : mappings) {
      good(store->mapping(lease, name));
      for (const ObjectNo object : {left, right})
        batch.mutations.push_back(PutCursor{{object, "changes:" + name, "p", core::Instant{1}, ""}});
      for (const char* side : {":left", ":right"})
        batch.mutations.push_back(PutMeta{"rules:" + name + side, "hash"});
    }
    const Key marker{MatchRule(0), KeyHash(5)}, mail{MatchRule(1), KeyHash(6)};
    batch.mutations.push_back(PutKeys{pair, Side::left, RecordNo(1), {marker, mail}});
    batch.mutations.push_back(PutKeys{pair, Side::left, RecordNo(2), {mail}});
    REQUIRE_FALSE(good(store->commit(lease, batch)).refused.has_value());
  }
  good(good(Database::open(path))->script(to_format_2));
}

TEST_CASE("keys of format 2 stay those of the pair's only mapping") {
  SqliteFile file;
  write_format_2(file, {"contacts"});
  const auto store = file.open();
  const Lease lease = good(store->acquire({}, "two", a_minute));
  const MappingNo mapping = good(store->mapping(lease, "contacts"));
  CHECK(good(store->key_lane(lease, PairNo(1), mapping)) == KeyLane(0));
  CHECK(good(store->key_lane(lease, PairNo(1), good(store->mapping(lease, "leads")))) == KeyLane(1));
  CHECK(good(store->keys(PairNo(1), KeyLane(0), RecordNo(1))).size() == 2);
  CHECK(good(store->candidates(PairNo(1), std::vector{Key{MatchRule(1), KeyHash(6)}})).size() == 2);
  CHECK(good(store->meta("rules:contacts:left")) == "hash");
}

TEST_CASE("keys of format 2 that several mappings shared are read anew, by each of them") {
  SqliteFile file;
  write_format_2(file, {"contacts", "leads"});
  const auto store = file.open();
  const Lease lease = good(store->acquire({}, "two", a_minute));
  CHECK(good(store->keys(PairNo(1), KeyLane(0), RecordNo(1))).empty());
  CHECK(good(store->candidates(PairNo(1), std::vector{Key{MatchRule(1), KeyHash(6)}})).empty());
  for (const char* name : {"rules:contacts:left", "rules:contacts:right", "rules:leads:left"})
    CHECK(good(store->meta(name)) == "");
  const MappingNo leads = good(store->mapping(lease, "leads"));
  const MappingNo contacts = good(store->mapping(lease, "contacts"));
  CHECK(good(store->key_lane(lease, PairNo(1), leads)) == KeyLane(0));
  CHECK(good(store->key_lane(lease, PairNo(1), contacts)) == KeyLane(1));
  good(store->check());
}

TEST_CASE("a damaged file is noticed when it is opened") {
  SqliteFile file;
  const std::string path = file.folder.file("state.db");
  {
    const auto store = file.open();
    write_records(*store, good(store->acquire({}, "one", a_minute)), 2'000);
  }
  const auto size = static_cast<std::int64_t>(std::filesystem::file_size(path));
  {
    std::fstream bytes(path, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(size / 2 / 4'096 * 4'096);
    bytes << std::string(4'096, '\x55');
  }
  const core::Error error = refusal_to_open(path);
  CHECK(error.kind == core::ErrorKind::machine);
  CHECK(mentions(error, "is damaged"));
  CHECK_FALSE(error.remedy.empty());
}

TEST_CASE("a folder that is not there") {
  const TemporaryFolder folder;
  CHECK(refusal_to_open(folder.file("none/state.db")).kind == core::ErrorKind::machine);
}

TEST_CASE("what was committed is there after reopening, and numbers go on") {
  SqliteFile file;
  std::uint64_t generation = 0;
  {
    const auto store = file.open();
    write_records(*store, good(store->acquire({}, "one", a_minute)), 10);
    generation = store->generation().number;
  }
  const auto store = file.open();
  CHECK_FALSE(store->generation().fresh);
  CHECK_FALSE(store->generation().restored);
  CHECK(good(store->counts()).records == 10);
  const Lease lease = good(store->acquire({}, "two", a_minute));
  CHECK(store->generation().number == generation + 1);
  CHECK(good(store->reserve(lease, Sequence::records, 1)) == 11);
}

TEST_CASE("a second holder is refused by name, a reader is not") {
  SqliteFile file;
  const auto first = file.open();
  const Lease lease = good(first->acquire({}, "parley sync (pid 12)", a_minute));
  const auto second = file.open();
  const auto refused = second->acquire({}, "other", a_minute);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().kind == core::ErrorKind::busy);
  CHECK(mentions(refused.error(), "held by parley sync (pid 12) since 2026-11-18T"));
  write_records(*first, lease, 3);
  CHECK(good(second->counts()).records == 3);
  file.clock.advance(core::Duration::seconds(3'600));  // a live holder keeps it, however long it sleeps
  CHECK_FALSE(second->acquire({}, "other", a_minute).has_value());
  good(first->release(lease));
  CHECK(second->acquire({}, "other", a_minute).has_value());
}

TEST_CASE("a holder that was killed is replaced at once, with all it had committed") {
  SqliteFile file;
  file.open();
  int ready[2];
  REQUIRE(::pipe(ready) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto store = open_sqlite(file.folder.file("state.db"), file.clock).value();
    const Lease lease = store->acquire({}, "victim", a_minute).value();
    const bool done = store->commit(lease, {{PutMeta{"step", "1"}}, {}}).has_value();
    if (::write(ready[1], done ? "y" : "n", 1) != 1) ::_exit(1);
    while (true) ::pause();
  }
  char answer = 0;
  REQUIRE(::read(ready[0], &answer, 1) == 1);
  CHECK(answer == 'y');
  const auto store = file.open();
  CHECK(mentions(store->acquire({}, "heir", a_minute).error(), "victim"));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  const Lease lease = good(store->acquire({}, "heir", a_minute));
  CHECK(lease.epoch == 2);
  CHECK(good(store->meta("step")) == "1");
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST_CASE("a backup that was put back is noticed, until a run has taken note") {
  SqliteFile file;
  const std::string path = file.folder.file("state.db");
  const auto run_once = [&] {
    const auto store = file.open();
    const Lease lease = good(store->acquire({}, "run", a_minute));
    write_records(*store, lease, 1);
    good(store->release(lease));
    return store->generation();
  };
  run_once();
  std::filesystem::copy_file(path, file.folder.file("backup.db"));
  const Generation newest = run_once();
  CHECK_FALSE(newest.restored);
  std::filesystem::copy_file(file.folder.file("backup.db"), path,
                             std::filesystem::copy_options::overwrite_existing);
  const Generation restored = run_once();
  CHECK(restored.restored);
  CHECK(restored.number > newest.number);
  CHECK_FALSE(run_once().restored);
  std::filesystem::remove(path);
  const Generation fresh = run_once();  // the state was lost, its copy tells
  CHECK(fresh.fresh);
  CHECK(fresh.restored);
}

TEST_CASE("a full disk stops the batch, loses nothing, and passes") {
  const TemporaryFolder folder;
  if (::mount("tmpfs", folder.file("").c_str(), "tmpfs", 0, "size=1m") != 0) {
    MESSAGE("skipped: no right to mount a small file system");
    return;
  }
  {
    StillClock clock;
    const auto store = good(open_sqlite(folder.file("state.db"), clock));
    const Lease lease = good(store->acquire({}, "one", a_minute));
    write_records(*store, lease, 100);
    const auto filler = folder.file("filler");
    std::ofstream(filler) << std::string(1U << 20U, 'x');
    Batch large;
    large.mutations.push_back(PutMeta{"large", std::string(400'000, 'y')});
    const auto refused = store->commit(lease, large);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().kind == core::ErrorKind::machine);
    CHECK(mentions(refused.error(), "no space left"));
    std::filesystem::remove(filler);
    CHECK(good(store->counts()).records == 100);
    CHECK_FALSE(good(store->meta("large")).has_value());
    CHECK_FALSE(good(store->commit(lease, large)).refused.has_value());
    good(store->check());
  }
  ::umount(folder.file("").c_str());
}

TEST_CASE("a check finds rows that contradict each other") {
  SqliteFile file;
  const auto store = file.open();
  const Lease lease = good(store->acquire({}, "one", a_minute));
  write_records(*store, lease, 2);
  const LinkRow link{LinkNo(1), PairNo(1), RecordNo(1), RecordNo(2)};
  good(store->commit(lease, {{PutLink{link}, PutBase{{LinkNo(1), MappingNo(1), "", ""}}}, {}}));
  good(store->check());
  good(good(Database::open(file.folder.file("state.db")))->script("DELETE FROM record WHERE no = 2"));
  const auto broken = store->check();
  REQUIRE_FALSE(broken.has_value());
  CHECK(mentions(broken.error(), "1 links to records that are not there"));
}
