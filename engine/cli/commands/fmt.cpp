#include <fmt/format.h>

#include "compiler/format/format.hpp"
#include "engine/cli/disk_files.hpp"
#include "engine/cli/findings.hpp"

namespace parley::cli {

namespace {

// The canonical text of one file; on an error it is printed and nothing is given.
std::optional<std::string> formatted(const std::string& path, const std::string& text,
                                     const Arguments& arguments, Console& console) {
  source::SourceSet sources;
  diagnostics::Sink sink;
  auto result = format::format(sources.add(path, text), sink);
  if (!result) print_findings(sink, sources, arguments, console);
  return result;
}

Exit fmt_files(const Arguments& arguments, Console& console) {
  DiskFiles files;
  Exit code = Exit::done;
  for (const std::string& path : arguments.all("FILE")) {
    auto text = files.read(path);
    if (!text) return report(text.error(), console);
    auto canonical = formatted(path, *text, arguments, console);
    if (!canonical) {
      code = Exit::input;
      continue;
    }
    if (*canonical == *text) continue;
    if (arguments.has("--check")) {
      console.out(path + "\n");
      if (code == Exit::done) code = Exit::findings;
    } else if (auto written = write_file(path, *canonical); !written) {
      return report(written.error(), console);
    }
  }
  return code;
}

}  // namespace

extern const Command fmt_command;
const Command fmt_command = {
    .name = "fmt",
    .summary = "Write mapping files in their one canonical form",
    .example = "parley fmt --check contacts.parley",
    .positionals = {{"FILE", "mapping files", Count::at_least_one}},
    .options = {{"--check", "",
                 "write nothing; name the files that would change, exit code 1 if there are any"},
                format_option()},
    .run = fmt_files,
};

}  // namespace parley::cli
