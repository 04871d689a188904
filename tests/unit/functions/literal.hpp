// Runs an expression of literals and library calls through the functions' thunks, so that the examples in the
// descriptors can be checked before and beside both engines: `trim("  a ")`, `dateOf(instant("…"), "UTC")`.
#pragma once

#include <string>
#include <string_view>

#include "stdlib/value/value.hpp"

namespace parley::functions {

struct Outcome {
  value::Value value;
  std::string error;    // "not_a_number": the code of the error that ended it
  std::string trouble;  // not empty: the expression is beyond this reader, or names what does not exist
};

Outcome run_literal(std::string_view expression);

std::string shown(const Outcome& outcome);

}  // namespace parley::functions
