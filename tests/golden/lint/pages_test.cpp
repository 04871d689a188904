// Every page's failing example finds its code, and the repaired one does not.
#include <doctest/doctest.h>

#include <algorithm>

#include "compiler/diagnostics/fix.hpp"
#include "compiler/format/format.hpp"

#include "tests/support/checked.hpp"

using namespace parley;

namespace {

// What the compiler says of an example.
std::vector<diagnostics::Diagnostic> findings(std::string_view code, lint::Frame frame,
                                              std::string_view example, std::string& text, bool& errors) {
  if (frame == lint::Frame::schema) {
    source::SourceSet sources;
    diagnostics::Sink sink;
    schema::load(sources.add("shop.yaml", lint::framed(frame, example)), sink);
    text = diagnostics::render_text(sink.sorted(), sources, diagnostics::Colour::never);
    errors = sink.has_errors();
    std::vector<diagnostics::Diagnostic> found = sink.sorted();
    std::erase_if(found, [&](const auto& finding) { return finding.code != code; });
    return found;
  }
  support::Checked run(lint::framed(frame, example));
  errors = run.sink.has_errors();
  run.lint();
  const auto found = run.of(code);
  text = diagnostics::render_text(found, run.sources, diagnostics::Colour::never);
  return found;
}

// The text with all safe suggestions applied, until none is left; how many findings they took away.
std::string mended(std::string text, std::size_t& count) {
  for (int pass = 0; pass < 10; ++pass) {
    support::Checked run(text);
    run.lint();
    const auto fixed = diagnostics::fix(run.sources.file(run.file.source), run.sink.all());
    if (fixed.count == 0) return text;
    count += fixed.count;
    text = fixed.text;
  }
  FAIL("fixes make room for fixes for ever");
  return text;
}

std::string formatted(const std::string& text) {
  source::SourceSet sources;
  diagnostics::Sink sink;
  return format::format(sources.add("example.parley", text), sink).value_or("");
}

}  // namespace

TEST_CASE("the failing example of each page finds its code") {
  for (const std::string_view code : lint::paged_codes()) {
    CAPTURE(code);
    const lint::Page& page = *lint::find_page(code);
    if (page.frame == lint::Frame::told) continue;
    std::string text;
    bool errors = false;
    CHECK(!findings(code, page.frame, page.failing, text, errors).empty());
    support::check_golden("tests/golden/lint/" + std::string(code) + ".txt", text);
  }
}

TEST_CASE("the repaired example of each page has no errors and does not find its code") {
  for (const std::string_view code : lint::paged_codes()) {
    CAPTURE(code);
    const lint::Page& page = *lint::find_page(code);
    if (page.frame == lint::Frame::told) continue;
    std::string text;
    bool errors = false;
    const auto found = findings(code, page.frame, page.repaired, text, errors);
    CHECK_MESSAGE(!errors, text);
    CHECK_MESSAGE(found.empty(), text);
  }
}

TEST_CASE("safe fixes take their findings away, leave no fix behind, and keep the canonical form") {
  std::size_t tried = 0;
  for (const std::string_view code : lint::paged_codes()) {
    CAPTURE(code);
    const lint::Page& page = *lint::find_page(code);
    if (page.frame == lint::Frame::told || page.frame == lint::Frame::schema) continue;
    const std::string before = lint::framed(page.frame, page.failing);
    support::Checked run(before);
    run.lint();
    const auto found = run.of(code);
    if (std::ranges::none_of(found, [](const auto& f) { return f.suggestion && f.suggestion->safe; }))
      continue;
    ++tried;
    std::size_t count = 0;
    const std::string text = mended(before, count);
    CHECK(count > 0);
    support::check_golden("tests/golden/lint/" + std::string(code) + ".fixed", text);
    support::Checked again(text);
    again.lint();
    CHECK(again.of(code).size() < found.size());
    std::size_t more = 0;
    CHECK(mended(text, more) == text);
    CHECK(more == 0);
    if (formatted(before) == before) CHECK(formatted(text) == text);
  }
  CHECK(tried >= 4);
}

TEST_CASE("every code of the registry has a page") {
  for (const diagnostics::Code& code : diagnostics::codes) {
    CAPTURE(code.name);
    CHECK(lint::page(code.name).has_value());
  }
}

TEST_CASE("every code of the registry is shown by a golden file") {
  std::string all;
  for (const char* suffix : {".txt", ".tree", ".out"})
    for (const auto& path : support::files_below("tests/golden", suffix)) all += support::read_text(path);
  // What is no text, too long or too deep is shown by unit tests.
  const std::vector<std::string_view> elsewhere = {"P002", "P003", "P004"};
  for (const diagnostics::Code& code : diagnostics::codes) {
    CAPTURE(code.name);
    if (std::ranges::find(elsewhere, code.name) != elsewhere.end()) continue;
    CHECK(all.find("[" + std::string(code.name) + "]") != std::string::npos);
  }
}
