// Diagnostics as people and machines read them.
#pragma once

#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostic.hpp"

namespace parley::diagnostics {

enum class Colour { never, always };

// For people, several lines each:
//   error[P103]: `hubspot.contacts` has no field `emial`
//     --> contacts.parley:12:5
//      |
//   12 |     hs.emial <-> ns.email
//      |        ^^^^^
//      = why: …
//      = help: …
std::string render_text(const Diagnostic& diagnostic, const source::SourceSet& sources, Colour colour);
std::string render_text(const std::vector<Diagnostic>& all, const source::SourceSet& sources, Colour colour);

// For machines: one JSON array, one object a diagnostic: code, severity, message, file, line, column,
// end_line, end_column, begin, end (bytes), notes, why, help, suggestion (title, safe, edits).
std::string render_json(const std::vector<Diagnostic>& all, const source::SourceSet& sources);
// The objects alone, between commas, for an array over several sets of sources.
std::string render_json_items(const std::vector<Diagnostic>& all, const source::SourceSet& sources);

std::string_view severity_name(Severity severity);

}  // namespace parley::diagnostics
