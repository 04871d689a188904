// What must hold of every file that is formatted: twice is once, and the tree stays.
#pragma once

#include <doctest/doctest.h>

#include <optional>
#include <string>

#include "compiler/ast/print.hpp"
#include "compiler/format/format.hpp"
#include "compiler/parse/parse.hpp"

namespace parley::support {

inline std::optional<std::string> formatted(const std::string& text) {
  source::SourceSet sources;
  diagnostics::Sink sink;
  return format::format(sources.add("x.parley", text), sink);
}

// The tree, with all comments but not where they stand.
inline std::string tree_of(const std::string& text) {
  source::SourceSet sources;
  diagnostics::Sink sink;
  ast::File file = parse::parse(sources.add("x.parley", text), sink);
  for (ast::Comment& comment : file.comments) {
    comment.place = ast::Comment::Place::above;
    while (!comment.text.empty() && (comment.text.back() == ' ' || comment.text.back() == '\t'))
      comment.text.pop_back();
  }
  return ast::print(file);
}

// False where the text has errors, so that there is nothing to format.
inline bool check_format_properties(const std::string& text) {
  std::optional<std::string> once = formatted(text);
  if (!once) return false;
  CHECK(tree_of(text) == tree_of(*once));
  std::optional<std::string> twice = formatted(*once);
  REQUIRE(twice.has_value());
  CHECK(*twice == *once);
  return true;
}

}  // namespace parley::support
