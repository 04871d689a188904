#include "stdlib/functions/reference.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "stdlib/functions/registry.hpp"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::functions;

TEST_CASE("the page of functions is what the descriptors say") {
  const char* path = "docs/language/functions.md";
  if (std::getenv("PARLEY_UPDATE_GOLDENS") != nullptr) std::ofstream(path) << reference_page();
  std::ostringstream stored;
  stored << std::ifstream(path).rdbuf();
  bool same = stored.str() == reference_page();
  CHECK_MESSAGE(same, path, " is stale: run this test with PARLEY_UPDATE_GOLDENS=1 and read the difference");
}

TEST_CASE("the page holds every function") {
  std::string page = reference_page();
  for (const abi::Function& function : all()) {
    std::string heading = "### " + std::string(function.name) + "\n";
    CHECK_MESSAGE(page.find(heading) != std::string::npos, function.name);
    CHECK(page.find(heading) == page.rfind(heading));
  }
  CHECK(reference_of("trim").starts_with("### trim\n"));
  CHECK(reference_of("nothing").empty());
}
