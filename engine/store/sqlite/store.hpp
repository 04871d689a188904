// The SQLite store: one file, one process at a time for writing, read by anybody. Its parts stand in files of
// their own: store.cpp (opening, lease, commit), names.cpp, lookups.cpp, streams.cpp, applying.cpp
// (mutations).
#pragma once

#include <array>
#include <memory>
#include <string>

#include "engine/store/sqlite/beside.hpp"
#include "engine/store/sqlite/database.hpp"
#include "engine/store/store.hpp"

namespace parley::store {

// One look at the file, or a part of a longer one.
class Look {
 public:
  Look(Database& database, bool stays) : database_(database), stays_(stays) { database.begin_reading(); }
  Look(const Look&) = delete;
  Look& operator=(const Look&) = delete;
  ~Look() {
    if (!stays_) database_.end_reading();
  }

 private:
  Database& database_;
  bool stays_;
};

class SqliteStore final : public Store {
 public:
  static core::Result<std::unique_ptr<Store>> open(const std::string& path, core::Clock& clock);

  Generation generation() const override { return generation_; }
  core::Result<Lease> acquire(Part part, std::string owner, core::Duration duration) override;
  core::Result<void> release(const Lease& lease) override;
  core::Result<Commit> commit(const Lease& lease, const Batch& batch) override;
  core::Result<bool> committed(CommitId id) override;
  core::Result<std::uint64_t> reserve(const Lease& lease, Sequence sequence, std::uint64_t count) override;

  core::Result<ObjectNo> object(const Lease& lease, const std::string& account,
                                const std::string& name) override;
  core::Result<PairNo> pair(const Lease& lease, ObjectNo left, ObjectNo right) override;
  core::Result<MappingNo> mapping(const Lease& lease, const std::string& name) override;
  core::Result<RuleNo> rule(const Lease& lease, MappingNo mapping, const std::string& name) override;
  core::Result<FieldNo> field(const Lease& lease, ObjectNo object, const std::string& path) override;
  core::Result<KeyLane> key_lane(const Lease& lease, PairNo pair, MappingNo mapping) override;
  core::Result<bool> rename_mapping(const Lease& lease, const std::string& from,
                                    const std::string& to) override;
  core::Result<bool> rename_rule(const Lease& lease, MappingNo mapping, const std::string& from,
                                 const std::string& to) override;
  core::Result<std::vector<std::pair<MappingNo, std::string>>> mapping_names() override;
  core::Result<std::vector<std::pair<RuleNo, std::string>>> rule_names(MappingNo mapping) override;
  core::Result<std::vector<ObjectRow>> object_rows() override;
  core::Result<std::vector<PairRow>> pair_rows() override;

  core::Result<std::vector<RecordRow>> records(ObjectNo object, std::span<const RemoteId> ids) override;
  core::Result<std::vector<RecordRow>> records(std::span<const RecordNo> records) override;
  core::Result<void> known(ObjectNo object, std::span<const std::string_view> ids, KnownRows& known) override;
  core::Result<std::vector<LinkRow>> links(PairNo pair, Side side,
                                           std::span<const RecordNo> records) override;
  core::Result<std::vector<LinkRow>> links(std::span<const LinkNo> links) override;
  core::Result<std::vector<BaseRow>> bases(MappingNo mapping, std::span<const LinkNo> links) override;
  core::Result<std::vector<InboxRow>> inbox_of(MappingNo mapping, std::span<const RecordNo> records) override;
  core::Result<std::vector<KeyRow>> candidates(PairNo pair, std::span<const Key> keys) override;
  core::Result<std::vector<ClaimRow>> claims(PairNo pair, std::span<const Key> keys) override;
  core::Result<std::vector<Key>> keys(PairNo pair, KeyLane lane, RecordNo record) override;
  core::Result<std::optional<FailureRow>> failure(MappingNo mapping, RecordNo record) override;
  core::Result<std::optional<CursorRow>> cursor(ObjectNo object, const std::string& stream) override;
  core::Result<std::optional<BudgetRow>> budget(const std::string& account) override;
  core::Result<std::optional<RunRow>> run(RunNo run) override;
  core::Result<std::optional<std::string>> meta(const std::string& name) override;
  core::Result<Counts> counts() override;
  core::Result<std::uint64_t> settled_pairs(MappingNo mapping) override;

  Rows<KeyGroup> join(PairNo pair, MatchRule rule, Part part, std::optional<KeyHash> after) override;
  Rows<RecordRow> object_records(ObjectNo object, RecordNo after) override;
  Rows<PairedRow> pairs(PairNo pair, MappingNo mapping, Side order, RecordNo after) override;
  Rows<InboxRow> inbox(MappingNo mapping, Part part, RecordNo after) override;
  Rows<PlanRow> plan(RunNo run, Seq after) override;
  Rows<JournalRow> intents(Part part) override;
  Rows<JournalRow> journal(JournalQuery query, IntentNo after) override;
  Rows<ConflictRow> conflicts(MappingNo mapping) override;
  Rows<FailureRow> failures(MappingNo mapping, std::optional<core::Instant> due) override;
  Rows<RecordNo> dependants(RecordNo parent) override;
  Rows<LineRow> lines(LinkNo link) override;
  Rows<RecordNo> members(std::uint64_t set) override;
  Rows<RunRow> runs() override;

  core::Result<void> check() override;

 private:
  static constexpr std::size_t sequences = 4;
  struct Sequenced {
    std::uint64_t next = 1;   // the number to be given out next
    std::uint64_t saved = 1;  // what the state knows of it
  };

  SqliteStore(std::unique_ptr<Database> database, core::Clock& clock)
      : database_(std::move(database)), clock_(clock), lock_(database_->path() + ".lock") {}

  bool in_memory() const { return database_->path() == ":memory:"; }
  Look look() { return Look(*database_, in_memory() || lock_.held()); }
  core::Result<void> check_pages();
  core::Result<void> begin_life(bool fresh);
  core::Result<void> read_sequences();
  core::Result<void> save_sequences();
  core::Result<Lease> take_lease(Part part, std::string owner, core::Duration duration);
  core::Result<core::Error> holder(Part part, core::Error otherwise);
  core::Result<void> fence(const Lease& lease);
  core::Result<std::optional<Refusal>> write(const Batch& batch);
  // Runs `work` in one fenced transaction; rolls back when it fails.
  template <class Work>
  auto fenced(const Lease& lease, Work work) -> decltype(work());

  std::unique_ptr<Database> database_;
  core::Clock& clock_;
  FileLock lock_;
  Generation generation_;
  std::string identity_;
  core::Duration lease_time_{};
  std::array<Sequenced, sequences> sequences_;
};

template <class Work>
auto SqliteStore::fenced(const Lease& lease, Work work) -> decltype(work()) {
  database_->end_reading();
  TRY_VOID(database_->run("BEGIN IMMEDIATE"));
  auto done = fence(lease);
  if (!done) {
    database_->roll_back();
    return std::unexpected(std::move(done).error());
  }
  auto result = work();
  if (result) {
    if (auto committed = database_->run("COMMIT"); !committed) {
      database_->roll_back();
      return std::unexpected(std::move(committed).error());
    }
  } else {
    database_->roll_back();
  }
  return result;
}

}  // namespace parley::store
