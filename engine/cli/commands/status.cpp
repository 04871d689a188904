// What the state says of each sync: pairs, what rules hold back, conflicts, failing records. Asks no system.
#include <fmt/format.h>

#include "engine/cli/conditions.hpp"
#include "engine/cli/plan_text.hpp"
#include "stdlib/value/json.hpp"
#include "stdlib/value/time.hpp"

namespace parley::cli {

namespace {

constexpr std::uint64_t failing_shown = 20;

value::Json as_json(const OpenedState& state, const sync::Survey& survey) {
  value::Json json = value::Json::object();
  json["sync"] = state.sync.entry.name;
  json["linked"] = std::size_t{survey.linked};
  json["frozen"] = std::size_t{survey.frozen};
  json["unlinked"] = std::size_t{survey.unlinked};
  json["conflicts"] = std::size_t{survey.conflicts};
  json["inbox"] = std::size_t{survey.waiting_in_inbox};
  json["open_writes"] = std::size_t{survey.open_intents};
  value::Json held = value::Json::object();
  for (const auto& [rule, standings] : survey.held)
    for (const auto& [standing, count] : standings) held[rule][standing] = std::size_t{count};
  json["held"] = std::move(held);
  value::Json failing = value::Json::object();
  for (const auto& [category, count] : survey.failing) failing[category] = std::size_t{count};
  json["failing"] = std::move(failing);
  if (survey.last_run) json["last_run"] = value::to_text(survey.last_run->started);
  json["last_counts"] = counters_json(survey.counters);
  return json;
}

void print_text(const OpenedState& state, const sync::Survey& survey, Console& console) {
  console.out(fmt::format("{}\n  {} pairs linked, {} frozen, {} unlinked\n", state.sync.title(),
                          survey.linked, survey.frozen, survey.unlinked));
  if (survey.last_run) {
    console.out(fmt::format("  last run {} by {}\n", value::to_text(survey.last_run->started),
                            survey.last_run->actor));
    console.out(counters_text(survey.counters));
  }
  for (const auto& [rule, standings] : survey.held)
    for (const auto& [standing, count] : standings)
      console.out(fmt::format("  {}: {} pairs {}, not counted as in agreement\n", rule, count, standing));
  if (survey.conflicts > 0)
    console.out(fmt::format("  {} open conflicts: see `parley conflicts`\n", survey.conflicts));
  for (const auto& [category, count] : survey.failing)
    console.out(fmt::format("  {} records: {}\n", count, category));
  if (survey.open_intents > 0)
    console.out(fmt::format("  {} writes whose answer is not known; the next run looks for them\n",
                            survey.open_intents));
}

core::Result<void> print_failing(const OpenedState& state, Console& console) {
  std::uint64_t shown = 0, more = 0;
  TRY_VOID(sync::each_failing(state.store, state.what, [&](const sync::FailingRecord& failing) {
    if (shown == failing_shown) {
      ++more;
      return;
    }
    ++shown;
    console.out(fmt::format(
        "    {}: {}: {}{}\n", failing.record, failing.failure.category, failing.failure.text,
        failing.failure.next_at ? "; tried again after " + value::to_text(*failing.failure.next_at)
                                : std::string()));
  }));
  if (more > 0) console.out(fmt::format("    … and {} more\n", more));
  return {};
}

Exit status_of(const OpenedState& state, const Arguments& arguments, Console& console) {
  auto survey = sync::survey(state.store, state.what);
  if (!survey) return report(survey.error(), console);
  if (wants_json(arguments)) {
    console.out(value::write_json(as_json(state, *survey)) + "\n");
  } else {
    print_text(state, *survey, console);
    if (auto printed = print_failing(state, console); !printed) return report(printed.error(), console);
  }
  Facts facts;
  facts.population = survey->linked;
  facts.numbers = {{"linked", survey->linked}, {"conflicts", survey->conflicts}, {"frozen", survey->frozen}};
  for (const auto& [category, count] : survey->failing)
    facts.numbers["failing"] += category == "waiting" ? 0 : count;
  facts.numbers.try_emplace("failing", 0);
  auto holds = holding(arguments.value("--fail-on"), facts);
  if (!holds) return report(holds.error(), console);
  for (const std::string& condition : *holds) console.error("parley: --fail-on: " + condition + " holds\n");
  return holds->empty() ? Exit::done : Exit::findings;
}

Exit status(const Arguments& arguments, Console& console) {
  return for_each_state(arguments, console,
                        [&](const OpenedState& state) { return status_of(state, arguments, console); });
}

}  // namespace

extern const Command status_command;
const Command status_command = {
    .name = "status",
    .summary = "Say which records are in agreement, waiting, held back, in conflict or failing",
    .example = "parley status contacts        from the state alone; asks no system",
    .positionals = sync_positional(),
    .options =
        project_options({{"--fail-on", "CONDITIONS", "exit with 1 where one holds: failing>0,conflicts>20"}}),
    .run = status,
};

}  // namespace parley::cli
