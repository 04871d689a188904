// `parley lint` and `parley test` over files of a folder of their own.
#include <doctest/doctest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "stdlib/value/json.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/memory_console.hpp"

namespace parley::cli {

namespace {

// An empty folder, entered until the end of the scope.
struct Folder {
  Folder() : before(std::filesystem::current_path()) {
    const std::string shop = support::read_text("tests/support/shop.yaml");
    path = std::filesystem::temp_directory_path() / ("parley_lint_" + std::to_string(::getpid()));
    std::filesystem::remove_all(path);
    std::filesystem::create_directories(path / "schemas");
    std::filesystem::current_path(path);
    write("schemas/shop.yaml", shop);
  }
  ~Folder() {
    std::filesystem::current_path(before);
    std::filesystem::remove_all(path);
  }
  static void write(const std::string& name, const std::string& text) {
    if (const auto parent = std::filesystem::path(name).parent_path(); !parent.empty())
      std::filesystem::create_directories(parent);
    std::ofstream(name) << text;
  }
  static std::string read(const std::string& name) {
    std::ifstream in(name);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::filesystem::path before;
  std::filesystem::path path;
};

std::string shop(const std::string& lines) {
  return "mapping orders {\n  left  o = shop.orders\n  right i = shop.invoices\n  fields {\n    o.number -> "
         "i.number\n" +
         lines + "  }\n}\n";
}

std::string contacts(bool forward, const std::string& line) {
  return std::string("mapping m {\n  left  ") +
         (forward ? "a = hubspot.contacts\n  right b = netsuite.customer"
                  : "a = netsuite.customer\n  right b = hubspot.contacts") +
         "\n  fields {\n    " + line + "\n  }\n}\n";
}

constexpr const char* project =
    "version: 1\nconnections:\n"
    "  hs: {system: hubspot, account: \"1\", auth: {token: env:T}}\n"
    "  ns: {system: netsuite, account: \"2\", auth: {tba: {consumer: env:A, consumer_secret: env:B, token: "
    "env:C, "
    "token_secret: env:D}}}\n";

}  // namespace

TEST_CASE("the shipped mapping is clean") {
  MemoryConsole console;
  CHECK(console.run({"lint", "mappings/hubspot_netsuite/contacts.parley"}) == Exit::done);
  CHECK(console.errors.empty());
  CHECK(console.written.starts_with("longest chain of writes: 1;"));
}

TEST_CASE("lint --fix writes what is mended, and a second time nothing") {
  const Folder folder;
  const std::string unused = "\n# Nobody needs it.\nlens old: int <-> int {\n  -> x + 1\n  <- x - 1\n}\n";
  Folder::write("a.parley", shop("") + unused);
  MemoryConsole console;
  CHECK(console.run({"lint", "a.parley"}) == Exit::findings);
  CHECK(Folder::read("a.parley") == shop("") + unused);
  MemoryConsole mending;
  CHECK(mending.run({"lint", "--fix", "a.parley"}) == Exit::done);
  CHECK(mending.written.starts_with("a.parley: 1 mended\n"));
  CHECK(Folder::read("a.parley") == shop(""));
  MemoryConsole again;
  CHECK(again.run({"lint", "--fix", "a.parley"}) == Exit::done);
  CHECK(again.written.find("mended") == std::string::npos);
}

TEST_CASE("findings of several files are one JSON array") {
  const Folder folder;
  Folder::write("a.parley", shop("    o.old -> i.memo\n"));
  Folder::write("b.parley", shop("    o.nothing -> i.memo\n"));
  Folder::write("c.parley", shop(""));
  MemoryConsole console;
  CHECK(console.run({"lint", "--format", "json", "a.parley", "b.parley", "c.parley"}) == Exit::findings);
  const auto json = value::parse_json(console.written);
  REQUIRE(json.has_value());
  REQUIRE(json->items().size() == 2);
  CHECK(console.written.find("P903") < console.written.find("P101"));
}

TEST_CASE("a circle of writes over the files of a project is found once") {
  const Folder folder;
  Folder::write("a.parley", contacts(true, "a.jobtitle -> b.title"));
  Folder::write("b.parley", contacts(false, "a.title -> b.jobtitle"));
  const auto lint = [](std::vector<const char*> words) {
    MemoryConsole console;
    words.insert(words.begin(), "lint");
    console.run(std::move(words));
    std::size_t found = 0;
    for (std::size_t at = 0; (at = console.errors.find("P207", at)) != std::string::npos; ++at) ++found;
    return found;
  };
  CHECK(lint({"a.parley"}) == 0);
  CHECK(lint({"a.parley", "b.parley"}) == 1);
  const std::string syncs =
      "syncs:\n  a: {mapping: a.parley, left: hs, right: ns}\n  b: {mapping: b.parley, left: ns, right: "
      "hs}\n";
  Folder::write("parley.yaml", project + syncs);
  CHECK(lint({"a.parley"}) == 1);
  CHECK(lint({"a.parley", "b.parley"}) == 1);
  Folder::write(
      "parley.yaml",
      std::string(project) + "  other: {system: hubspot, account: \"3\", auth: {token: env:T}}\n" + syncs);
  CHECK(lint({"a.parley"}) == 0);
}

TEST_CASE("lint --laws says what decided, and searches where nothing did") {
  const Folder folder;
  Folder::write(
      "a.parley",
      shop("    o.count <-> i.count via seven else keep\n    o.note <-> i.memo via low else keep\n") +
          "\nlens seven: int <-> int {\n  -> x + 3 + 4\n  <- x - 7\n}\n"
          "\nlens low: text <-> text {\n  -> lower(x)\n  <- x\n}\n");
  MemoryConsole console;
  CHECK(console.run({"lint", "a.parley"}) == Exit::findings);
  CHECK(console.errors.find("P208") != std::string::npos);
  CHECK(console.errors.find("P201") == std::string::npos);
  MemoryConsole laws;
  CHECK(laws.run({"lint", "--laws", "a.parley"}) == Exit::findings);
  CHECK(laws.errors.find("P208") == std::string::npos);
  CHECK(laws.errors.find("P201") != std::string::npos);
  CHECK(laws.written.find("seed 1") != std::string::npos);
  CHECK(laws.written.find("unknown, refuted: \"") != std::string::npos);
}

TEST_CASE("cases beside a mapping run, those of other mappings are named, and what none reaches is listed") {
  const Folder folder;
  Folder::write("a.parley", shop("    o.note -> i.memo else keep\n"));
  Folder::write("cases/one.parley",
                "test \"a number goes over\" in orders {\n  given o { number: \"7\" }\n"
                "  expect create i { number: \"7\" }\n}\n\n"
                "test \"of another file\" in others {\n  given x { number: \"7\" }\n  expect no writes\n}\n");
  MemoryConsole console;
  CHECK(console.run({"test", "--coverage", "a.parley"}) == Exit::done);
  CHECK(console.written ==
        "ok   cases/one.parley:1 a number goes over\n"
        "skip cases/one.parley:6 of another file: its mapping is in none of these files\n"
        "1 tests, 0 failed\n"
        "reached: 1 of 2 arrows, 0 of 0 rows of tables\n"
        "  not a.parley:6 o.note -> i.memo: towards i\n");
  MemoryConsole json;
  CHECK(json.run({"test", "--coverage", "--format", "json", "a.parley"}) == Exit::done);
  CHECK(value::parse_json(json.written).has_value());
  Folder::write(
      "cases/one.parley",
      "test \"a number goes over\" in orders {\n  given o { number: \"7\" }\n  expect no writes\n}\n");
  MemoryConsole failing;
  CHECK(failing.run({"test", "a.parley"}) == Exit::findings);
}

}  // namespace parley::cli
