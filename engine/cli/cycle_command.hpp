// What `plan` and `sync` share: a session, a cycle with progress, the exit code.
#pragma once

#include "engine/cli/plan_text.hpp"

namespace parley::cli {

// Runs one cycle of the sync and prints what came of it. Errors are reported.
Exit run_cycle(const OpenedSync& sync, run::CycleOptions options, const Arguments& arguments,
               Console& console);

}  // namespace parley::cli
