// Conditions whose outcome does not depend on the record.
#pragma once

#include <optional>

#include "compiler/check/expression.hpp"

namespace parley::laws {

// True or false for every record (unknown fields apart); nothing where that is not evident. Seen are
// constants, Kleene's operators on them, a field compared with two different constants in one conjunction,
// and a condition beside its own negation.
std::optional<bool> constant_truth(const check::Expressions& expressions, check::ExpressionId condition);

}  // namespace parley::laws
