// Text to AST. Every syntax error of the file is reported in one run; what was broken is left out of the
// tree, so a tree is always given, and later phases may look at the rest. Pure: no state, any thread.
#pragma once

#include <string_view>

#include "compiler/ast/file.hpp"
#include "compiler/diagnostics/diagnostic.hpp"
#include "compiler/source/source.hpp"

namespace parley::parse {

// Brackets, blocks and operators nested deeper than this are refused (P004).
constexpr std::size_t depth_max = 200;

ast::File parse(const source::SourceFile& file, diagnostics::Sink& sink);

// The whole file is one expression, newlines are blanks. On an error (see the sink) the root is `invalid`.
ast::LoneExpression parse_expression(const source::SourceFile& file, diagnostics::Sink& sink);

}  // namespace parley::parse
