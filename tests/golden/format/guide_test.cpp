// The examples of the language guide are correct files in canonical form.
#include <doctest/doctest.h>

#include "tests/golden/format/properties.hpp"
#include "tests/support/golden.hpp"

using namespace parley;

TEST_CASE("the guide's examples are read and are formatted") {
  const std::string guide = support::read_text("docs/language/guide.md");
  const std::string fence = "```parley\n";
  std::size_t examples = 0;
  for (std::size_t at = guide.find(fence); at != std::string::npos; at = guide.find(fence, at)) {
    at += fence.size();
    const std::string example = guide.substr(at, guide.find("```", at) - at);
    INFO(example);
    std::optional<std::string> written = support::formatted(example);
    REQUIRE(written.has_value());
    CHECK(*written == example);
    ++examples;
  }
  CHECK(examples >= 2);
}
