// Text to a syntax tree: nodes of the grammar's kinds over byte ranges, errors as facts. The AST and the
// formatter are made from it. Only syntax.cpp knows the parser generator.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/node_kind.hpp"

namespace parley::parse {

using grammar::NodeKind;

struct Node {
  NodeKind kind = NodeKind::file;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::vector<Node> children;

  // The first child of a kind; null where there is none.
  const Node* find(NodeKind wanted) const;
};

struct SyntaxError {
  std::uint32_t offset = 0;
  bool too_deep = false;
  std::vector<std::string_view> expected;  // "an expression", "`via`"
  std::vector<std::string_view> keywords;  // of these the words, for suggestions
};

struct Syntax {
  Node root;
  std::vector<SyntaxError> errors;  // in the order of the text
};

// Precondition of both: the text is at most source::file_bytes_max long.
Syntax read_file(std::string_view text);
// Root: a node of kind file with the expression as its only child; no child where the text is broken.
Syntax read_expression(std::string_view text);

}  // namespace parley::parse
