// Where the commands that generate code keep it between runs: the user's cache folder, by the environment.
#pragma once

#include <memory>

#include "engine/cli/command.hpp"
#include "stdlib/core/cache.hpp"

namespace parley::cli {

Option no_cache_option();
// Null with --no-cache, and where the environment names no folder, or one that is not used, which is said.
std::shared_ptr<core::Cache> object_cache(const Arguments& arguments, Console& console);

}  // namespace parley::cli
