// The contact mapping of mappings/ over generated records: engines agree, and windows change nothing.
#include "compiler/driver/code.hpp"
#include "stdlib/core/text.hpp"
#include "stdlib/value/json.hpp"
#include "tests/unit/driver/contacts.hpp"

using namespace parley;
using support::Ran;

namespace {

Ran run(const std::string& input, driver::Engine engine, std::size_t window) {
  return support::map_contacts(input, {.engine = engine, .window = {.size = window, .line_max = 4U << 20U}});
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
  for (int i = 0; i < 1'000; ++i)
    input +=
        (random.chance(20) ? support::awkward_contact(random) : support::ordinary_contact(random)) + "\n";
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
  driver::await_code();
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
