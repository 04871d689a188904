// Diagnostics on a Console, as every command that compiles prints them.
#pragma once

#include <memory>
#include <string>

#include "compiler/driver/compile.hpp"
#include "engine/cli/command.hpp"

namespace parley::cli {

inline constexpr const char* formats[] = {"text", "json"};

// "--format text|json"
Option format_option();

// To standard output as JSON, else to standard error as text.
void print_findings(const diagnostics::Sink& sink, const source::SourceSet& sources,
                    const Arguments& arguments, Console& console);

// Compiles a mapping file for a command that needs it right. On errors they are printed and the result is
// null, with `code` set.
std::unique_ptr<driver::Compilation> compile_or_report(const std::string& path, driver::Files& files,
                                                       const Arguments& arguments, Console& console,
                                                       Exit& code, driver::Cases cases = driver::Cases::no);

// The mapping that the command is about: named by --mapping, or the file's only one. Null: reported.
const driver::CompiledMapping* choose_mapping(const driver::Compilation& compilation,
                                              const Arguments& arguments, Console& console);
Option mapping_option();

}  // namespace parley::cli
