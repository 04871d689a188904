// The class of a declared lens by composition: each step of one body has its way back at the mirrored place
// of the other. `x * 100` and then `int(…)` is undone by `decimal(…)` and then `/ 100`.
#pragma once

#include "compiler/check/checked.hpp"

namespace parley::check {

// One body of a lens, over its variable.
struct LensBody {
  ExpressionId result{};
  VariableNo x{};
};

// exact, normal or merging, where every step is known to have its way back; `unproved` where that is not
// evident. Parameters are variables that both bodies share; they stand for constants. A value on which a step
// fails is answered, so a class speaks of the values that pass.
LawClass pair_law(const Expressions& expressions, const LensBody& forward, const LensBody& backward);

}  // namespace parley::check
