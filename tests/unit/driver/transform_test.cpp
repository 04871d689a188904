// The contact mapping of mappings/ over generated records: engines agree, and windows change nothing.
#include "compiler/driver/transform.hpp"

#include <doctest/doctest.h>

#include "stdlib/core/random.hpp"
#include "stdlib/core/text.hpp"
#include "stdlib/value/json.hpp"
#include "tests/support/repository_files.hpp"
#include "tests/support/streams.hpp"

using namespace parley;

namespace {

constexpr const char* mapping_path = "mappings/hubspot_netsuite/contacts.parley";

std::string ordinary(core::Random& random) {
  static const char* const stages[] = {"\"lead\"", "\"customer\"", "\"opportunity\"", "null"};
  static const char* const names[] = {"Ana", "J\xC3\xBCrgen", "O'Neil", "Mary Ann", "Zo\\u00eb"};
  std::uint64_t n = random.below(100'000);
  return fmt::format(
      R"({{"id":"{}","properties":{{"createdate":"2026-01-02T03:04:05.678Z","email":"user{}@Example.com","firstname":"{}","lastname":{},"lifecyclestage":{},"phone":{},"jobtitle":"Head of \"Sales\"","company":"Acme {}"}},"archived":false}})",
      n, n, names[random.below(5)], random.chance(5) ? "null" : "\"Lu\"", stages[random.below(4)],
      random.chance(30) ? "\"+14155550100\"" : "null", n);
}

std::string awkward(core::Random& random) {
  static const char* const lines[] = {
      "",
      "{}",
      "[1]",
      "{\"id\":1",
      R"({"properties":{"email":"a@b.c","email":"d@e.f","lastname":"X"}})",
      R"({"properties":{"\u0065mail":"a@b.c"}})",
      R"({"properties":{"email":"no address"}})",
      R"({"properties":{"email":"a@b.c","lastname":"A name of far more than thirty-two letters"}})",
      R"({"properties":{"email":"a@b.c","lifecyclestage":"unheard of","createdate":"soon"}})",
      R"({"properties":{"email":7}})",
      R"({"properties":null})",
      "{\"properties\":{\"email\":\"\xff\"}}"};
  return lines[random.below(std::size(lines))];
}

struct Ran {
  std::string written;
  std::string errors;
  driver::Counts counts;
};

Ran run(const std::string& input, driver::Engine engine, std::size_t window) {
  static support::RepositoryFiles disk;
  static auto compilation = *driver::compile(mapping_path, disk);
  REQUIRE(compilation->mappings.size() == 1);
  driver::TransformOptions options;
  options.engine = engine;
  options.window = {.size = window, .line_max = 4U << 20U};
  driver::Transform transform(compilation->mappings.front(), options);
  support::TextSource source(input);
  support::TextOutlet outlet;
  auto done = transform.run(source, outlet);
  REQUIRE(done.has_value());
  return {outlet.written, outlet.errors, transform.counts()};
}

// Generated code copies a text with its escapes: lines are compared as documents.
std::string documents(const std::string& lines) {
  std::string text;
  for (std::string_view line : core::split(lines, '\n')) {
    if (line.empty()) continue;
    auto json = value::parse_json(line);
    text += json ? value::write_json(*json) : "not JSON: " + std::string(line);
    text += '\n';
  }
  return text;
}

}  // namespace

TEST_CASE("engines and window sizes agree on ordinary and awkward records") {
  constexpr std::uint64_t seed = 7;
  core::Random random(seed);
  CAPTURE(seed);
  std::string input;
  for (int i = 0; i < 1'000; ++i) input += (random.chance(20) ? awkward(random) : ordinary(random)) + "\n";
  Ran oracle = run(input, driver::Engine::interpret, 1U << 20U);
  CHECK(oracle.counts.written > 500);
  CHECK(oracle.counts.rejected > 50);
  for (std::size_t window : {256UL, 65'536UL}) {
    CAPTURE(window);
    for (driver::Engine engine : {driver::Engine::compiled, driver::Engine::automatic}) {
      Ran other = run(input, engine, window);
      CHECK((documents(other.written) == documents(oracle.written)));
      CHECK(other.errors == oracle.errors);
    }
  }
}

TEST_CASE("a field of a megabyte passes, and one over the maximum is a bad line") {
  std::string large(1U << 20U, 'x');
  std::string line = R"({"properties":{"email":"a@b.c","lastname":"L","unmapped":")" + large + "\"}}\n";
  for (driver::Engine engine : {driver::Engine::interpret, driver::Engine::compiled}) {
    CHECK(run(line, engine, 4'096).counts.written == 1);
    std::string longer = R"({"x":")" + large + large + large + large + large + "\"}\n" + line;
    Ran ran = run(longer, engine, 4'096);
    CHECK(ran.errors == "line 1, byte 1: is longer than a record may be\n");
    CHECK(ran.counts.written == 1);
  }
}
