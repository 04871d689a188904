// The implementations that the store's contract runs on, and a small world to put into them.
#pragma once

#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/store/store.hpp"

namespace parley::store {

class StillClock final : public core::Clock {
 public:
  core::Instant now() override { return now_; }
  core::Duration monotonic() override { return {now_.microseconds}; }
  void advance(core::Duration duration) { now_ = now_ + duration; }

 private:
  core::Instant now_{1'795'000'000'000'000};
};

// The value, or the test ends with the error's words.
template <class T>
T good(core::Result<T> result) {
  if (!result) FAIL(result.error().message);
  return *std::move(result);
}

inline void good(const core::Result<void>& result) {
  if (!result) FAIL(result.error().message);
}

template <class Row>
std::vector<Row> all(Rows<Row> rows) {
  std::vector<Row> out;
  while (auto row = good(rows.next())) out.push_back(*std::move(row));
  return out;
}

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "parley-store-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

struct SqliteFile {
  TemporaryFolder folder;
  StillClock clock;
  std::unique_ptr<Store> open() { return good(open_sqlite(folder.file("state.db"), clock)); }
};

struct SqliteMemory {
  StillClock clock;
  std::unique_ptr<Store> open() { return good(open_sqlite(":memory:", clock)); }
};

#define EVERY_STORE parley::store::SqliteFile, parley::store::SqliteMemory

// An open store with a lease, two objects and their pair.
template <class Implementation>
struct World {
  Implementation implementation;
  std::unique_ptr<Store> store = implementation.open();
  Lease lease = good(store->acquire({}, "test", core::Duration::seconds(60)));
  ObjectNo left = good(store->object(lease, "hs-1", "contacts"));
  ObjectNo right = good(store->object(lease, "ns-1", "customer"));
  PairNo pair = good(store->pair(lease, left, right));
  MappingNo mapping = good(store->mapping(lease, "contacts"));

  // Commits; a refusal ends the test.
  void write(std::vector<Mutation> mutations) {
    const Commit commit = good(store->commit(lease, {std::move(mutations), {}}));
    if (commit.refused) FAIL(commit.refused->words);
  }
  Refusal refused(Batch batch) {
    const Commit commit = good(store->commit(lease, batch));
    REQUIRE(commit.refused.has_value());
    return *commit.refused;
  }
  RecordRow record(ObjectNo object, const std::string& id) {
    RecordRow row;
    row.no = RecordNo(good(store->reserve(lease, Sequence::records, 1)));
    row.object = object;
    row.id = RemoteId(id);
    row.hash = Hash(7);
    return row;
  }
  IntentNo intent() { return IntentNo(good(store->reserve(lease, Sequence::intents, 1))); }
  LinkNo link_no() { return LinkNo(good(store->reserve(lease, Sequence::links, 1))); }
};

}  // namespace parley::store
