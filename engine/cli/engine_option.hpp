// "--engine": which of the two engines evaluates.
#pragma once

#include "compiler/driver/transform.hpp"
#include "engine/cli/command.hpp"

namespace parley::cli {

Option engine_option();
driver::Engine engine_of(const Arguments& arguments);

}  // namespace parley::cli
