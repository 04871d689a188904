#include "engine/cli/findings.hpp"

#include <fmt/format.h>

#include "compiler/diagnostics/render.hpp"

namespace parley::cli {

Option format_option() {
  return {"--format", "FORMAT", "how findings are printed: text or json", false, {"text", "json"}};
}

Option mapping_option() {
  return {"--mapping", "NAME", "which mapping of the file, where it has several"};
}

void print_findings(const diagnostics::Sink& sink, const source::SourceSet& sources,
                    const Arguments& arguments, Console& console) {
  if (arguments.value("--format") == "json") {
    console.out(diagnostics::render_json(sink.sorted(), sources));
    return;
  }
  auto colour = console.error_is_terminal() ? diagnostics::Colour::always : diagnostics::Colour::never;
  console.error(diagnostics::render_text(sink.sorted(), sources, colour));
}

std::unique_ptr<driver::Compilation> compile_or_report(const std::string& path, driver::Files& files,
                                                       const Arguments& arguments, Console& console,
                                                       Exit& code, driver::Cases cases) {
  auto compilation = driver::compile(path, files, cases);
  if (!compilation) {
    code = report(compilation.error(), console);
    return nullptr;
  }
  if (!(*compilation)->sink.has_errors()) return std::move(*compilation);
  print_findings((*compilation)->sink, (*compilation)->sources, arguments, console);
  code = Exit::input;
  return nullptr;
}

const driver::CompiledMapping* choose_mapping(const driver::Compilation& compilation,
                                              const Arguments& arguments, Console& console) {
  std::string names;
  for (const auto& m : compilation.mappings) names += (names.empty() ? "" : ", ") + m.program.mapping;
  if (arguments.has("--mapping")) {
    const auto* found = compilation.find(arguments.value("--mapping"));
    if (found == nullptr)
      report({core::ErrorKind::input, fmt::format("the file has no mapping {}", arguments.value("--mapping")),
              "It has: " + names},
             console);
    return found;
  }
  if (compilation.mappings.size() == 1) return &compilation.mappings.front();
  if (compilation.mappings.empty())
    report({core::ErrorKind::input, "the file has no mapping"}, console);
  else
    report(
        {core::ErrorKind::input, "the file has several mappings: " + names, "Choose one by --mapping NAME"},
        console);
  return nullptr;
}

}  // namespace parley::cli
