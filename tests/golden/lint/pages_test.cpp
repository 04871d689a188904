// Every page's failing example finds its code, and the repaired one does not.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/support/checked.hpp"

using namespace parley;

namespace {

// The text with the edits made.
std::string repaired(const support::Checked& run, std::vector<diagnostics::Edit> edits) {
  std::string text(run.sources.file(run.file.source).text());
  std::ranges::sort(edits, [](const auto& a, const auto& b) { return a.span.begin > b.span.begin; });
  for (const auto& edit : edits) text.replace(edit.span.begin, edit.span.size(), edit.text);
  return text;
}

}  // namespace

TEST_CASE("the failing example of each page finds its code") {
  for (const std::string_view code : lint::paged_codes()) {
    CAPTURE(code);
    const lint::Page& page = *lint::find_page(code);
    support::Checked run(lint::framed(page.frame, page.failing));
    run.lint();
    const auto found = run.of(code);
    CHECK(!found.empty());
    const std::string text = diagnostics::render_text(found, run.sources, diagnostics::Colour::never);
    support::check_golden("tests/golden/lint/" + std::string(code) + ".txt", text);
  }
}

TEST_CASE("the repaired example of each page has no errors and does not find its code") {
  for (const std::string_view code : lint::paged_codes()) {
    CAPTURE(code);
    const lint::Page& page = *lint::find_page(code);
    support::Checked run(lint::framed(page.frame, page.repaired));
    CHECK_MESSAGE(!run.sink.has_errors(), run.text());
    run.lint();
    CHECK_MESSAGE(run.of(code).empty(), run.text());
  }
}

TEST_CASE("a suggested edit takes its finding away") {
  std::size_t tried = 0;
  for (const std::string_view code : lint::paged_codes()) {
    CAPTURE(code);
    const lint::Page& page = *lint::find_page(code);
    support::Checked run(lint::framed(page.frame, page.failing));
    run.lint();
    for (const auto& finding : run.of(code)) {
      if (!finding.suggestion) continue;
      ++tried;
      const std::string text = repaired(run, finding.suggestion->edits);
      CAPTURE(text);
      support::Checked again(text);
      again.lint();
      CHECK(again.of(code).size() < run.of(code).size());
    }
  }
  CHECK(tried >= 4);
}

TEST_CASE("every code of the registry has a page, but for those of the grammar") {
  for (const diagnostics::Code& code : diagnostics::codes) {
    CAPTURE(code.name);
    if (code.name < "P100") continue;
    CHECK(lint::page(code.name).has_value());
  }
}

TEST_CASE("every code of the registry is shown by a golden file") {
  std::string all;
  for (const char* suffix : {".txt", ".tree", ".out"})
    for (const auto& path : support::files_below("tests/golden", suffix)) all += support::read_text(path);
  // What is no text, too long or too deep, and schemas in YAML, are shown by unit tests.
  const std::vector<std::string_view> elsewhere = {"P002", "P003", "P004", "P020", "P021"};
  for (const diagnostics::Code& code : diagnostics::codes) {
    CAPTURE(code.name);
    if (std::ranges::find(elsewhere, code.name) != elsewhere.end()) continue;
    CHECK(all.find("[" + std::string(code.name) + "]") != std::string::npos);
  }
}
