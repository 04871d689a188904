// Store: the state of a sync behind one port: batches in, ordered streams out. SQLite today (open_sqlite);
// every implementation passes tests/contract/store. One thread. Fails with kind busy (somebody else holds the
// state, or took it over), machine (disk full, file damaged) or input (not a state file, or of another
// format).
//
// Memory is pages: a stream reads a page, forgets it, and goes on behind the last key, so batches may be
// committed while it is read. Rows that a commit adds behind the stream's place are seen, rows before it are
// not.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/store/batch.hpp"
#include "engine/store/rows.hpp"
#include "stdlib/core/clock.hpp"
#include "stdlib/core/result.hpp"

namespace parley::store {

constexpr std::size_t page_rows_max = 256;
constexpr std::size_t page_bytes_max = 1U << 20U;  // a page ends with the row that passes it
constexpr std::size_t lookup_ids_max = 10'000;     // in one call of a batched look-up
constexpr std::size_t batch_mutations_max = 100'000;

// A stream of rows in key order. Destroy it before its store.
template <class Row>
class Rows {
 public:
  // The rows behind `last`, in order, at most a page; none: the end.
  using Fetch = std::function<core::Result<std::vector<Row>>(const Row* last)>;

  explicit Rows(Fetch fetch) : fetch_(std::move(fetch)) {}

  core::Result<std::optional<Row>> next() {
    if (at_ == page_.size() && !ended_) {
      auto page = fetch_(page_.empty() ? nullptr : &page_.back());
      if (!page) return std::unexpected(std::move(page).error());
      ended_ = page->empty();
      if (!ended_) page_ = *std::move(page);
      at_ = ended_ ? page_.size() : 0;
    }
    if (ended_) return std::optional<Row>();
    return std::optional<Row>(page_[at_++]);
  }

 private:
  Fetch fetch_;
  std::vector<Row> page_;
  std::size_t at_ = 0;
  bool ended_ = false;
};

struct Generation {
  std::uint64_t number = 0;  // counts the runs that held the state for writing
  bool fresh = false;        // this open made the state
  bool restored =
      false;  // older than the copy beside it: a backup was put back; re-baseline before any write
};

// The right to write, for one part. Every commit proves it by its epoch.
struct Lease {
  Part part;
  std::uint64_t epoch = 0;
  std::string owner;
};

struct CommitId {
  Part part;
  std::uint64_t epoch = 0;
  std::uint64_t number = 0;
};

// What came of a batch. Refused: nothing of it was written, because of this expectation or of a claim already
// held.
struct Refusal {
  std::string words;
  std::optional<std::size_t> expect;    // which of Batch::expects
  std::optional<std::size_t> mutation;  // which OpenIntent
  std::optional<IntentNo> holder;       // who has the claim
};

struct Commit {
  CommitId id;
  std::optional<Refusal> refused;
};

enum class Sequence { records, links, intents, runs };

struct JournalQuery {
  std::optional<RunNo> run;
  std::optional<LinkNo> link;
  std::optional<RecordNo> record;  // exactly one of the three, or none for all
};

struct Counts {  // rows, for status and tests
  std::uint64_t records = 0, links = 0, inbox = 0, open_intents = 0, conflicts = 0, failures = 0, claims = 0;
  std::uint64_t bytes = 0;  // of the state file
};

struct Store {
  virtual ~Store() = default;

  virtual Generation generation() const = 0;
  // Refused with kind busy, naming owner and since when, while another process holds the part.
  virtual core::Result<Lease> acquire(Part part, std::string owner, core::Duration duration) = 0;
  virtual core::Result<void> release(const Lease& lease) = 0;
  virtual core::Result<Commit> commit(const Lease& lease, const Batch& batch) = 0;
  virtual core::Result<bool> committed(CommitId id) = 0;  // asked after a commit whose answer was lost
  // `count` numbers in a row, the first of which is returned; never given out twice, unused ones are lost.
  virtual core::Result<std::uint64_t> reserve(const Lease& lease, Sequence sequence, std::uint64_t count) = 0;

