// `parley map` as a command: its options, inputs and outputs.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/support/memory_console.hpp"

namespace parley::cli {

namespace {

constexpr const char* mapping = "mappings/hubspot_netsuite/contacts.parley";
constexpr const char* records = "mappings/hubspot_netsuite/contacts.ndjson";

std::string text_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// A folder that goes away with the test.
struct Folder {
  Folder() : path(std::filesystem::temp_directory_path() / fmt::format("parley-map-{}", getpid())) {
    std::filesystem::create_directories(path);
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string file(const char* name) const { return (path / name).string(); }
  std::string file(const char* name, const std::string& text) const {
    std::ofstream(file(name), std::ios::binary) << text;
    return file(name);
  }
  std::filesystem::path path;
};

std::string mapped() {
  MemoryConsole console;
  console.input = text_of(records);
  CHECK(console.run({"map", mapping}) == Exit::findings);
  return console.written;
}

// Both standard streams are terminals where it is asked for, and each look at the clock finds it a second
// later.
struct TerminalConsole : MemoryConsole {
  bool error_is_terminal() const override { return true; }
  core::Instant now() override {
    time = time + core::Duration::seconds(1);
    return time;
  }
  core::Instant time;
};

}  // namespace

TEST_CASE("files are mapped as standard input is, one after the other") {
  std::string once = mapped();
  CHECK(std::ranges::count(once, '\n') == 3);
  MemoryConsole console;
  CHECK(console.run({"map", mapping, records}) == Exit::findings);
  CHECK(console.written == once);
  CHECK(console.errors.starts_with("{\"line\":4,"));
  MemoryConsole several;
  several.input = text_of(records);
  CHECK(several.run({"map", "-j", "3", mapping, records, "-"}) == Exit::findings);
  CHECK(several.written == once + once);
  CHECK(several.errors.starts_with(fmt::format("{{\"file\":\"{}\",\"line\":4,", records)));
  CHECK(several.errors.find("{\"file\":\"the input\",\"line\":4,") != std::string::npos);
}

TEST_CASE("a last line without its end is a line, also where a file follows") {
  Folder folder;
  std::string line = R"({"id":"1","properties":{"email":"a@b.cd","lastname":"Lu"}})";
  std::string first = folder.file("a", line);
  std::string second = folder.file("b", line + "\n");
  MemoryConsole console;
  CHECK(console.run({"map", mapping, first.c_str(), second.c_str()}) == Exit::done);
  CHECK(std::ranges::count(console.written, '\n') == 2);
}

TEST_CASE("-o writes a file, and never the input") {
  Folder folder;
  std::string out = folder.file("out.ndjson");
  MemoryConsole console;
  CHECK(console.run({"map", mapping, records, "-o", out.c_str()}) == Exit::findings);
  CHECK(console.written.empty());
  CHECK(text_of(out) == mapped());
  std::string in = folder.file("in.ndjson", "{}\n");
  CHECK(console.run({"map", mapping, in.c_str(), "-o", in.c_str()}) == Exit::usage);
  CHECK(console.errors.find("would overwrite the input") != std::string::npos);
  CHECK(text_of(in) == "{}\n");
  std::string copy = folder.file("m.parley", text_of(mapping));
  CHECK(console.run({"map", copy.c_str(), records, "-o", copy.c_str()}) == Exit::usage);
  CHECK(console.errors.find("would overwrite the mapping") != std::string::npos);
  CHECK(text_of(copy) == text_of(mapping));
  std::string packed = folder.file("out.gz");
  CHECK(console.run({"map", mapping, records, "-o", packed.c_str()}) == Exit::usage);
  std::string nowhere = folder.file("no/such/folder");
  CHECK(console.run({"map", mapping, records, "-o", nowhere.c_str()}) == Exit::input);
}

TEST_CASE("an input that is not there is said before anything is mapped") {
  MemoryConsole console;
  CHECK(console.run({"map", mapping, records, "none.ndjson"}) == Exit::input);
  CHECK(console.written.empty());
  CHECK(console.errors.find("cannot read none.ndjson: No such file") != std::string::npos);
  CHECK(console.run({"map", mapping, "mappings"}) == Exit::input);
  CHECK(console.errors.find("cannot read mappings: it is a folder") != std::string::npos);
}

TEST_CASE("packed files are unpacked, and a cut one keeps what it gave") {
  Folder folder;
  std::string packed = folder.file("in.ndjson.gz");
  REQUIRE(std::system(fmt::format("gzip -c {} > {}", records, packed).c_str()) == 0);
  std::string once = mapped();
  MemoryConsole console;
  CHECK(console.run({"map", mapping, packed.c_str()}) == Exit::findings);
  CHECK(console.written == once);
  MemoryConsole piped;
  piped.input = text_of(packed);
  CHECK(piped.run({"map", mapping}) == Exit::findings);
  CHECK(piped.written == once);
  std::string bytes = text_of(packed);
  bytes.resize(bytes.size() - 4);
  std::string cut = folder.file("cut.gz", bytes);
  MemoryConsole broken;
  CHECK(broken.run({"map", mapping, cut.c_str()}) == Exit::input);
  CHECK(broken.written == once);
  CHECK(broken.errors.find("cut.gz ends in the middle of its packed bytes") != std::string::npos);
  std::string plain = folder.file("plain.zst", "{}\n");
  CHECK(broken.run({"map", mapping, plain.c_str()}) == Exit::input);
  CHECK(broken.errors.find("plain.zst is not packed by zstd, as its name says") != std::string::npos);
}

TEST_CASE("options that want a number refuse another word") {
  MemoryConsole console;
  CHECK(console.run({"map", mapping, "-j", "0"}) == Exit::usage);
  CHECK(console.run({"map", mapping, "-j", "many"}) == Exit::usage);
  CHECK(console.run({"map", mapping, "-j", "65"}) == Exit::usage);
  CHECK(console.run({"map", mapping, "--verify", "-1"}) == Exit::usage);
  CHECK(console.run({"map", mapping, "--trace", "0"}) == Exit::usage);
}

TEST_CASE("counts say what became of the records, and by which engine") {
  MemoryConsole console;
  CHECK(console.run({"map", mapping, records, "--stats", "--engine", "compiled", "--verify", "1"}) ==
        Exit::findings);
  auto has = [&](const char* words) { return console.errors.find(words) != std::string::npos; };
  CHECK(has("records 6, written 3, left out 2, skipped 0, rejected 1\n"));
  CHECK(has("by generated code 5, given up to the interpreter 1 (16.667 %)\n  for: rejected 1\n"));
  CHECK(has("by both engines 5, differences 0\n"));
  CHECK(has("windows 1, workers 1, swaps between engines 0, shapes of records "));
  CHECK(has(" bytes in "));
  CHECK(has(" MB/s\n"));
}

TEST_CASE("a file that is mapped shows its progress on a terminal, and nothing of it stays") {
  Folder folder;
  std::string out = folder.file("out");
  TerminalConsole console;
  CHECK(console.run({"map", mapping, records, "-o", out.c_str()}) == Exit::findings);
  CHECK(console.errors.find("\r\x1b[Kmappings/hubspot_netsuite/contacts.ndjson [#####") != std::string::npos);
  CHECK(console.errors.find("] 100 % 6 records, ") != std::string::npos);
  CHECK(console.errors.ends_with("MB/s\r\x1b[K"));
  TerminalConsole piped;
  piped.input = text_of(records);
  CHECK(piped.run({"map", mapping}) == Exit::findings);
  CHECK(piped.errors.find('\r') == std::string::npos);
  MemoryConsole elsewhere;
  CHECK(elsewhere.run({"map", mapping, records}) == Exit::findings);
  CHECK(elsewhere.errors.find('\r') == std::string::npos);
}

}  // namespace parley::cli
