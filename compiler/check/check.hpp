// From a syntax tree to its meaning: names, types, field states, failure, policies. Every mistake is a
// diagnostic; none is reported twice, and none because of another. Pure but for what the ports read; any
// thread.
#pragma once

#include <string>
#include <vector>

#include "compiler/ast/file.hpp"
#include "compiler/check/checked.hpp"
#include "compiler/diagnostics/diagnostic.hpp"
#include "compiler/resolve/ports.hpp"
#include "compiler/source/source.hpp"

namespace parley::check {

struct Surroundings {
  resolve::SchemaSource& schemas;
  resolve::ImportSource& imports;
  const source::SourceSet& sources;
  // Files of cases: their tests of this file's mappings are checked with its own ones, and the rest of them
  // is left alone.
  std::vector<const ast::File*> cases = {};
};

CheckedFile check(const ast::File& file, const Surroundings& surroundings, diagnostics::Sink& sink);

// A name that a lone expression may use, and what is known of its value.
struct Binder {
  std::string name;
  schema::Type type;
  bool may_be_none = false;
};

CheckedExpression check_expression(const ast::LoneExpression& expression,
                                   const std::vector<Binder>& environment, diagnostics::Sink& sink);

}  // namespace parley::check