  // Names become numbers: found, or added under the lease.
  virtual core::Result<ObjectNo> object(const Lease& lease, const std::string& account,
                                        const std::string& name) = 0;
  virtual core::Result<PairNo> pair(const Lease& lease, ObjectNo left, ObjectNo right) = 0;
  virtual core::Result<MappingNo> mapping(const Lease& lease, const std::string& name) = 0;
  virtual core::Result<RuleNo> rule(const Lease& lease, MappingNo mapping, const std::string& name) = 0;
  virtual core::Result<FieldNo> field(const Lease& lease, ObjectNo object, const std::string& path) = 0;
  virtual core::Result<KeyLane> key_lane(const Lease& lease, PairNo pair, MappingNo mapping) = 0;
  // `was`: the state of a renamed mapping or rule goes on under its new name. False: nothing had the old
  // name.
  virtual core::Result<bool> rename_mapping(const Lease& lease, const std::string& from,
                                            const std::string& to) = 0;
  virtual core::Result<bool> rename_rule(const Lease& lease, MappingNo mapping, const std::string& from,
                                         const std::string& to) = 0;
  virtual core::Result<std::vector<std::pair<MappingNo, std::string>>> mapping_names() = 0;
  virtual core::Result<std::vector<std::pair<RuleNo, std::string>>> rule_names(MappingNo mapping) = 0;
  virtual core::Result<std::vector<ObjectRow>> object_rows() = 0;
  virtual core::Result<std::vector<PairRow>> pair_rows() = 0;

  // Batched look-ups: rows that exist, in the order of the ids asked for. At most lookup_ids_max ids a call.
  virtual core::Result<std::vector<RecordRow>> records(ObjectNo object,
                                                       std::span<const RemoteId> ids) = 0;  // and aliases
  virtual core::Result<std::vector<RecordRow>> records(std::span<const RecordNo> records) = 0;
  // What a page is compared with: by their own ids alone. Fastest where the ids ascend.
  virtual core::Result<void> known(ObjectNo object, std::span<const std::string_view> ids,
                                   KnownRows& known) = 0;
  virtual core::Result<std::vector<LinkRow>> links(PairNo pair, Side side,
                                                   std::span<const RecordNo> records) = 0;
  virtual core::Result<std::vector<LinkRow>> links(std::span<const LinkNo> links) = 0;
  virtual core::Result<std::vector<BaseRow>> bases(MappingNo mapping, std::span<const LinkNo> links) = 0;
  virtual core::Result<std::vector<InboxRow>> inbox_of(MappingNo mapping,
                                                       std::span<const RecordNo> records) = 0;
  virtual core::Result<std::vector<KeyRow>> candidates(PairNo pair, std::span<const Key> keys) = 0;
  virtual core::Result<std::vector<ClaimRow>> claims(PairNo pair, std::span<const Key> keys) = 0;
  // The markers, and that lane's keys in the order of its rules.
  virtual core::Result<std::vector<Key>> keys(PairNo pair, KeyLane lane, RecordNo record) = 0;
  virtual core::Result<std::optional<FailureRow>> failure(MappingNo mapping, RecordNo record) = 0;
  virtual core::Result<std::optional<CursorRow>> cursor(ObjectNo object, const std::string& stream) = 0;
  virtual core::Result<std::optional<BudgetRow>> budget(const std::string& account) = 0;
  virtual core::Result<std::optional<RunRow>> run(RunNo run) = 0;
  virtual core::Result<std::optional<std::string>> meta(const std::string& name) = 0;
  virtual core::Result<Counts> counts() = 0;
  virtual core::Result<std::uint64_t> settled_pairs(MappingNo mapping) = 0;  // those with a base

  // Streams, each restartable behind a key ({} for the start).
  virtual Rows<KeyGroup> join(PairNo pair, MatchRule rule, Part part, std::optional<KeyHash> after) = 0;
  virtual Rows<RecordRow> object_records(ObjectNo object, RecordNo after) = 0;
  virtual Rows<PairedRow> pairs(PairNo pair, MappingNo mapping, Side order,
                                RecordNo after) = 0;  // by that side's record
  virtual Rows<InboxRow> inbox(MappingNo mapping, Part part, RecordNo after) = 0;
  virtual Rows<PlanRow> plan(RunNo run, Seq after) = 0;
  virtual Rows<JournalRow> intents(Part part) = 0;  // the open ones, oldest first
  virtual Rows<JournalRow> journal(JournalQuery query, IntentNo after) = 0;
  virtual Rows<ConflictRow> conflicts(MappingNo mapping) = 0;
  virtual Rows<FailureRow> failures(MappingNo mapping,
                                    std::optional<core::Instant> due) = 0;  // {}: all of them
  virtual Rows<RecordNo> dependants(RecordNo parent) = 0;
  virtual Rows<LineRow> lines(LinkNo link) = 0;
  virtual Rows<RecordNo> members(std::uint64_t set) = 0;
  virtual Rows<RunRow> runs() = 0;  // newest first

  // Every page of the file read and checked, every table against its rules. An error names what is wrong.
  virtual core::Result<void> check() = 0;
};

// `path` is a file, made if missing, or ":memory:". Beside it stand PATH.lock (held while a lease is) and
// PATH.generation (how a restored backup is noticed).
core::Result<std::unique_ptr<Store>> open_sqlite(const std::string& path, core::Clock& clock);

}  // namespace parley::store
