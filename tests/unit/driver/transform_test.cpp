// The contact mapping of mappings/ over generated records: engines agree, and windows change nothing.
#include <map>
#include <memory>
#include <mutex>

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

// What was kept stays until the test's end; `hits` counts what was found.
struct MemoryCache : core::Cache {
  std::mutex mutex = {};
  std::map<std::string, std::string, std::less<>> kept = {};
  int hits = 0;

  std::optional<std::string> find(std::string_view key) override {
    std::lock_guard lock(mutex);
    auto found = kept.find(key);
    if (found == kept.end()) return std::nullopt;
    ++hits;
    return found->second;
  }
  void keep(std::string_view key, std::string_view bytes) override {
    std::lock_guard lock(mutex);
    kept.insert_or_assign(std::string(key), std::string(bytes));
  }
};

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
    Ran quick = support::map_contacts(input, {.engine = driver::Engine::compiled,
                                              .tier = codegen::Tier::quick,
                                              .window = {.size = window, .line_max = 4U << 20U}});
    CHECK((documents(quick.written) == documents(oracle.written)));
    CHECK(quick.errors == oracle.errors);
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

TEST_CASE("code that one transform made is used by the next, from the first full window on") {
  core::Random random(11);
  std::string input;
  for (int i = 0; i < 400; ++i) input += support::ordinary_contact(random) + "\n";
  auto cache = std::make_shared<MemoryCache>();
  auto map = [&](driver::Engine engine) {
    return support::map_contacts(
        input, {.engine = engine, .cache = cache, .window = {.size = 4'096, .line_max = 4U << 20U}});
  };
  Ran made = map(driver::Engine::compiled);
  CHECK(cache->kept.size() == 1);
  CHECK(cache->hits == 0);
  Ran taken = map(driver::Engine::compiled);
  CHECK(cache->hits == 1);
  CHECK((taken.written == made.written));
  CHECK(taken.counts.compiled == made.counts.compiled);
  Ran beside = map(driver::Engine::automatic);
  CHECK(cache->hits == 2);
  CHECK(beside.counts.compiled == made.counts.compiled);
  CHECK(cache->kept.size() == 1);
  driver::await_code();
}

TEST_CASE("an object that cannot be placed is made anew") {
  core::Random random(12);
  const std::string input = support::ordinary_contact(random) + "\n";
  auto cache = std::make_shared<MemoryCache>();
  auto map = [&] {
    return support::map_contacts(input, {.engine = driver::Engine::compiled, .cache = cache});
  };
  Ran made = map();
  REQUIRE(cache->kept.size() == 1);
  cache->kept.begin()->second = "no object at all";
  Ran again = map();
  CHECK((again.written == made.written));
  CHECK(again.counts.compiled == made.counts.compiled);
  CHECK(cache->kept.begin()->second != "no object at all");
}
