#include <fmt/format.h>

#include "compiler/diagnostics/codes.hpp"
#include "compiler/diagnostics/render.hpp"
#include "compiler/lint/lint.hpp"
#include "engine/cli/command.hpp"

namespace parley::cli {

namespace {

void list_codes(Console& console) {
  for (const diagnostics::Code& code : diagnostics::codes)
    console.out(
        fmt::format("{}  {:7}  {}\n", code.name, diagnostics::severity_name(code.severity), code.title));
}

Exit explain(const Arguments& arguments, Console& console) {
  std::vector<std::string> asked = arguments.all("CODE");
  if (asked.empty()) {
    list_codes(console);
    return Exit::done;
  }
  const diagnostics::Code* code = diagnostics::find_code(asked.front());
  if (code == nullptr)
    return report({core::ErrorKind::usage, fmt::format("there is no diagnostic {}", asked.front()),
                   "`parley explain` lists all codes"},
                  console);
  console.out(
      fmt::format("{}: {} ({})\n", code->name, code->title, diagnostics::severity_name(code->severity)));
  return Exit::done;
}

}  // namespace

extern const Command explain_command;
const Command explain_command = {
    .name = "explain",
    .summary = "Say what a diagnostic's code means; without one, list all codes",
    .example = "parley explain P301",
    .positionals = {{"CODE", "the code of a diagnostic, such as P301", Count::optional}},
    .options = {},
    .run = explain,
};

}  // namespace parley::cli
