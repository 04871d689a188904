#include "engine/sync/apply.hpp"

#include "engine/sync/group.hpp"

namespace parley::sync {
namespace {

class Applying {
 public:
  Applying(const Setting& setting, const ApplyOptions& options) : setting_(setting), options_(options) {}

  core::Result<Applied> run() {
    TRY_VOID(find_conflicts());
    for (const bool creations : {false, true}) {
      TRY_VOID(each_decision(setting_, [&](const Decision& decision) -> core::Result<void> {
        if ((decision.action == Action::create) != creations) return {};
        if (decision.writes() && options_.limit && taken_++ >= *options_.limit) return {};
        group_.push_back(decision);
        return group_.size() == group_decisions_max ? finish_group() : core::Result<void>();
      }));
      TRY_VOID(finish_group());
    }
    return applied_;
  }

 private:
  core::Result<void> find_conflicts() {
    auto rows = setting_.store.conflicts(setting_.mapping);
    for (;;) {
      const auto row = TRY(rows.next());
      if (!row) return {};
      in_conflict_.insert(row->link);
    }
  }

  core::Result<void> finish_group() {
    if (group_.empty()) return {};
    const GroupResult result = TRY(apply_group(setting_, in_conflict_, group_));
    applied_.lost += result.lost;
    applied_.moved += result.moved;
    for (const Side side : both_sides)
      if (result.sent.at(side)) applied_.fault.at(side) = result.fault.at(side);
    for (const Decision& decision : group_) applied_.counters.add(decision);
    done_ += group_.size();
    group_.clear();
    if (options_.progress) options_.progress(done_);
    return {};
  }

  const Setting& setting_;
  const ApplyOptions& options_;
  std::set<store::LinkNo> in_conflict_;
  std::vector<Decision> group_;
  std::uint64_t taken_ = 0;
  std::uint64_t done_ = 0;
  Applied applied_;
};

}  // namespace

core::Result<Applied> apply(const Setting& setting, const ApplyOptions& options) {
  return Applying(setting, options).run();
}

}  // namespace parley::sync
