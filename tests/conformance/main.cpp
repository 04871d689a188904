// Tests over data that may be missing: then the rest still runs, and the exit code tells ctest to count the
// whole as skipped.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <iostream>

#include "tests/conformance/data.hpp"

int main(int argc, char** argv) {
  constexpr int skipped = 77;  // SKIP_RETURN_CODE of CMakeLists.txt
  int failed = doctest::Context(argc, argv).run();
  if (failed != 0 || parley::conformance::shared_folder()) return failed;
  std::cout << "skipped: ../shared/data/corpora/cel is missing\n";
  return skipped;
}
