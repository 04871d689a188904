// How many requests a run makes, as the sandboxes count them, against what it needs at full batches: pages,
// fresh reads, writes, and one reading of what was created.
#include <fmt/format.h>

#include "tests/simulation/world.hpp"

#include <doctest/doctest.h>

namespace parley::simulation {
namespace {

using Counts = std::map<std::string, std::int64_t>;

Counts since(const Counts& before, const Counts& now) {
  Counts made;
  for (const auto& [kind, count] : now)
    if (const auto at = before.find(kind); count > (at == before.end() ? 0 : at->second))
      made[kind] = count - (at == before.end() ? 0 : at->second);
  return made;
}

std::string words(const Counts& counts) {
  std::string text;
  for (const auto& [kind, count] : counts)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, kind);
  return text;
}

// One run, and what it asked of each system.
sync::Sides<Counts> asked_by_sync(World& world) {
  const Counts left = world.requests_of(world.hubspot()), right = world.requests_of(world.netsuite());
  const auto done = world.sync();
  REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().message));
  return {since(left, world.requests_of(world.hubspot())), since(right, world.requests_of(world.netsuite()))};
}

std::int64_t hundreds(std::int64_t n) {
  return (n + 99) / 100;
}

// 600 pairs that differ in a name, 300 people on either side alone.
struct Large {
  static constexpr int pairs = 600, alone = 300;
  World world{contacts_mapping};
  std::vector<std::string> left, right;

  Large() {
    for (int i = 0; i < pairs + alone; ++i) {
      const std::string mail = fmt::format("person{}@acme.test", i);
      left.push_back(world.load_contact(value::Json::Object{
          {"email", mail}, {"firstname", fmt::format("First{}", i)}, {"lastname", "Left"}}));
    }
    for (int i = alone; i < pairs + 2 * alone; ++i) {
      const std::string mail = fmt::format("person{}@acme.test", i);
      right.push_back(world.load_customer(value::Json::Object{{"isPerson", true},
                                                              {"email", mail},
                                                              {"firstName", "Other"},
                                                              {"lastName", i % 2 == 0 ? "Left" : "Right"}}));
    }
  }
};

TEST_CASE("a first sync makes at most 1.05 times the calls that it needs") {
  Large large;
  const auto asked = asked_by_sync(large.world);
  MESSAGE(fmt::format("HubSpot: {}; NetSuite: {}", words(asked.left), words(asked.right)));
  const std::int64_t read = Large::pairs + Large::alone;
  // Who we are, the pages and their count, the changes since. Half of the last names go to the left.
  const std::int64_t left =
      1 + hundreds(read) + 1 + 1 + 2 * hundreds(Large::pairs / 2) + 2 * hundreds(Large::alone);
  const std::int64_t right = 1 + 1 + 1 + 1 + 2 + 2 * Large::pairs + 2 * Large::alone;
  CHECK(asked.left.at("all") <= left + left / 20 + 1);
  CHECK(asked.right.at("all") <= right + right / 20);
  CHECK(asked.right.at("all") >= right - 2);  // so that the count above means what it says
}

TEST_CASE("the run after a large one reads lists alone, and none of its own writes by id") {
  Large large;
  asked_by_sync(large.world);
  for (int i = 0; i < Large::pairs + Large::alone; ++i)
    large.world.edit(large.world.hubspot(), large.left[static_cast<std::size_t>(i)],
                     value::Json::Object{{"firstname", fmt::format("Edited{}", i)}});
  large.world.advance(60);
  asked_by_sync(large.world);
  for (int again = 0; again < 2; ++again) {
    large.world.advance(60);
    const std::int64_t writes = large.world.writes();
    const auto asked = asked_by_sync(large.world);
    MESSAGE(fmt::format("HubSpot: {}; NetSuite: {}", words(asked.left), words(asked.right)));
    CHECK(large.world.writes() == writes);
    CHECK(asked.left.at("all") <= 1 + 1 + 2 * (Large::pairs + 2 * Large::alone) / 200);
    CHECK(asked.right.at("all") <= 1 + 1 + 3);
  }
}

}  // namespace
}  // namespace parley::simulation
