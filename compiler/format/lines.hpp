// Lines with an arrow: field rules and rows of tables. Lines that follow each other are written as columns.
//   hs.firstname    <-> ns.firstName
//   hs.full_name    <-  joinPresent([ns.firstName, ns.lastName], " ")
//   hs.phone        <-> ns.phone     via phone("US") else keep
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/format/layout.hpp"
#include "compiler/parse/syntax.hpp"

namespace parley::format {

// Lines of one run, each written with `indent` blanks before it (also on its further lines) and no newline at
// the end. The nodes are field rules or rows.
std::vector<std::string> arrow_lines(std::string_view text, const std::vector<const parse::Node*>& run,
                                     std::size_t indent);

// A clause or setting on one line where it fits.
Layout clause(std::string_view text, const parse::Node& node);

}  // namespace parley::format
