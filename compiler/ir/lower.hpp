// From a checked mapping to its IR. Precondition: the file checked without errors. Pure; never fails.
#pragma once

#include <vector>

#include "compiler/check/checked.hpp"
#include "compiler/ir/ir.hpp"
#include "compiler/source/source.hpp"

namespace parley::ir {

Module lower(const check::Mapping& mapping, const std::vector<check::Table>& tables,
             const source::SourceSet& sources);

// The rules alone, without guards: all that laws try on values. Other functions of the module are empty. The
// file may have errors elsewhere; the rules that a checked mapping holds have none.
Module lower_rules(const check::Mapping& mapping, const std::vector<check::Table>& tables,
                   const source::SourceSet& sources);

// A lone expression: its one result, over one parameter per variable of its environment, in their order
// (their values are the first ids).
Function lower(const check::CheckedExpression& expression, const source::SourceSet& sources);

}  // namespace parley::ir
