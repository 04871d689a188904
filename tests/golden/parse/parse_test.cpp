// Every .parley file beside this one, as the findings and the tree that it makes.
#include <doctest/doctest.h>

#include "compiler/ast/print.hpp"
#include "compiler/diagnostics/render.hpp"
#include "compiler/parse/parse.hpp"
#include "tests/support/golden.hpp"

using namespace parley;

TEST_CASE("findings and trees of files") {
  auto files = support::files_below("tests/golden/parse", ".parley");
  REQUIRE(files.size() >= 6);
  for (const auto& path : files) {
    CAPTURE(path.string());
    source::SourceSet sources;
    diagnostics::Sink sink;
    ast::File file = parse::parse(sources.add(path.filename().string(), support::read_text(path)), sink);
    std::string actual = diagnostics::render_text(sink.sorted(), sources, diagnostics::Colour::never);
    support::check_golden(std::filesystem::path(path).replace_extension(".tree"), actual + ast::print(file));
  }
}
