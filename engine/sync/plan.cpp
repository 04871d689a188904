#include "engine/sync/plan.hpp"

#include <map>

#include "engine/sync/decide.hpp"

namespace parley::sync {
namespace {

class Planning {
 public:
  explicit Planning(const Setting& setting) : setting_(setting) {}

  core::Result<Plan> run() {
    auto rows = setting_.store.inbox(setting_.mapping, {}, store::RecordNo(0));
    std::vector<store::InboxRow> page;
    for (;;) {
      auto row = TRY(rows.next());
      const bool last = !row;
      if (row) page.push_back(*std::move(row));
      if (!page.empty() && (last || page.size() == store::page_rows_max)) {
        TRY_VOID(plan_page(std::move(page)));
        page.clear();
      }
      if (last) break;
    }
    return plan_;
  }

 private:
  core::Result<void> plan_page(std::vector<store::InboxRow> page) {
    std::vector<store::RecordNo> numbers;
    for (const store::InboxRow& row : page) numbers.push_back(row.record);
    std::map<store::RecordNo, store::RecordRow> records;
    for (store::RecordRow& record : TRY(setting_.store.records(numbers)))
      records.emplace(record.no, std::move(record));
    store::Batch batch;
    for (store::InboxRow& row : page) {
      ++plan_.counters.observed;
      const auto record = records.find(row.record);
      if (record == records.end()) continue;
      const store::RecordNo no = row.record;
      auto decision = TRY(decide(setting_, {record->second, std::move(row)}));
      if (!decision) continue;
      TRY_VOID(rest_if_failing(*decision));
      spool(no, *decision, batch);
    }
    return commit(setting_, batch);
  }

  // A record that failed rests until its cause can have passed, or its source changes.
  core::Result<void> rest_if_failing(Decision& decision) const {
    if (!decision.writes()) return {};
    const auto failure = TRY(setting_.store.failure(setting_.mapping, decision.inbox.front()));
    const bool refused = failure && failure->attempts > 0;
    if (!refused || failure->category == "ambiguous" || failure->category == "waiting") return {};
    if (failure->next_at && *failure->next_at <= setting_.remote.now()) return {};
    decision.action = Action::none;
    decision.outcome = Class::failed;
    decision.category = failure->category;
    decision.reason = failure->text;
    decision.keep_inbox = true;
    return {};
  }

  void spool(store::RecordNo record, const Decision& decision, store::Batch& batch) {
    plan_.counters.add(decision);
    plan_.rules_changed = plan_.rules_changed || decision.rule_changed;
    std::string packed = pack_decision(decision);
    plan_.hash = plan_.hash * 0x100000001B3ULL ^ hash_of(packed);
    batch.mutations.emplace_back(
        store::PutPlan{{setting_.run, store::Seq(++plan_.decisions), setting_.mapping, record,
                        decision.versions.left, decision.versions.right, std::move(packed)}});
  }

  const Setting& setting_;
  Plan plan_;
};

std::uint64_t batches(std::uint64_t count, std::size_t batch) {
  return batch == 0 ? count : (count + batch - 1) / batch;
}

}  // namespace

core::Result<Plan> plan(const Setting& setting) {
  return Planning(setting).run();
}

core::Result<void> each_decision(const Setting& setting,
                                 const std::function<core::Result<void>(const Decision&)>& take) {
  auto rows = setting.store.plan(setting.run, store::Seq(0));
  for (;;) {
    const auto row = TRY(rows.next());
    if (!row) return {};
    TRY_VOID(take(unpack_decision(row->decision)));
  }
}

core::Result<void> forget_plan(const Setting& setting) {
  store::Batch batch{{store::DropPlan{setting.run}}, {}};
  auto runs = setting.store.runs();
  for (auto run = TRY(runs.next()); run && batch.mutations.size() < store::page_rows_max;
       run = TRY(runs.next())) {
    if (run->no == setting.run) continue;
    if (run->ended) break;
    batch.mutations.emplace_back(store::DropPlan{run->no});
  }
  return commit(setting, batch);
}

Sides<std::uint64_t> calls_of(const Setting& setting, const Counters& counters) {
  Sides<std::uint64_t> calls;
  for (const Side side : both_sides) {
    const connector::Capabilities& can = setting.can.at(side);
    const std::uint64_t updates = counters.updates.at(side) + counters.archives.at(side);
    calls.at(side) = batches(updates, can.write_batch) + batches(counters.creates.at(side), can.write_batch);
    if (!can.conditional_writes) calls.at(side) += batches(updates, can.read_batch);
  }
  return calls;
}

}  // namespace parley::sync
