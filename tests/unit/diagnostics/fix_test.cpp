// What a fix does to the text around it.
#include <doctest/doctest.h>

#include "compiler/diagnostics/fix.hpp"

using namespace parley;
using diagnostics::Diagnostic;

namespace {

Diagnostic deletion(const source::SourceFile& file, std::string_view what, bool safe = true) {
  const auto at = static_cast<std::uint32_t>(file.text().find(what));
  const source::Span span{file.id(), at, at + static_cast<std::uint32_t>(what.size())};
  Diagnostic made = diagnostics::make("P901", span, "unused");
  made.suggestion = diagnostics::Suggestion{"take it out", {{span, ""}}, safe};
  return made;
}

std::string without(const std::string& text, const std::vector<std::string>& what) {
  source::SourceSet sources;
  const source::SourceFile& file = sources.add("a.parley", text);
  std::vector<Diagnostic> findings;
  for (const std::string& each : what) findings.push_back(deletion(file, each));
  const diagnostics::Fixed fixed = diagnostics::fix(file, findings);
  CHECK(fixed.count == what.size());
  return fixed.text;
}

}  // namespace

TEST_CASE("what is taken out whole takes its lines, its comment and one blank line") {
  CHECK(without("a\n\n# of b\nb {\n}\n\nc\n", {"b {\n}"}) == "a\n\nc\n");
  CHECK(without("a\n\nb\n", {"b"}) == "a\n");
  CHECK(without("a\nb\nc\n", {"b"}) == "a\nc\n");
  CHECK(without("a\n\nb\n\nc\n\nd\n", {"b", "c"}) == "a\n\nd\n");
  CHECK(without("a\nb", {"b"}) == "a\n");
}

TEST_CASE("a comment at the top is about the file, and what stands beside stays") {
  CHECK(without("# the file\nb\n\nc\n", {"b"}) == "# the file\n\nc\n");
  CHECK(without("x ?? y -> z\n", {" ?? y"}) == "x -> z\n");
  CHECK(without("b # why\n", {"b"}) == " # why\n");
}

TEST_CASE("what is not safe, or overlaps, is left alone") {
  source::SourceSet sources;
  const source::SourceFile& file = sources.add("a.parley", "abc def\n");
  CHECK(diagnostics::fix(file, {deletion(file, "abc", false)}).count == 0);
  const auto fixed = diagnostics::fix(file, {deletion(file, "bc d"), deletion(file, "def")});
  CHECK(fixed.count == 1);
  CHECK(fixed.text == "aef\n");
}
