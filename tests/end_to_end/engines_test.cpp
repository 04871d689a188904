// `plan` and `sync` by generated code: it is kept between starts, and --verify has both engines read.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <map>

#include "tests/end_to_end/support/sandbox.hpp"

using namespace parley::end_to_end;
namespace fs = std::filesystem;

namespace {

struct World {
  World() { write_project(scratch, sandbox); }

  Finished parley(std::vector<std::string> words, const std::string& cache = "cache") const {
    Start start = parley_start(scratch, sandbox, std::move(words));
    start.environment["PARLEY_CACHE_DIR"] = scratch.path() + "/" + cache;
    return run(start, 120);
  }
  // Kept files by name, with their inodes: a file that is written again has another one.
  std::map<std::string, std::string> kept(const std::string& cache = "cache") const {
    std::map<std::string, std::string> files;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(scratch.path() + "/" + cache, none))
      files[entry.path().filename().string()] =
          run({.words = {"stat", "-c", "%i %w", entry.path().string()}, .folder = "."}).out;
    return files;
  }

  Scratch scratch;
  Sandbox sandbox{scratch, {"--generate", "40", "--burst", "0", "--searches", "0"}};
};

}  // namespace

TEST_SUITE("engines") {
  TEST_CASE("a second start finds the code of the first, unless it is told not to") {
    const World world;
    CHECK(world.parley({"plan", "--no-cache"}).code == 0);
    CHECK(world.kept().empty());
    CHECK(world.parley({"plan", "--engine", "compiled"}).code == 0);
    const auto kept = world.kept();
    CHECK(kept.size() == 1);
    const Finished sync = world.parley({"sync", "--accept"});
    CHECK_MESSAGE(sync.code == 0, sync.error);
    CHECK(world.kept() == kept);
    CHECK(world.parley({"sync", "--engine", "interpret"}, "other").code == 0);
    CHECK(world.kept("other").empty());
  }

  // The code of another mapping takes the place of its own, as a wrong compiler might have made it.
  TEST_CASE("engines that differ end generated code and the run with exit code 1") {
    const World world;
    const std::string mapping = read_file(world.scratch.path() + "/contacts.parley");
    CHECK(world.parley({"plan"}).code == 0);
    const std::string folder = world.scratch.path() + "/cache/";
    const std::string other = world.kept().begin()->first;
    std::string code = read_file(folder + other);
    const std::string scope = "scope ns: !ns.isInactive";
    world.scratch.write("contacts.parley", std::string(mapping).replace(mapping.find(scope), scope.size(),
                                                                        "scope ns: ns.isInactive"));
    CHECK(world.parley({"plan"}).code == 0);
    for (const auto& [name, inode] : world.kept()) {
      if (name == other) continue;
      const std::string key = name.substr(0, name.find('.'));
      world.scratch.write("cache/" + name,
                          code.replace(code.find(other.substr(0, key.size())), key.size(), key));
    }
    const Finished differs = world.parley({"plan", "--verify", "1", "--format", "json"});
    CHECK(differs.code == 1);
    CHECK_MESSAGE(differs.error.find("not used any more after a difference") != std::string::npos,
                  differs.error);
    CHECK(differs.out.find("\"engines_differ\":true") != std::string::npos);
    CHECK(world.parley({"plan", "--verify", "1", "--no-cache"}).code == 0);
  }

  TEST_CASE("a folder that others may enter is named, and not used") {
    const World world;
    fs::create_directory(world.scratch.path() + "/open");
    fs::permissions(world.scratch.path() + "/open", fs::perms(0755));
    const Finished plan = world.parley({"plan"}, "open");
    CHECK(plan.code == 0);
    CHECK_MESSAGE(plan.error.find("/open: others may enter it") != std::string::npos, plan.error);
    CHECK(world.kept("open").empty());
    CHECK(world.parley({"plan", "--no-cache"}, "open").error.find("others may") == std::string::npos);
  }

  TEST_CASE("--verify says how many records both engines read") {
    const World world;
    const Finished none = world.parley({"plan", "--verify", "0"});
    CHECK(none.code == 3);
    CHECK(none.error.find("--verify wants a number of records, from 1") != std::string::npos);
    const Finished every = world.parley({"plan", "--verify", "1"});
    CHECK(every.code == 0);
    CHECK(every.error.find("difference") == std::string::npos);
    CHECK_MESSAGE(every.out.find("read by both engines: 80 records") != std::string::npos, every.out);
    const World another;
    const Finished usual = another.parley({"plan", "--format", "json"});
    CHECK(usual.out.find("\"by_both_engines\":1,") != std::string::npos);
    const Finished sync = world.parley({"sync", "--accept", "--full", "--verify", "10"});
    CHECK_MESSAGE(sync.code == 0, sync.error);
    CHECK(sync.out.find("read by both engines: ") != std::string::npos);
  }
}
