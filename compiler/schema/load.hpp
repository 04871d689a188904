// Reads a system's objects from YAML: ours and a user's own are written in one format
// (docs/language/schemas.md).
//
//   system: shop
//   objects:
//     orders:
//       id: id                     # where the record's id stands
//       missing: null              # what a missing key means: null, or unknown (the default)
//       fields:
//         total:  {type: "decimal(12,2)", at: amounts.total, wire: text, create: required}
//         placed: {type: instant, wire: epoch_ms}
//         lines:  {type: list, of: {sku: "text(40, utf16)", quantity: int}}
//
// An object may say `under` and `wire` once for all its fields. Mistakes are diagnostics with their place;
// all of a file are reported.
#pragma once

#include <optional>

#include "compiler/diagnostics/diagnostic.hpp"
#include "compiler/source/source.hpp"
#include "stdlib/schema/schema.hpp"

namespace parley::schema {

// Nothing where the file is no schema at all; fields with mistakes are left out, the rest is there.
std::optional<System> load(const source::SourceFile& file, diagnostics::Sink& sink);

}  // namespace parley::schema
