// Where a schema declares a field: the place that a finding about the field points to.
#pragma once

#include <optional>

#include "compiler/diagnostics/diagnostic.hpp"
#include "compiler/source/source.hpp"
#include "stdlib/schema/schema.hpp"

namespace parley::resolve {

// "`email` is declared here", with the line of the schema; nothing where the schema is not among the sources.
std::optional<diagnostics::Note> declaration(const source::SourceSet& sources, const schema::Object& object,
                                             const schema::Field& field);

}  // namespace parley::resolve
