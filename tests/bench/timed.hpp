// TimedStore and TimedEvaluator: the real things, with the CPU time that was spent in them counted. To ask
// for this thread's time is a call of the system: of what is called for each record, a sixteenth is timed
// and counts sixteen times. For the benchmark of syncs only.
#pragma once

#include <ctime>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/store/store.hpp"
#include "stdlib/abi/program.hpp"

namespace parley::bench {

struct Spent {
  double seconds = 0;  // of this thread's CPU
  unsigned calls = 0;
  unsigned untimed = 0;
  unsigned random = 1;

  // How much the next call of many counts; 0: it is not timed. After the first ones one in sixteen is, in no
  // pattern that those of a record could share.
  unsigned weight() {
    constexpr unsigned all_timed = 1'000, one_in = 16;
    if (calls < all_timed) return ++calls, 1;
    if (untimed > 0) return --untimed, 0;
    random = random * 1'103'515'245U + 12'345U;
    untimed = (random >> 16U) % (2 * one_in - 1);
    return one_in;
  }
};

inline double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

template <class Work>
auto timed(Spent& spent, Work work) {
  struct Watch {
    Spent& spent;
    double begin = thread_seconds();
    ~Watch() { spent.seconds += thread_seconds() - begin; }
  } watch{spent};
  return work();
}

template <class Work>
auto sampled(Spent& spent, Work work) {
  const unsigned weight = spent.weight();
  if (weight == 0) return work();
  const double before = spent.seconds;
  auto result = timed(spent, work);
  spent.seconds = before + weight * (spent.seconds - before);
  return result;
}

class TimedEvaluator final : public abi::Evaluator {
 public:
  explicit TimedEvaluator(abi::Evaluator& real) : real_(real) {}
  Spent spent;

  void project(abi::Side side, std::span<const std::string_view> records, const abi::PageContext& page,
               abi::Projection& projection) override {
    timed(spent, [&] { real_.project(side, records, page, projection); });
  }
  void judge(abi::Side side, std::span<const abi::Image> images, abi::Judgement& judgement) override {
    const auto judge = [&] { return real_.judge(side, images, judgement), true; };
    images.size() == 1 ? sampled(spent, judge) : timed(spent, judge);
  }
  abi::Verdict guard(abi::RuleNo rule, abi::Image left, abi::Image right) override {
    return sampled(spent, [&] { return real_.guard(rule, left, right); });
  }
  abi::Carried carry(abi::RuleNo rule, abi::Direction direction, abi::Image source) override {
    return sampled(spent, [&] { return real_.carry(rule, direction, source); });
  }
  bool same(abi::RuleNo rule, abi::Side side, std::size_t component, const abi::Operand& a,
            const abi::Operand& b) override {
    return sampled(spent, [&] { return real_.same(rule, side, component, a, b); });
  }
  core::Result<std::string> body(abi::Side side, abi::BodyKind kind,
                                 std::span<const abi::Assignment> assignments) override {
    return timed(spent, [&] { return real_.body(side, kind, assignments); });
  }

 private:
  abi::Evaluator& real_;
};

class TimedStore final : public store::Store {
 public:
  explicit TimedStore(store::Store& real) : real_(real) {}
  Spent spent;

  using S = std::string;
  template <class T>
  using Result = core::Result<T>;
  template <class T>
  using Lookup = core::Result<std::vector<T>>;
  template <class T>
  using Maybe = core::Result<std::optional<T>>;
  template <class T>
  using Stream = store::Rows<T>;
  using Lease = store::Lease;

  store::Generation generation() const override { return real_.generation(); }
  Result<Lease> acquire(store::Part part, S owner, core::Duration duration) override {
    return real_.acquire(part, std::move(owner), duration);
  }
  Result<void> release(const Lease& lease) override { return real_.release(lease); }
  Result<store::Commit> commit(const Lease& lease, const store::Batch& batch) override {
    return in([&] { return real_.commit(lease, batch); });
  }
  Result<bool> committed(store::CommitId id) override { return real_.committed(id); }
  Result<std::uint64_t> reserve(const Lease& lease, store::Sequence sequence, std::uint64_t count) override {
    return in([&] { return real_.reserve(lease, sequence, count); });
  }

  Result<store::ObjectNo> object(const Lease& lease, const S& account, const S& name) override {
    return real_.object(lease, account, name);
  }
  Result<store::PairNo> pair(const Lease& lease, store::ObjectNo left, store::ObjectNo right) override {
    return real_.pair(lease, left, right);
  }
  Result<store::MappingNo> mapping(const Lease& lease, const S& name) override {
    return real_.mapping(lease, name);
  }
  Result<store::RuleNo> rule(const Lease& lease, store::MappingNo mapping, const S& name) override {
    return real_.rule(lease, mapping, name);
  }
  Result<store::FieldNo> field(const Lease& lease, store::ObjectNo object, const S& path) override {
    return real_.field(lease, object, path);
  }
  Result<store::KeyLane> key_lane(const Lease& lease, store::PairNo pair, store::MappingNo mapping) override {
    return real_.key_lane(lease, pair, mapping);
  }
  Result<bool> rename_mapping(const Lease& lease, const S& from, const S& to) override {
    return real_.rename_mapping(lease, from, to);
  }
  Result<bool> rename_rule(const Lease& lease, store::MappingNo mapping, const S& from,
                           const S& to) override {
    return real_.rename_rule(lease, mapping, from, to);
  }
  Lookup<std::pair<store::MappingNo, S>> mapping_names() override { return real_.mapping_names(); }
  Lookup<std::pair<store::RuleNo, S>> rule_names(store::MappingNo mapping) override {
    return real_.rule_names(mapping);
  }
  Lookup<store::ObjectRow> object_rows() override { return real_.object_rows(); }
  Lookup<store::PairRow> pair_rows() override { return real_.pair_rows(); }

