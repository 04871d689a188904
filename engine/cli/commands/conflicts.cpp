// Open conflicts, with both values and the evidence.
#include <fmt/format.h>

#include "engine/cli/project_syncs.hpp"
#include "stdlib/value/json.hpp"

namespace parley::cli {

namespace {

std::optional<abi::RuleNo> rule_named(const abi::Program& program, const std::string& name) {
  for (std::uint32_t i = 0; i < program.rules.size(); ++i)
    if (program.rules[i].name == name) return abi::RuleNo(i);
  return std::nullopt;
}

Exit conflicts_of(const OpenedState& state, const Arguments& arguments, Console& console) {
  const abi::Program& program = state.sync.mapping->program;
  const Masking mask = masking(arguments, console, program);
  const bool json = wants_json(arguments);
  std::uint64_t count = 0;
  if (!json) console.out(state.sync.title() + "\n");
  auto printed = sync::each_conflict(state.store, state.what, [&](const sync::OpenConflict& conflict) {
    ++count;
    const auto rule = rule_named(program, conflict.rule);
    const std::string left = rule ? mask.shown(*rule, abi::Side::left, conflict.values.left) : "?";
    const std::string right = rule ? mask.shown(*rule, abi::Side::right, conflict.values.right) : "?";
    if (!json) {
      console.out(fmt::format("  {} <-> {}  {}: {} | {}  {}\n", conflict.ids.left, conflict.ids.right,
                              conflict.rule, left, right, conflict.evidence));
      return;
    }
    value::Json row = value::Json::object();
    row["left"] = conflict.ids.left;
    row["right"] = conflict.ids.right;
    row["rule"] = conflict.rule;
    row["left_value"] = left;
    row["right_value"] = right;
    row["evidence"] = conflict.evidence;
    console.out(value::write_json(row) + "\n");
  });
  if (!printed) return report(printed.error(), console);
  if (!json && count == 0) console.out("  no open conflicts\n");
  if (!json && count > 0)
    console.out(
        "  edit one side so that both agree, and sync again: deciding from here is not in this version\n");
  return Exit::done;
}

Exit conflicts(const Arguments& arguments, Console& console) {
  return for_each_state(arguments, console,
                        [&](const OpenedState& state) { return conflicts_of(state, arguments, console); });
}

}  // namespace

extern const Command conflicts_command;
const Command conflicts_command = {
    .name = "conflicts",
    .summary = "List the fields that rules left for a person to decide",
    .example = "parley conflicts contacts",
    .positionals = sync_positional(),
    .options = project_options({}),
    .run = conflicts,
};

}  // namespace parley::cli
