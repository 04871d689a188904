// What every part of the tree builder needs: the file, and where findings go.
#pragma once

#include <string>
#include <string_view>

#include "compiler/ast/expression.hpp"
#include "compiler/diagnostics/diagnostic.hpp"
#include "compiler/parse/syntax.hpp"
#include "compiler/source/source.hpp"

namespace parley::parse {

struct Context {
  const source::SourceFile& file;
  diagnostics::Sink& sink;

  source::Span span(const Node& node) const { return {file.id(), node.begin, node.end}; }
  std::string_view text(const Node& node) const { return file.text(span(node)); }
  // A name, a quoted name, or a text as a name: its value.
  ast::Name name(const Node& node) const;

  void report(std::string_view code, source::Span span, std::string message, std::string help = {}) const;
  // P008, with a note at the first one.
  void report_twice(std::string_view what, source::Span first, source::Span second) const;
  // P005
  void report_reserved(source::Span span, std::string_view what) const;
};

// The diagnostics of broken text.
void report_syntax_errors(const Context& context, const Syntax& syntax);

}  // namespace parley::parse