  Lookup<store::RecordRow> records(store::ObjectNo object, std::span<const store::RemoteId> ids) override {
    return in([&] { return real_.records(object, ids); });
  }
  Lookup<store::RecordRow> records(std::span<const store::RecordNo> records) override {
    return often([&] { return real_.records(records); });
  }
  Result<void> known(store::ObjectNo object, std::span<const std::string_view> ids,
                     store::KnownRows& known) override {
    return in([&] { return real_.known(object, ids, known); });
  }
  Lookup<store::LinkRow> links(store::PairNo pair, store::Side side,
                               std::span<const store::RecordNo> records) override {
    return often([&] { return real_.links(pair, side, records); });
  }
  Lookup<store::LinkRow> links(std::span<const store::LinkNo> links) override {
    return often([&] { return real_.links(links); });
  }
  Lookup<store::BaseRow> bases(store::MappingNo mapping, std::span<const store::LinkNo> links) override {
    return often([&] { return real_.bases(mapping, links); });
  }
  Lookup<store::InboxRow> inbox_of(store::MappingNo mapping,
                                   std::span<const store::RecordNo> records) override {
    return often([&] { return real_.inbox_of(mapping, records); });
  }
  Lookup<store::KeyRow> candidates(store::PairNo pair, std::span<const store::Key> keys) override {
    return often([&] { return real_.candidates(pair, keys); });
  }
  Lookup<store::ClaimRow> claims(store::PairNo pair, std::span<const store::Key> keys) override {
    return often([&] { return real_.claims(pair, keys); });
  }
  Lookup<store::Key> keys(store::PairNo pair, store::KeyLane lane, store::RecordNo record) override {
    return often([&] { return real_.keys(pair, lane, record); });
  }
  Maybe<store::FailureRow> failure(store::MappingNo mapping, store::RecordNo record) override {
    return often([&] { return real_.failure(mapping, record); });
  }
  Maybe<store::CursorRow> cursor(store::ObjectNo object, const S& stream) override {
    return in([&] { return real_.cursor(object, stream); });
  }
  Maybe<store::BudgetRow> budget(const S& account) override { return real_.budget(account); }
  Maybe<store::RunRow> run(store::RunNo run) override {
    return in([&] { return real_.run(run); });
  }
  Maybe<S> meta(const S& name) override {
    return often([&] { return real_.meta(name); });
  }
  Result<store::Counts> counts() override {
    return in([&] { return real_.counts(); });
  }
  Result<std::uint64_t> settled_pairs(store::MappingNo mapping) override {
    return in([&] { return real_.settled_pairs(mapping); });
  }

  Stream<store::KeyGroup> join(store::PairNo pair, store::MatchRule rule, store::Part part,
                               std::optional<store::KeyHash> after) override {
    return through(real_.join(pair, rule, part, after));
  }
  Stream<store::RecordRow> object_records(store::ObjectNo object, store::RecordNo after) override {
    return through(real_.object_records(object, after));
  }
  Stream<store::PairedRow> pairs(store::PairNo pair, store::MappingNo mapping, store::Side order,
                                 store::RecordNo after) override {
    return through(real_.pairs(pair, mapping, order, after));
  }
  Stream<store::InboxRow> inbox(store::MappingNo mapping, store::Part part, store::RecordNo after) override {
    return through(real_.inbox(mapping, part, after));
  }
  Stream<store::PlanRow> plan(store::RunNo run, store::Seq after) override {
    return through(real_.plan(run, after));
  }
  Stream<store::JournalRow> intents(store::Part part) override { return through(real_.intents(part)); }
  Stream<store::JournalRow> journal(store::JournalQuery query, store::IntentNo after) override {
    return through(real_.journal(query, after));
  }
  Stream<store::ConflictRow> conflicts(store::MappingNo mapping) override {
    return through(real_.conflicts(mapping));
  }
  Stream<store::FailureRow> failures(store::MappingNo mapping, std::optional<core::Instant> due) override {
    return through(real_.failures(mapping, due));
  }
  Stream<store::RecordNo> dependants(store::RecordNo parent) override {
    return through(real_.dependants(parent));
  }
  Stream<store::LineRow> lines(store::LinkNo link) override { return through(real_.lines(link)); }
  Stream<store::RecordNo> members(std::uint64_t set) override { return through(real_.members(set)); }
  Stream<store::RunRow> runs() override { return through(real_.runs()); }
  Result<void> check() override { return real_.check(); }

 private:
  template <class Work>
  std::invoke_result_t<Work> in(Work work) {
    return timed(spent, work);
  }

  template <class Work>
  std::invoke_result_t<Work> often(Work work) {
    return sampled(spent, work);
  }

  // A row at a time, so that only reading counts.
  template <class Row>
  Stream<Row> through(Stream<Row> rows) {
    auto shared = std::make_shared<Stream<Row>>(std::move(rows));
    return Stream<Row>([this, shared](const Row*) -> Lookup<Row> {
      auto row = in([&] { return shared->next(); });
      if (!row) return std::unexpected(std::move(row).error());
      return *row ? std::vector<Row>{**std::move(row)} : std::vector<Row>{};
    });
  }

  store::Store& real_;
};

}  // namespace parley::bench
