// Expressions as layouts: one blank around operators, breaks where the language takes a newline for a blank.
#pragma once

#include <string_view>

#include "compiler/format/layout.hpp"
#include "compiler/parse/syntax.hpp"

namespace parley::format {

using parse::Node;
using parse::NodeKind;

// `text` is the file's; the node is an expression, a path, a record, a lens use or a type of its tree.
Layout expression(std::string_view text, const Node& node);

// A text literal as it is spelled; in double quotes where that needs no escape.
std::string literal(std::string_view spelled);

inline std::string_view text_of(std::string_view text, const Node& node) {
  return text.substr(node.begin, node.end - node.begin);
}

}  // namespace parley::format
