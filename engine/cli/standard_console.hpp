// The Console of the process: file descriptors 0, 1 and 2. One thread.
#pragma once

#include <memory>

#include "engine/cli/console.hpp"

namespace parley::cli {

std::unique_ptr<Console> standard_console();

}  // namespace parley::cli
