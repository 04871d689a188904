// From a mapping file to what runs: parse → check → lower → meaning. The one way through the compiler for
// commands and the engine. Needs nothing but its Files; any thread, one at a time per Compilation.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "compiler/ast/file.hpp"
#include "compiler/check/checked.hpp"
#include "compiler/diagnostics/diagnostic.hpp"
#include "compiler/driver/files.hpp"
#include "compiler/driver/surroundings.hpp"
#include "compiler/ir/ir.hpp"
#include "compiler/lint/lint.hpp"
#include "compiler/source/source.hpp"
#include "stdlib/abi/program.hpp"

namespace parley::driver {

// One mapping of a file, ready to run. The Compilation that holds it must outlive every use.
struct CompiledMapping {
  abi::Program program;  // with all hashes
  ir::Module module;
};

// Everything that is known of one file. Addresses are stable; it does not move.
struct Compilation {
  Compilation(Files& files, const std::string& path);
  Compilation(const Compilation&) = delete;
  Compilation& operator=(const Compilation&) = delete;

  source::SourceSet sources;
  diagnostics::Sink sink;
  Schemas schemas;
  Imports imports;
  ast::File file;
  std::deque<ast::File> cases;  // of the folder `cases` beside it, where they were asked for
  check::CheckedFile checked;
  std::deque<CompiledMapping> mappings;  // empty where the sink has errors

  const CompiledMapping* find(std::string_view mapping) const;
};

// Fails only where the file cannot be read; what is wrong in it stands in the sink.
enum class Cases : bool { no, yes };
core::Result<std::unique_ptr<Compilation>> compile(const std::string& path, Files& files,
                                                   Cases cases = Cases::no);

// Adds the findings of the lint rules to the sink. The mappings stay as they are: what only lint finds wrong
// still runs, where a command lets it. Answers what is known of the laws of two-way lines.
lint::Outcome lint(Compilation& compilation, const lint::Options& options = {});

// An expression without an environment, as `parley eval` takes it.
struct CompiledExpression {
  source::SourceSet sources;
  diagnostics::Sink sink;
  check::CheckedExpression checked;
  ir::Module module;  // without sides
  ir::Function function;
};
std::unique_ptr<CompiledExpression> compile_expression(const std::string& text);

}  // namespace parley::driver
