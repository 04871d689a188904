// The crash test: a first sync with duplicate keys, records without e-mail, inactive partners, a lagging
// search index and a user editing meanwhile. Every single request of it, once as "applied, then the answer is
// cut" and once as "applied, then the process is killed". Run again: nothing created twice, nothing lost, and
// the run after that writes nothing. Counted from the sandboxes' dumps.
//
// PARLEY_CRASH_RECORDS=500 runs it at the size of docs/operations/sync.md; the default is small.
#include <fmt/format.h>

#include <cstdlib>
#include <optional>

#include "tests/simulation/world.hpp"

#include <doctest/doctest.h>

namespace parley::simulation {
namespace {

int records_a_side() {
  const char* wanted = std::getenv("PARLEY_CRASH_RECORDS");
  return wanted == nullptr ? 12 : std::stoi(wanted);
}

// Half of the records have a partner; about one in sixteen of each kind of trouble.
std::string populate(World& world, int n) {
  const int trouble = std::max(1, n / 16);
  std::string edited;
  for (int i = 0; i < n; ++i) {
    const std::string mail = fmt::format("person{}@acme.test", i);
    value::Json contact = value::Json::Object{{"firstname", fmt::format("First{}", i)}, {"lastname", "Left"}};
    if (i >= trouble) contact["email"] = mail;
    const std::string id = world.load_contact(contact);
    if (i == n - 1) edited = id;
    value::Json customer = value::Json::Object{{"isPerson", true},
                                               {"firstName", fmt::format("First{}", i)},
                                               {"lastName", i % 3 == 0 ? "Left" : "Right"},
                                               {"email", fmt::format("person{}@acme.test", i + n / 2)}};
    if (i >= n - trouble) customer["isInactive"] = true;
    world.load_customer(customer);
  }
  for (int i = 0; i < trouble; ++i)  // keys that stand twice on the right
    world.load_customer(value::Json::Object{{"isPerson", true},
                                            {"firstName", "Double"},
                                            {"lastName", "Double"},
                                            {"email", fmt::format("person{}@acme.test", n / 2 + i)}});
  return edited;
}

// How often each e-mail address stands among a system's live records.
std::map<std::string, int> addresses(World& world, sandbox::System& system) {
  std::map<std::string, int> counts;
  const std::string dump = value::write_json(world.records(system));
  const std::string mark = "\"email\":\"";
  for (std::size_t at = dump.find(mark); at != std::string::npos; at = dump.find(mark, at + 1)) {
    const std::size_t begin = at + mark.size();
    ++counts[dump.substr(begin, dump.find('"', begin) - begin)];
  }
  return counts;
}

struct Expected {
  std::map<std::string, int> left, right;
  std::uint64_t requests = 0;
};

Expected undisturbed(int n) {
  World world(contacts_mapping);
  populate(world, n);
  REQUIRE(world.sync().has_value());
  Expected expected;
  expected.requests = world.requests;
  world.advance(60);
  REQUIRE(world.sync().has_value());
  expected.left = addresses(world, world.hubspot());
  expected.right = addresses(world, world.netsuite());
  return expected;
}

void disturbed(int n, std::uint64_t at, World::Fate what, const Expected& expected) {
  CAPTURE(at);
  World world(contacts_mapping);
  const std::string edited = populate(world, n);
  world.fate = [&](std::uint64_t request) {
    if (request == at / 2)
      world.edit(world.hubspot(), edited, value::Json::Object{{"firstname", "Edited meanwhile"}});
    return request == at ? what : World::Fate::answered;
  };
  try {
    (void)world.sync();  // may fail; what counts is what the next runs make of it
  } catch (const World::Killed&) {
  }
  world.fate = {};
  world.advance(120);
  auto second = world.sync();
  REQUIRE_MESSAGE(second.has_value(), (second ? "" : second.error().message));
  world.advance(120);
  auto third = world.sync();
  REQUIRE_MESSAGE(third.has_value(), (third ? "" : third.error().message));
  CHECK(addresses(world, world.hubspot()) == expected.left);
  CHECK(addresses(world, world.netsuite()) == expected.right);
  world.advance(120);
  const std::int64_t writes = world.writes();
  auto last = world.sync();
  REQUIRE(last.has_value());
  CHECK(world.writes() == writes);
  CHECK(last->plan.counters.writes() == 0);
}

TEST_CASE("every request of a first sync: applied, then cut") {
  const int n = records_a_side();
  const Expected expected = undisturbed(n);
  MESSAGE(fmt::format("{} records a side, {} requests", n, expected.requests));
  for (std::uint64_t at = 0; at < expected.requests; ++at)
    disturbed(n, at, World::Fate::applied_then_cut, expected);
}

TEST_CASE("every request of a first sync: applied, then the process is killed") {
  const int n = records_a_side();
  const Expected expected = undisturbed(n);
  for (std::uint64_t at = 0; at < expected.requests; ++at) disturbed(n, at, World::Fate::killed, expected);
}

// --- A later sync, with updates
// ------------------------------------------------------------------------------

// Pairs that agree, then an edit on one side of each, and both sides of some.
std::vector<std::pair<std::string, std::string>> synced_then_edited(World& world, int n) {
  std::vector<std::pair<std::string, std::string>> ids;
  for (int i = 0; i < n; ++i) {
    const std::string mail = fmt::format("person{}@acme.test", i), name = fmt::format("First{}", i);
    ids.emplace_back(
        world.load_contact(value::Json::Object{{"email", mail}, {"firstname", name}, {"lastname", "L"}}),
        world.load_customer(value::Json::Object{
            {"isPerson", true}, {"email", mail}, {"firstName", name}, {"lastName", "L"}}));
  }
  REQUIRE(world.sync().has_value());
  world.advance(3600);
  for (int i = 0; i < n; ++i) {
    const auto& [left, right] = ids[static_cast<std::size_t>(i)];
    if (i % 3 != 1)
      world.edit(world.hubspot(), left, value::Json::Object{{"firstname", fmt::format("Left{}", i)}});
    if (i % 3 != 0)
      world.edit(world.netsuite(), right, value::Json::Object{{"firstName", fmt::format("Right{}", i)}});
  }
  world.advance(60);  // past the lag of HubSpot's index
  return ids;
}

// How often each text stands as a value of `member` in a system's dump.
std::map<std::string, int> values_of(World& world, sandbox::System& system, const std::string& member) {
  std::map<std::string, int> counts;
  const std::string dump = value::write_json(world.records(system));
  const std::string mark = "\"" + member + "\":\"";
  for (std::size_t at = dump.find(mark); at != std::string::npos; at = dump.find(mark, at + 1)) {
    const std::size_t begin = at + mark.size();
    ++counts[dump.substr(begin, dump.find('"', begin) - begin)];
  }
  return counts;
}

// The requests of the later sync, or nothing where the run was disturbed: then what it must have come to.
std::uint64_t later_sync(int n, std::optional<std::uint64_t> at, World::Fate what) {
  World world(contacts_mapping);
  const auto ids = synced_then_edited(world, n);
  const std::uint64_t start = world.requests;
  world.fate = [&](std::uint64_t request) {
    if (at && request == start + *at / 2)
      world.edit(world.hubspot(), ids.back().first, value::Json::Object{{"lastname", "Meanwhile"}});
    return at && request == start + *at ? what : World::Fate::answered;
  };
  try {
    const auto first = world.sync();
    if (!at) REQUIRE_MESSAGE(first.has_value(), (first ? "" : first.error().message));
  } catch (const World::Killed&) {
  }
  const std::uint64_t requests = world.requests - start;
  world.fate = {};
  for (int again = 0; again < 2; ++again) {
    world.advance(120);
    REQUIRE(world.sync().has_value());
  }
  std::map<std::string, int> firsts;  // only one side edited: that value; both: HubSpot's, by the rule
  for (int i = 0; i < n; ++i) ++firsts[fmt::format("{}{}", i % 3 == 1 ? "Right" : "Left", i)];
  CHECK(values_of(world, world.hubspot(), "firstname") == firsts);
  CHECK(values_of(world, world.netsuite(), "firstName") == firsts);
  if (at) CHECK(values_of(world, world.netsuite(), "lastName")["Meanwhile"] == 1);
  world.advance(120);
  const std::int64_t writes = world.writes();
  REQUIRE(world.sync().has_value());
  CHECK(world.writes() == writes);
  return requests;
}

TEST_CASE("every request of a later sync with updates: applied, then cut or killed") {
  const int n = std::max(6, records_a_side() / 2);
  const std::uint64_t requests = later_sync(n, std::nullopt, World::Fate::answered);
  MESSAGE(fmt::format("{} pairs, {} requests", n, requests));
  for (std::uint64_t at = 0; at < requests; ++at) {
    CAPTURE(at);
    later_sync(n, at, World::Fate::applied_then_cut);
    later_sync(n, at, World::Fate::killed);
  }
}

}  // namespace
}  // namespace parley::simulation
