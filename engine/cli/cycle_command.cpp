#include "engine/cli/cycle_command.hpp"

#include <fmt/format.h>

#include "engine/cli/conditions.hpp"
#include "stdlib/value/json.hpp"

namespace parley::cli {

namespace {

// One line that is drawn over itself on a terminal; a plain line a stage elsewhere.
class ProgressLine {
 public:
  explicit ProgressLine(Console& console) : console_(console), terminal_(console.error_is_terminal()) {}

  void show(const run::Progress& progress) {
    std::string text = words(progress);
    if (terminal_) {
      console_.error("\r\x1b[K" + text);
      drawn_ = true;
    } else if (progress.stage != stage_ || !begun_) {
      if (progress.stage == run::Stage::observe) console_.error("reading both sides\n");
      if (progress.stage == run::Stage::apply)
        console_.error(fmt::format("applying {} decisions\n", progress.total));
    }
    stage_ = progress.stage;
    begun_ = true;
  }

  void end() {
    if (drawn_) console_.error("\r\x1b[K");
    drawn_ = false;
  }

 private:
  static std::string words(const run::Progress& progress) {
    switch (progress.stage) {
      case run::Stage::recover:
        return "looking for open writes";
      case run::Stage::observe:
        return fmt::format("reading: {} left, {} right", progress.read.left, progress.read.right);
      case run::Stage::plan:
        return "planning";
      case run::Stage::apply: {
        const std::uint64_t total = progress.total == 0 ? 1 : progress.total;
        return fmt::format("applying {} {}/{}", progress_bar(progress.done, total), progress.done,
                           progress.total);
      }
    }
    return "";
  }

  Console& console_;
  bool terminal_;
  bool drawn_ = false;
  bool begun_ = false;
  run::Stage stage_ = run::Stage::recover;
};

const sync::Counters& counters_of(const run::Cycle& cycle) {
  const bool planned = cycle.planned_only || !cycle.stopped.empty();
  return planned ? cycle.plan.counters : cycle.applied.counters;
}

Facts facts_of(const run::Cycle& cycle, std::uint64_t links) {
  const sync::Counters& c = counters_of(cycle);
  Facts facts;
  for (const sync::Class each : sync::classes)
    facts.numbers[std::string(sync::class_word(each))] = c.of(each);
  facts.numbers["writes"] = c.writes();
  facts.numbers["creates"] = c.creates.left + c.creates.right;
  facts.numbers["updates"] = c.updates.left + c.updates.right;
  facts.numbers["deletes"] = c.archives.left + c.archives.right;
  facts.numbers["clears"] = c.clears;
  facts.numbers["conflicts"] = c.conflicts;
  facts.numbers["failing"] = c.of(sync::Class::failed);
  facts.numbers["pending"] = c.pending();
  facts.words["scan"] = cycle.complete() ? "complete" : "incomplete";
  facts.population = links;
  return facts;
}

void print_json(const OpenedSync& sync, const run::Session& session, const run::Cycle& cycle,
                Console& console) {
  value::Json json = value::Json::object();
  json["sync"] = sync.entry.name;
  json["counts"] = counters_json(counters_of(cycle));
  json["calls"] = std::size_t{session.usage(abi::Side::left).calls + session.usage(abi::Side::right).calls};
  json["scan_complete"] = cycle.complete();
  json["by_both_engines"] = std::size_t{session.verified()};
  json["engines_differ"] = !session.difference().empty();
  json["written"] = !cycle.planned_only && cycle.stopped.empty();
  value::Json stopped = value::Json::array();
  for (const std::string& words : cycle.stopped) stopped.push(words);
  json["stopped"] = std::move(stopped);
  console.out(value::write_json(json) + "\n");
}

void print_text(const run::Session& session, const run::Cycle& cycle, const Arguments& arguments,
                Console& console) {
  console.out(counters_text(counters_of(cycle)));
  if (cycle.planned_only) {
    const auto calls = sync::calls_of(session.setting(), cycle.plan.counters);
    console.out(
        fmt::format("  calls:   {} left, {} right would be needed to apply it\n", calls.left, calls.right));
  }
  console.out(fmt::format("  calls made: {} left, {} right\n", session.usage(abi::Side::left).calls,
                          session.usage(abi::Side::right).calls));
  if (arguments.has("--verify"))
    console.out(fmt::format("  read by both engines: {} records\n", session.verified()));
  if (!cycle.complete())
    console.out(fmt::format("  scan not proven complete: left {}; right {}\n", cycle.seen.left.certificate,
                            cycle.seen.right.certificate));
  if (cycle.recovered.applied + cycle.recovered.abandoned > 0)
    console.out(fmt::format("  open writes of before: {} found applied, {} abandoned\n",
                            cycle.recovered.applied, cycle.recovered.abandoned));
}

Exit conclude(const Arguments& arguments, const run::Session& session, const run::Cycle& cycle,
              Console& console) {
  for (const std::string& words : cycle.stopped) console.error("parley: not written: " + words + "\n");
  if (!session.difference().empty())
    console.error("parley: generated code was not used any more after a difference: " + session.difference() +
                  "; please report it\n");
  for (const abi::Side side : sync::both_sides)
    if (const auto& fault = cycle.applied.fault.at(side)) return report(*fault, console);
  auto counts = session.setting().store.counts();
  if (!counts) return report(counts.error(), console);
  auto holds = holding(arguments.value("--fail-on"), facts_of(cycle, counts->links));
  if (!holds) return report(holds.error(), console);
  for (const std::string& condition : *holds) console.error("parley: --fail-on: " + condition + " holds\n");
  if (!holds->empty()) return Exit::findings;
  if (!cycle.stopped.empty()) return Exit::input;
  return session.difference().empty() ? Exit::done : Exit::findings;
}

}  // namespace

Exit run_cycle(const OpenedSync& sync, run::CycleOptions options, const Arguments& arguments,
               Console& console) {
  auto session = sync.connect(arguments, console);
  if (!session) return report(session.error(), console);
  ProgressLine line(console);
  options.progress = [&](const run::Progress& progress) { line.show(progress); };
  auto cycle = run::cycle((*session)->setting(), options);
  line.end();
  if (!cycle) return report(cycle.error(), console);
  const bool json = wants_json(arguments);
  if (!json) console.out(sync.title() + "\n");
  if (auto printed = print_decisions((*session)->setting(), arguments, console); !printed)
    return report(printed.error(), console);
  if (json)
    print_json(sync, **session, *cycle, console);
  else
    print_text(**session, *cycle, arguments, console);
  return conclude(arguments, **session, *cycle, console);
}

}  // namespace parley::cli
