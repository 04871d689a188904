// The lint rules: run over a checked file, and explained.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/lint/rule.hpp"

namespace parley::lint {

// Every rule, by code.
const std::vector<Rule>& rules();

struct Options {
  std::vector<std::string> without = {};    // codes of rules to leave out
  std::optional<laws::Search> search = {};  // for laws that composition does not decide
  std::vector<laws::Edge> elsewhere = {};   // of the project's other files
};

// What is known besides the findings.
struct Outcome {
  std::vector<laws::Decided> decided;  // the law of every two-way line
  std::size_t longest_chain = 0;       // of writes
};

// Runs the rules.
Outcome run(const CheckedFile& checked, const source::SourceSet& sources, const Options& options,
            diagnostics::Sink& sink);

// The page of a code, of a lint rule or of the checker's own findings, as Markdown; nothing where there is no
// page.
const Page* find_page(std::string_view code);
std::optional<std::string> page(std::string_view code);

// Every code that has a page, in order.
std::vector<std::string_view> paged_codes();

// The table of rules: made at configure time from the files under rules/.
using Description = Rule (*)();
std::span<const Description> descriptions();

// The pages of what compiler/check reports.
struct CheckerPage {
  std::string_view code;
  Page page;
};
std::span<const CheckerPage> checker_pages();
// The pages of what compiler/parse and compiler/schema report.
std::span<const CheckerPage> syntax_pages();

}  // namespace parley::lint
