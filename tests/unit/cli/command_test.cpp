#include "engine/cli/command.hpp"

#include <doctest/doctest.h>

#include "tests/support/memory_console.hpp"

namespace parley::cli {

TEST_CASE("a wrong call is exit code 3 and says what to try") {
  MemoryConsole console;
  CHECK(console.run({"nonsense"}) == Exit::usage);
  CHECK(console.run({}) == Exit::usage);
  CHECK(console.run({"explain", "--nonsense"}) == Exit::usage);
  CHECK(console.errors.find("parley --help") != std::string::npos);
  CHECK(console.written.empty());
}

TEST_CASE("an unknown command is named") {
  MemoryConsole console;
  CHECK(console.run({"nonsense"}) == Exit::usage);
  CHECK(console.errors.find("there is no command nonsense") != std::string::npos);
}

TEST_CASE("a second positional is not taken for the first") {
  MemoryConsole console;
  CHECK(console.run({"schema", "infer", "mappings/hubspot_netsuite/contacts.ndjson"}) == Exit::done);
  CHECK(console.written.find("system: contacts") != std::string::npos);
  CHECK(console.run({"show", "one.parley", "two.parley"}) == Exit::usage);
}

TEST_CASE("an option takes one value, and a repeated one takes one each time") {
  const char* file = "mappings/hubspot_netsuite/contacts.parley";
  MemoryConsole console;
  CHECK(console.run({"map", "--engine", "interpret", file}) == Exit::done);
  CHECK(console.run({"lint", "--without", "P204", file}) == Exit::done);
  CHECK(console.run({"lint", "--without", "P117", "--without", "P204", file}) == Exit::done);
  CHECK(console.run({"map", file, "--engine", "quick"}) == Exit::usage);
}

TEST_CASE("help names every command") {
  MemoryConsole console;
  CHECK(console.run({"--help"}) == Exit::done);
  for (const Command* command : command_table()) {
    CAPTURE(command->name);
    CHECK(console.written.find(command->name) != std::string::npos);
    CHECK(command->example.starts_with("parley " + command->name));
  }
}

TEST_CASE("explain prints the page of a code") {
  MemoryConsole console;
  CHECK(console.run({"explain", "p117"}) == Exit::done);
  CHECK(console.written.starts_with("P117: "));
  CHECK(console.written.find("Found in:\n      7 / 2 -> ns.reminderDays") != std::string::npos);
  CHECK(console.written.find("Repaired:") != std::string::npos);
}

TEST_CASE("schema refuses what it does not know") {
  MemoryConsole console;
  CHECK(console.run({"schema", "infr", "x.ndjson"}) == Exit::usage);
  CHECK(console.run({"schema", "show", "hubspot.contact"}) == Exit::input);
  CHECK(console.written.empty());
}

TEST_CASE("explain knows a code and refuses another") {
  MemoryConsole console;
  CHECK(console.run({"explain", "P001"}) == Exit::done);
  CHECK(console.written.starts_with("P001: "));
  CHECK(console.run({"explain", "P000"}) == Exit::usage);
}

}  // namespace parley::cli
