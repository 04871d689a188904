// Comments are no part of the grammar's tree; they are collected from the text and given to the statement
// that they stand above, beside or inside, so that a formatter and the documentation know whose they are.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "compiler/ast/file.hpp"
#include "compiler/parse/syntax.hpp"

namespace parley::parse {

struct AttachedComment {
  std::uint32_t begin;
  std::uint32_t end;
  ast::Comment::Place place;
  const Node* statement;  // of the tree; the body or the file for Place::end
};

// In the order of the text.
std::vector<AttachedComment> attach_comments(std::string_view text, const Node& root);

}  // namespace parley::parse
