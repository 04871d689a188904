// Decisions are gathered by the sides that they write to, so that a system that takes a hundred writes a
// request is sent hundreds, however the plan mixes them.
#include "engine/sync/apply.hpp"

#include <array>

#include "engine/sync/group.hpp"

namespace parley::sync {
namespace {

class Applying {
 public:
  Applying(const Setting& setting, const ApplyOptions& options) : setting_(setting), options_(options) {}

  core::Result<Applied> run() {
    TRY_VOID(find_conflicts());
    for (const bool creations : {false, true}) {
      if (creations && !has_creations_) break;
      TRY_VOID(each_decision(setting_, [&](const Decision& decision) -> core::Result<void> {
        has_creations_ = has_creations_ || decision.action == Action::create;
        if ((decision.action == Action::create) != creations) return {};
        if (decision.writes() && options_.limit && taken_++ >= *options_.limit) return {};
        std::vector<Decision>& group = group_of(decision);
        group.push_back(decision);
        return group.size() == group_decisions_max ? finish(group) : core::Result<void>();
      }));
      for (std::vector<Decision>& group : groups_) TRY_VOID(finish(group));
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

  std::vector<Decision>& group_of(const Decision& decision) {
    std::size_t sides = 0;
    for (const Side side : both_sides)
      if (decision.writes_to(side)) sides |= side == Side::left ? 1U : 2U;
    return groups_[sides];
  }

  core::Result<void> finish(std::vector<Decision>& group) {
    if (group.empty()) return {};
    const GroupResult result = TRY(apply_group(setting_, in_conflict_, group));
    applied_.lost += result.lost;
    applied_.moved += result.moved;
    for (const Side side : both_sides)
      if (result.sent.at(side)) applied_.fault.at(side) = result.fault.at(side);
    for (const Decision& decision : group) applied_.counters.add(decision);
    done_ += group.size();
    group.clear();
    if (options_.progress) options_.progress(done_);
    return {};
  }

  const Setting& setting_;
  const ApplyOptions& options_;
  std::set<store::LinkNo> in_conflict_;
  std::array<std::vector<Decision>, 4> groups_;  // by sides written to: neither, left, right, both
  bool has_creations_ = false;
  std::uint64_t taken_ = 0;
  std::uint64_t done_ = 0;
  Applied applied_;
};

}  // namespace

core::Result<Applied> apply(const Setting& setting, const ApplyOptions& options) {
  return Applying(setting, options).run();
}

}  // namespace parley::sync
