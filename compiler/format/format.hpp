// The canonical text of a mapping file: two blanks a level, aligned arrows and clauses, clauses in their
// order, at most 110 columns where the language allows a line to be broken, at most one blank line, every
// comment kept. Formatting twice gives the same text, and the tree of the text does not change.
#pragma once

#include <optional>
#include <string>

#include "compiler/diagnostics/diagnostic.hpp"
#include "compiler/source/source.hpp"

namespace parley::format {

constexpr std::size_t line_width_max = 110;

// Nothing where the file has errors; they are in the sink, with the warnings that every reading gives.
std::optional<std::string> format(const source::SourceFile& file, diagnostics::Sink& sink);

}  // namespace parley::format
