// The text of a Module: what `parley show --ir` prints and the goldens hold. A value's line reads
//   %3: text(40) ?~! = call email(%0)    under %2
// where ? says that it may be none, ~ unknown, ! failed.
#pragma once

#include <string>
#include <string_view>

#include "compiler/ir/ir.hpp"

namespace parley::ir {

std::string print(const Module& module);
std::string print(const Module& module, const Function& function);
std::string print(const Table& table);
std::string_view name(Op op);
std::string_view name(Failure failure);  // "too_long"
// The failure in the words of a message: "is too long for the field".
std::string_view text(Failure failure);

}  // namespace parley::ir
