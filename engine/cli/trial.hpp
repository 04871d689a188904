// Trial: what a `test` block of a mapping file comes to, by the interpreter and the engine's own merge.
//   both sides given, or a base   → the linked pair is merged
//   one side given, no base       → a record is created on the other
// Pure.
#pragma once

#include <string>
#include <vector>

#include "compiler/check/checked.hpp"
#include "compiler/driver/compile.hpp"
#include "engine/cli/coverage.hpp"

namespace parley::cli {

struct TrialResult {
  std::string title;
  std::string file;  // where the test stands
  std::uint32_t line = 0;
  std::vector<std::string> differences;  // none: the test holds
};

TrialResult run_trial(const check::Test& test, const driver::Compilation& compilation, Coverage& coverage);

}  // namespace parley::cli
