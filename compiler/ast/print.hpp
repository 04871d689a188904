// The tree as text, without places: what goldens of the parser hold, and how two trees are compared.
#pragma once

#include <string>

#include "compiler/ast/file.hpp"

namespace parley::ast {

std::string print(const File& file);
// On one line: (== (select hs email) "a").
std::string print(const std::vector<Expression>& expressions, ExpressionId id);

}  // namespace parley::ast
