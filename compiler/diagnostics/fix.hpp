// Safe suggestions, applied to a text. What is taken out whole takes its lines with it, and the comment above
// it; the rest of the text keeps its form.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostic.hpp"

namespace parley::diagnostics {

struct Fixed {
  std::string text;
  std::size_t count = 0;  // findings whose suggestions were applied
};

// Applies every safe suggestion whose edits lie in the file; of two that overlap the first.
Fixed fix(const source::SourceFile& file, const std::vector<Diagnostic>& findings);

}  // namespace parley::diagnostics
