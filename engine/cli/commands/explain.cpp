#include <fmt/format.h>

#include "compiler/diagnostics/codes.hpp"
#include "compiler/diagnostics/render.hpp"
#include "compiler/lint/lint.hpp"
#include "engine/cli/command.hpp"
#include "stdlib/core/text.hpp"
#include "stdlib/functions/registry.hpp"

namespace parley::cli {

namespace {

void list_codes(Console& console) {
  for (const diagnostics::Code& code : diagnostics::codes)
    console.out(
        fmt::format("{}  {:7}  {}\n", code.name, diagnostics::severity_name(code.severity), code.title));
}

// Name, area and summary of every library function; overloads once.
void list_functions(Console& console) {
  std::string_view before;
  for (const abi::Function& function : functions::all()) {
    if (function.name != before)
      console.out(fmt::format("{:16} {:10} {}\n", function.name, function.area, function.summary));
    before = function.name;
  }
}

constexpr std::size_t columns = 100;

// Breaks a paragraph at blanks.
std::string wrapped(std::string_view text) {
  std::string out;
  std::size_t column = 0;
  for (std::string_view word : core::split(text, ' ')) {
    if (column > 0 && column + 1 + word.size() > columns) {
      out += '\n';
      column = 0;
    }
    if (column > 0) out += ' ';
    out += word;
    column += word.size() + 1;
  }
  return out + '\n';
}

std::string indented(std::string_view code) {
  std::string out;
  for (std::string_view line : core::split(code, '\n'))
    out += line.empty() ? "\n" : fmt::format("  {}\n", line);
  return out;
}

void print_page(const lint::Page& page, Console& console) {
  console.out(fmt::format("\n{}{}\nFound in:\n{}\nRepaired:\n{}", wrapped(page.what), wrapped(page.why),
                          indented(page.failing), indented(page.repaired)));
}

Exit explain(const Arguments& arguments, Console& console) {
  if (arguments.has("--functions")) {
    list_functions(console);
    return Exit::done;
  }
  std::vector<std::string> asked = arguments.all("CODE");
  if (asked.empty()) {
    list_codes(console);
    return Exit::done;
  }
  std::string name = asked.front();
  if (name.starts_with('p')) name[0] = 'P';
  const diagnostics::Code* code = diagnostics::find_code(name);
  if (code == nullptr)
    return report({core::ErrorKind::usage, fmt::format("there is no diagnostic {}", asked.front()),
                   "`parley explain` lists all codes"},
                  console);
  console.out(
      fmt::format("{}: {} ({})\n", code->name, code->title, diagnostics::severity_name(code->severity)));
  if (const lint::Page* page = lint::find_page(name)) print_page(*page, console);
  return Exit::done;
}

}  // namespace

extern const Command explain_command;
const Command explain_command = {
    .name = "explain",
    .summary = "Say what a diagnostic's code means; without one, list all codes",
    .example = "parley explain P301",
    .positionals = {{"CODE", "the code of a diagnostic, such as P301", Count::optional}},
    .options = {{"--functions", "", "list the library's functions instead"}},
    .run = explain,
};

}  // namespace parley::cli
