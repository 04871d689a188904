#include <fmt/format.h>

#include "engine/cli/disk_files.hpp"
#include "engine/cli/findings.hpp"

namespace parley::cli {

namespace {

Exit lint(const Arguments& arguments, Console& console) {
  DiskFiles files;
  bool found = false;
  for (const std::string& path : arguments.all("FILE")) {
    auto compilation = driver::compile(path, files);
    if (!compilation) return report(compilation.error(), console);
    driver::Compilation& c = **compilation;
    driver::lint(c, arguments.values("--without"));
    print_findings(c.sink, c.sources, arguments, console);
    found = found || !c.sink.all().empty();
    if (c.sink.dropped_count() > 0)
      console.error(fmt::format("{} more findings in {} are not shown\n", c.sink.dropped_count(), path));
  }
  return found ? Exit::findings : Exit::done;
}

}  // namespace

extern const Command lint_command;
const Command lint_command = {
    .name = "lint",
    .summary = "Find the mistakes in mapping files",
    .example = "parley lint contacts.parley",
    .positionals = {{"FILE", "mapping files", Count::at_least_one}},
    .options = {{"--without", "CODE", "leave out the findings of one lint rule; may stand several times",
                 true},
                format_option()},
    .run = lint,
};

}  // namespace parley::cli
