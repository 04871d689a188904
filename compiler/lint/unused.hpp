// What a file declares and no line of its mappings names in `via`.
#pragma once

#include "compiler/lint/rule.hpp"

namespace parley::lint {

struct Declaration {
  std::string name;
  Span span;       // of the name
  Span body_span;  // of the whole declaration
  bool imported = false;
};

// `kind` is "table" or "lens". Says nothing of a file without mappings: it is there to be imported.
void report_unused(const Subject& subject, std::string_view kind, const std::vector<Declaration>& declared,
                   Report& report);

}  // namespace parley::lint
