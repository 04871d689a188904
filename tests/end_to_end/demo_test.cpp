// `make demo` as a stranger runs it, twice.
#include <doctest/doctest.h>

#include <filesystem>

#include "tests/end_to_end/support/process.hpp"

using namespace parley::end_to_end;

namespace {

// Processes whose command line names `word`: the sandbox is told its folder.
int processes_naming(const std::string& word) {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    if (read_file(entry.path().string() + "/cmdline").find(word) != std::string::npos) ++count;
  }
  return count;
}

void run_demo(const std::string& folder) {
  const Finished demo = run({.words = {"./mappings/hubspot_netsuite/demo"},
                             .folder = ".",
                             .environment = {{"PARLEY", parley_binary()}, {"PARLEY_DEMO", folder}}},
                            120);
  REQUIRE_MESSAGE(demo.code == 0, (demo.out + demo.error));
  CHECK(demo.out.find("The sandboxes counted 0 writes.") != std::string::npos);
  CHECK(demo.out.find("conflict prefer left]") != std::string::npos);
  CHECK(demo.out.find("is now Chief Buyer in NetSuite") != std::string::npos);
  CHECK(read_file(folder + "/second.txt").find("  writes:  0 ") != std::string::npos);
  CHECK(read_file(folder + "/third.txt").find("  writes:  3 ") != std::string::npos);
  CHECK(processes_naming(folder) == 0);
}

}  // namespace

TEST_SUITE("demo") {
  TEST_CASE("the demo works, works again, and leaves no process") {
    const Scratch scratch;
    const std::string folder = scratch.path() + "/project";
    run_demo(folder);
    run_demo(folder);
  }
}
