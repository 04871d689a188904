// Every .parley file beside this one, as `fmt` writes it; and what must hold of every file.
#include "compiler/format/format.hpp"

#include <doctest/doctest.h>

#include "compiler/diagnostics/render.hpp"
#include "tests/golden/format/properties.hpp"
#include "tests/support/golden.hpp"

using namespace parley;

TEST_CASE("files as the formatter writes them") {
  auto files = support::files_below("tests/golden/format", ".parley");
  REQUIRE(files.size() >= 3);
  for (const auto& path : files) {
    CAPTURE(path.string());
    const std::string text = support::read_text(path);
    std::optional<std::string> written = support::formatted(text);
    REQUIRE(written.has_value());
    support::check_golden(std::filesystem::path(path).replace_extension(".formatted"), *written);
    support::check_format_properties(text);
  }
}

TEST_CASE("the shipped mappings and the parser's examples keep the properties") {
  auto files = support::files_below("tests/golden/parse", ".parley");
  for (const auto& path : support::files_below("mappings", ".parley")) files.push_back(path);
  std::size_t formatted = 0;
  for (const auto& path : files) {
    CAPTURE(path.string());
    if (support::check_format_properties(support::read_text(path))) ++formatted;
  }
  CHECK(formatted >= 2);
}

TEST_CASE("a file with errors is not formatted, and says why") {
  source::SourceSet sources;
  diagnostics::Sink sink;
  CHECK_FALSE(format::format(sources.add("x", "mapping a {"), sink).has_value());
  CHECK(sink.has_errors());
}

TEST_CASE("nothing stays nothing, comments alone stay") {
  CHECK(support::formatted("") == "");
  CHECK(support::formatted("\n\n  # a  \n\n\n#b") == "# a\n\n#b\n");
}
