#include "compiler/diagnostics/render.hpp"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::diagnostics;

TEST_CASE("positions count lines and code points from 1") {
  source::SourceSet sources;
  const source::SourceFile& file = sources.add("a.parley", "ä x\r\nzwei\n");
  CHECK(file.position(0) == source::Position{1, 1});
  CHECK(file.position(3) == source::Position{1, 3});
  CHECK(file.position(6) == source::Position{2, 1});
  CHECK(file.position(1'000) == source::Position{3, 1});
  CHECK(file.line(1) == "ä x");
  CHECK(file.line(3) == "");
}

TEST_CASE("a diagnostic as text marks the narrowest place") {
  source::SourceSet sources;
  const source::SourceFile& file = sources.add("contacts.parley", "fields {\n  hs.emial <-> ns.email\n}\n");
  Diagnostic finding = make("P011", {file.id(), 14, 19}, "`hs` has no field `emial`");
  finding.why = "The schema does not list it.";
  finding.help = "Write `email`.";
  finding.notes.push_back({{file.id(), 0, 6}, "in this block"});
  CHECK(render_text(finding, sources, Colour::never) ==
        "error[P011]: `hs` has no field `emial`\n"
        " --> contacts.parley:2:6\n"
        "  |\n"
        "2 |   hs.emial <-> ns.email\n"
        "  |      ^^^^^\n"
        "  note: in this block\n"
        " --> contacts.parley:1:1\n"
        "  |\n"
        "1 | fields {\n"
        "  | ^^^^^^\n"
        "  = why: The schema does not list it.\n"
        "  = help: Write `email`.\n");
  CHECK(render_text(finding, sources, Colour::always).starts_with("\x1b[1;31merror[P011]"));
}

TEST_CASE("a diagnostic as JSON carries its edit") {
  source::SourceSet sources;
  const source::SourceFile& file = sources.add("a.parley", "x \"y\"\n");
  Diagnostic finding = make("P009", {file.id(), 2, 5}, "\"quoted\"");
  finding.suggestion = Suggestion{"drop it", {{{file.id(), 2, 5}, ""}}};
  CHECK(
      render_json({finding}, sources) ==
      R"([{"code":"P009","severity":"warning","message":"\"quoted\"","file":"a.parley","line":1,"column":3,)"
      R"("end_line":1,"end_column":6,"begin":2,"end":5,"suggestion":{"title":"drop it","safe":false,"edits":[)"
      R"({"file":"a.parley","line":1,"column":3,"end_line":1,"end_column":6,"begin":2,"end":5,"text":""}]}}])"
      "\n");
}

TEST_CASE("spans at the end of the text and on empty lines are rendered") {
  source::SourceSet sources;
  const source::SourceFile& file = sources.add("a.parley", "x\n");
  CHECK(render_text(make("P001", {file.id(), 2, 2}, "m"), sources, Colour::never).find("2 | \n  | ^") !=
        std::string::npos);
}

TEST_CASE("a sink keeps a bounded number and counts all") {
  Sink sink;
  for (std::size_t n = 0; n < diagnostics_max + 5; ++n) sink.add(make("P001", {}, "m"));
  CHECK(sink.all().size() == diagnostics_max);
  CHECK(sink.error_count() == diagnostics_max + 5);
  CHECK(sink.dropped_count() == 5);
}

TEST_CASE("codes are listed in order and once") {
  for (std::size_t n = 1; n < codes.size(); ++n) CHECK(codes[n - 1].name < codes[n].name);
}
