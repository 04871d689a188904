// One cycle of each sync: read, plan, write, settle.
#include "engine/cli/cycle_command.hpp"
#include "engine/cli/engine_option.hpp"
#include "engine/cli/object_cache.hpp"

namespace parley::cli {

namespace {

std::optional<std::uint64_t> whole_number(const std::string& text) {
  if (text.empty() || text.size() > 12 || text.find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  return std::stoull(text);
}

Exit sync_once(const Arguments& arguments, Console& console) {
  run::CycleOptions options;
  options.full = arguments.has("--full");
  options.accepted = arguments.has("--accept");
  if (arguments.has("--limit")) {
    options.limit = whole_number(arguments.value("--limit"));
    if (!options.limit) return report({core::ErrorKind::usage, "--limit wants a number of records"}, console);
  }
  return for_each_sync(arguments, console,
                       [&](const OpenedSync& sync) { return run_cycle(sync, options, arguments, console); });
}

}  // namespace

extern const Command sync_command;
const Command sync_command = {
    .name = "sync",
    .summary = "Bring two systems into agreement, once",
    .example = "parley sync contacts --accept        the first time: takes the whole plan",
    .positionals = sync_positional(),
    .options = project_options(
        {{"--accept", "", "take this plan, whatever it is; the first write of a sync needs it"},
         {"--limit", "N", "write at most N records, and leave the rest for later"},
         {"--all", "", "print every decision, not only the first fifty"},
         {"--full", "", "compare every record again, not only what changed"},
         engine_option(),
         verify_option(),
         no_cache_option(),
         {"--fail-on", "CONDITIONS", "exit with 1 where one holds: failing>0,scan!=complete"}}),
    .run = sync_once,
};

}  // namespace parley::cli
