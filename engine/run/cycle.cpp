#include "engine/run/cycle.hpp"

#include <fmt/core.h>

#include "engine/sync/breaker.hpp"
#include "engine/sync/gather.hpp"
#include "stdlib/core/text.hpp"

namespace parley::run {
namespace {

using sync::both_sides;

std::string accepted_name(const sync::Setting& setting) {
  return "accepted:" + setting.program.mapping;
}

class Running {
 public:
  Running(const sync::Setting& setting, const CycleOptions& options) : setting_(setting), options_(options) {}

  core::Result<Cycle> run() {
    TRY_VOID(identify());
    report({Stage::recover, {}, 0, 0});
    cycle_.recovered = TRY(sync::recover(setting_));
    TRY_VOID(observe());
    report({Stage::plan, {}, 0, 0});
    cycle_.gathered = TRY(sync::gather(setting_));
    const std::uint64_t links = TRY(setting_.store.settled_pairs(setting_.mapping));
    cycle_.plan = TRY(sync::plan(setting_));
    if (options_.only_plan) {
      cycle_.planned_only = true;
      return finish(cycle_.plan.counters);
    }
    TRY_VOID(judge(links));
    if (!cycle_.stopped.empty()) return finish(cycle_.plan.counters);
    return apply();
  }

 private:
  void report(const Progress& progress) const {
    if (options_.progress) options_.progress(progress);
  }

  core::Result<void> identify() {
    for (const abi::Side side : both_sides) {
      std::optional<connector::Account> account;
      TRY_VOID(sync::run_alone(setting_.remote, side, setting_.remote.connector(side).identity(),
                               [&](const connector::Step& step) -> core::Result<void> {
                                 if (const auto* named = std::get_if<connector::Account>(&step))
                                   account = *named;
                                 return {};
                               }));
      const std::string_view system = setting_.remote.connector(side).system();
      if (!account)
        return core::fail(core::ErrorKind::remote, fmt::format("{}: it does not say who it is", system));
      if (core::lower_ascii(account->name) != core::lower_ascii(setting_.accounts.at(side)))
        return core::fail(core::ErrorKind::remote,
                          fmt::format("{}: the secret opens account {}, and the connection says {}", system,
                                      account->name, setting_.accounts.at(side)),
                          "nothing was read; correct `account`, or the secret");
      clocks_.at(side) = account->clock.value_or(setting_.remote.now());
    }
    return {};
  }

  core::Result<void> observe() {
    sync::ObserveOptions options;
    options.clocks = clocks_;
    options.full = options_.full;
    Progress progress{Stage::observe, {}, 0, 0};
    options.progress = [&](abi::Side side, const sync::SideSeen& seen) {
      progress.read.at(side) = seen.records;
      report(progress);
    };
    cycle_.seen = TRY(sync::observe(setting_, options));
    return {};
  }

  // The first write, and every revision whose changed rules have effects, needs an accepted plan.
  core::Result<void> judge(std::uint64_t links) {
    const sync::Counters& counters = cycle_.plan.counters;
    if (options_.accepted || counters.writes() == 0) return {};
    if (options_.limit) return {};
    const auto accepted = TRY(setting_.store.meta(accepted_name(setting_)));
    if (!accepted)
      cycle_.stopped.emplace_back(
          "nothing was ever written by this sync: look at the plan, then run with --accept");
    else if (*accepted != setting_.program.hash && cycle_.plan.rules_changed)
      cycle_.stopped.emplace_back(
          "the mapping changed, and linked records would change by it: run with --accept");
    for (std::string& words : sync::tripped(setting_.program, counters, {links}))
      cycle_.stopped.push_back("too much at once: " + std::move(words) +
                               "; run with --accept if that is meant");
    return {};
  }

  core::Result<Cycle> apply() {
    if (!options_.limit)
      TRY_VOID(
          sync::commit(setting_, {{store::PutMeta{accepted_name(setting_), setting_.program.hash}}, {}}));
    sync::ApplyOptions options;
    options.limit = options_.limit;
    options.progress = [&](std::uint64_t done) { report({Stage::apply, {}, done, cycle_.plan.decisions}); };
    report({Stage::apply, {}, 0, cycle_.plan.decisions});
    cycle_.applied = TRY(sync::apply(setting_, options));
    cycle_.applied.counters.observed = cycle_.plan.counters.observed;
    if (cycle_.applied.lost > 0) {
      const sync::Recovered again = TRY(sync::recover(setting_));
      cycle_.recovered.applied += again.applied;
      cycle_.recovered.abandoned += again.abandoned;
    }
    return finish(cycle_.applied.counters);
  }

  // The counts stay with the run; the spooled plan does not.
  core::Result<Cycle> finish(const sync::Counters& counters) {
    auto run = TRY(setting_.store.run(setting_.run));
    if (run) {
      run->ended = setting_.remote.now();
      run->counts = sync::pack_counters(counters);
      run->certificate = cycle_.seen.left.certificate + " | " + cycle_.seen.right.certificate;
      TRY_VOID(sync::commit(setting_, {{store::PutRun{*run}}, {}}));
    }
    return std::move(cycle_);
  }

  const sync::Setting& setting_;
  const CycleOptions& options_;
  sync::Sides<core::Instant> clocks_;
  Cycle cycle_;
};

}  // namespace

core::Result<Cycle> cycle(const sync::Setting& setting, const CycleOptions& options) {
  return Running(setting, options).run();
}

core::Result<bool> is_accepted(const sync::Setting& setting) {
  const auto accepted = TRY(setting.store.meta(accepted_name(setting)));
  return accepted && *accepted == setting.program.hash;
}

}  // namespace parley::run
