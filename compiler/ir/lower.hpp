// From a checked mapping to its IR. Precondition: the file checked without errors. Pure; never fails.
#pragma once

#include <vector>

#include "compiler/check/checked.hpp"
#include "compiler/ir/ir.hpp"
#include "compiler/source/source.hpp"

namespace parley::ir {

Module lower(const check::Mapping& mapping, const std::vector<check::Table>& tables,
             const source::SourceSet& sources);

// A lone expression: its one result, over one parameter per variable of its environment, in their order
// (their values are the first ids).
Function lower(const check::CheckedExpression& expression, const source::SourceSet& sources);

}  // namespace parley::ir
