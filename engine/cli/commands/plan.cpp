// What a sync would do, field by field; nothing is written but observations into the state.
#include "engine/cli/cycle_command.hpp"
#include "engine/cli/engine_option.hpp"
#include "engine/cli/object_cache.hpp"

namespace parley::cli {

namespace {

Exit plan(const Arguments& arguments, Console& console) {
  return for_each_sync(arguments, console, [&](const OpenedSync& sync) {
    run::CycleOptions options;
    options.only_plan = true;
    options.full = arguments.has("--full");
    return run_cycle(sync, options, arguments, console);
  });
}

}  // namespace

extern const Command plan_command;
const Command plan_command = {
    .name = "plan",
    .summary = "Show what a sync would write, field by field, without writing",
    .example = "parley plan contacts        reads both systems and prints every change it would make",
    .positionals = sync_positional(),
    .options =
        project_options({{"--all", "", "print every decision, not only the first fifty"},
                         {"--full", "", "compare every record again, not only what changed"},
                         engine_option(),
                         verify_option(),
                         no_cache_option(),
                         {"--fail-on", "CONDITIONS", "exit with 1 where one holds: writes>0,deletes>10"}}),
    .run = plan,
};

}  // namespace parley::cli
