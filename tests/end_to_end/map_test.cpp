// `parley map` as a process: pipes, large files, workers, and the end of all of them.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "tests/end_to_end/support/process.hpp"

using namespace parley::end_to_end;

namespace {

constexpr const char* mapping = R"(mapping leads {
  left  l = leads.leads
  right p = leads.people
  fields {
    l.id   -> p.id
    l.mail -> p.address via email else reject
  }
}
)";

constexpr const char* schema = R"(system: leads
objects:
  leads:
    id: id
    fields:
      id: {type: id}
      mail: {type: text}
  people:
    id: id
    fields:
      id: {type: id}
      address: {type: text}
)";

std::string line(int number) {
  std::string mail = number % 97 == 0 ? "nobody" : fmt::format("Lead{}@Example.com", number);
  return fmt::format("{{\"id\":\"{}\",\"mail\":\"{}\",\"note\":\"{}\"}}\n", number, mail,
                     std::string(60, 'x'));
}

struct World {
  World() {
    REQUIRE(run({.words = {"mkdir", "schemas"}, .folder = scratch.path()}).code == 0);
    scratch.write("schemas/leads.yaml", schema);
    scratch.write("m.parley", mapping);
  }
  std::string input(int records) const {
    std::string text;
    for (int i = 1; i <= records; ++i) text += line(i);
    return scratch.write("in.ndjson", text);
  }
  Finished shell(const std::string& command) const {
    return run({.words = {"sh", "-c", command},
                .folder = scratch.path(),
                .environment = {{"PARLEY", parley_binary()}}});
  }
  Scratch scratch;
};

}  // namespace

TEST_SUITE("map") {
  TEST_CASE("workers, packed input and an output file change nothing") {
    World world;
    world.input(40'000);
    Finished one = world.shell("$PARLEY map m.parley --engine compiled < in.ndjson");
    CHECK(one.code == 1);
    CHECK(std::ranges::count(one.out, '\n') == 40'000 - 40'000 / 97);
    for (const char* command :
         {"$PARLEY map m.parley --engine compiled -j 2 in.ndjson",
          "$PARLEY map m.parley --engine compiled -j 4 < in.ndjson",
          "cat in.ndjson | $PARLEY map m.parley -j 2 -", "gzip -1 -c in.ndjson | $PARLEY map m.parley -j 2",
          "mkfifo pipe; cat in.ndjson > pipe & $PARLEY map m.parley -j 2 pipe",
          "gzip -1 -c in.ndjson > in.gz; $PARLEY map m.parley in.gz -o out; "
          "code=$?; cat out; exit $code"}) {
      CAPTURE(command);
      Finished other = world.shell(command);
      CHECK(other.code == 1);
      CHECK((other.out == one.out));
      CHECK((other.error == one.error));
    }
  }

  TEST_CASE("lines come out while a slow producer makes the next ones") {
    World world;
    world.scratch.write("first.ndjson", line(1));
    for (const char* workers : {"1", "2"}) {
      Process mapping_process(
          {.words = {"sh", "-c",
                     fmt::format("(cat first.ndjson; sleep 30) | $PARLEY map m.parley -j {} -o "
                                 "slow.out{}",
                                 workers, workers)},
           .folder = world.scratch.path(),
           .environment = {{"PARLEY", parley_binary()}}});
      std::string out;
      for (int i = 0; i < 100 && out.empty(); ++i) {
        sleep_for(0.1);
        out = read_file(world.scratch.path() + "/slow.out" + workers);
      }
      CHECK(out == "{\"id\":\"1\",\"address\":\"lead1@example.com\"}\n");
      CHECK(mapping_process.running());
    }
  }

  TEST_CASE("a reader that goes away ends it without a word") {
    World world;
    world.input(40'000);
    for (const char* workers : {"1", "3"}) {
      // Endless input: only the broken pipe ends it.
      Finished finished = world.shell(fmt::format(
          "(while cat in.ndjson; do :; done) 2> /dev/null | $PARLEY map m.parley -j {} 2> said | head -2; "
          "grep -v '^{{\"line\"' said > other; cat other >&2; exit 0",
          workers));
      CHECK_FALSE(finished.timed_out);
      CHECK(std::ranges::count(finished.out, '\n') == 2);
      CHECK(finished.error.empty());
    }
  }

  TEST_CASE("a full disk is exit code 6, with several workers, too") {
    World world;
    world.input(40'000);
    for (const char* command : {"$PARLEY map m.parley -j 3 in.ndjson > /dev/full",
                                "$PARLEY map m.parley -j 3 in.ndjson -o /dev/full"}) {
      Finished finished = world.shell(command);
      CHECK(finished.code == 6);
      CHECK(finished.error.find("No space left on device") != std::string::npos);
    }
  }

  TEST_CASE("an input that cannot be read is exit code 6") {
    World world;
    Finished finished = world.shell("$PARLEY map m.parley < .");
    CHECK(finished.code == 6);
    CHECK(finished.error.find("cannot read the input: Is a directory") != std::string::npos);
  }

  TEST_CASE("it ends well while code is still being made") {
    World world;
    world.input(13'000);  // somewhat more than the first window
    for (int i = 0; i < 5; ++i) {
      Finished finished = world.shell(
          "$PARLEY map m.parley --no-cache in.ndjson -j 2 > out; code=$?; wc -l < out; exit $code");
      CHECK(finished.code == 1);
      CHECK(finished.out == fmt::format("{}\n", 13'000 - 13'000 / 97));
    }
  }
}
