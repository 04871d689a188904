// The crash test: a first sync and a later one with updates, with duplicate keys on both sides, records
// without e-mail, inactive partners, a lagging search index and a user editing meanwhile. Every single
// request of it, once as "applied, then the answer is cut" and once as "applied, then the process is killed".
// Run again: nothing created twice, nothing lost, and the run after that writes nothing. Counted from the
// sandboxes' dumps.
//
// PARLEY_CRASH_RECORDS=500 is the size of `make crash`, with 30 records of each trouble a side; the default
// is smaller. PARLEY_CRASH_SHARES and PARLEY_CRASH_SHARE split the requests between processes.
#include <fmt/format.h>

#include <cstdlib>
#include <optional>

#include "tests/simulation/world.hpp"

#include <doctest/doctest.h>

namespace parley::simulation {
namespace {

#ifdef NDEBUG
constexpr int records_unasked = 40;
#else
constexpr int records_unasked = 14;
#endif
constexpr int kill_records_max = 100;  // a killed process and a cut answer differ little: a smaller world

int setting(const char* name, int otherwise) {
  const char* wanted = std::getenv(name);
  return wanted == nullptr ? otherwise : std::stoi(wanted);
}

// Two contacts with one phone and name, two customers with one address: both kinds of duplicate key.
std::string crash_mapping() {
  constexpr std::string_view next = "  fields {";
  std::string mapping = contacts_mapping;
  return mapping.insert(mapping.find(next), "  match phone(hs.phone, \"US\") == phone(ns.phone, \"US\")\n");
}

struct Population {
  int n = 0;
  int trouble = 0;
  std::vector<std::string> left,
      right;  // ids, by number; person i of the right is person i + n/2 of the left
};

std::string phone_of(int i) {
  return fmt::format("+1415555{:04}", i);
}

// Half of the records have a partner; about one in sixteen of each kind of trouble.
Population populate(World& world, int n) {
  Population made{n, std::max(1, std::min(30, n / 16)), {}, {}};
  for (int i = 0; i < n; ++i) {
    value::Json contact = value::Json::Object{{"firstname", fmt::format("First{}", i)}, {"lastname", "Left"}};
    if (i >= made.trouble) contact["email"] = fmt::format("person{}@acme.test", i);
    if (i >= n - 2 * made.trouble) contact["phone"] = phone_of(i);
    made.left.push_back(world.load_contact(contact));
    value::Json customer = value::Json::Object{{"isPerson", true},
                                               {"firstName", fmt::format("First{}", i)},
                                               {"lastName", i % 3 == 0 ? "Left" : "Right"},
                                               {"email", fmt::format("person{}@acme.test", i + n / 2)},
                                               {"phone", phone_of(i + n / 2)}};
    if (i >= n - made.trouble) customer["isInactive"] = true;
    made.right.push_back(world.load_customer(customer));
  }
  for (int i = 0; i < made.trouble; ++i) {
    const int twice_left = n - 2 * made.trouble + i, twice_right = n / 2 + i;
    world.load_contact(value::Json::Object{{"email", fmt::format("private{}@acme.test", i)},
                                           {"firstname", "Double"},
                                           {"phone", phone_of(twice_left)}});
    world.load_customer(value::Json::Object{{"isPerson", true},
                                            {"firstName", "Double"},
                                            {"lastName", "Double"},
                                            {"email", fmt::format("PERSON{}@acme.test", twice_right)}});
  }
  return made;
}

// How often each text stands as a value of `member` among a system's live records.
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

using Outcome = std::map<std::string, std::map<std::string, int>>;

Outcome outcome_of(World& world) {
  Outcome outcome;
  for (const char* name : {"email", "firstname", "lastname", "jobtitle"})
    outcome[std::string("left ") + name] = values_of(world, world.hubspot(), name);
  for (const char* name : {"email", "firstName", "lastName", "title"})
    outcome[std::string("right ") + name] = values_of(world, world.netsuite(), name);
  return outcome;
}

// Pairs agree, and then one side of each is edited, and both of some: HubSpot's first name wins.
void sync_and_edit(World& world, const Population& made, int seconds_after) {
  REQUIRE(world.sync().has_value());
  world.advance(3600);
  for (int i = made.trouble; i < made.n; ++i) {
    if (i % 3 != 1)
      world.edit(world.hubspot(), made.left[static_cast<std::size_t>(i)],
                 value::Json::Object{{"firstname", fmt::format("Left{}", i)}});
    const int right = i - made.n / 2;
    if (i % 3 != 0 && right >= 0)
      world.edit(world.netsuite(), made.right[static_cast<std::size_t>(right)],
                 value::Json::Object{{"firstName", fmt::format("Right{}", i)}});
  }
  world.advance(seconds_after);
}

// One sync of a world, and an edit that comes while it runs.
struct Scene {
  int n = 0;
  bool later = false;      // the sync after a first one and many edits
  int seconds_after = 60;  // the edits: past the lag of HubSpot's index

  Population prepare(World& world) const {
    Population made = populate(world, n);
    if (later) sync_and_edit(world, made, seconds_after);
    return made;
  }
  // A field that the sync does not write to that side: between a fresh read and the write nothing protects
  // it.
  void edit(World& world, const Population& made) const {
    const auto who = static_cast<std::size_t>(n - 2);
    world.edit(world.hubspot(), made.left[who], value::Json::Object{{"jobtitle", "Edited meanwhile"}});
  }
};

struct Calm {
  Outcome outcome;
  std::uint64_t requests = 0;
};

Calm undisturbed(const Scene& scene) {
  World world(crash_mapping());
  const Population made = scene.prepare(world);
  Calm calm;
  const std::uint64_t start = world.requests;
  REQUIRE(world.sync().has_value());
  calm.requests = world.requests - start;
  scene.edit(world, made);
  for (int again = 0; again < 2; ++again) {
    world.advance(120);
    REQUIRE(world.sync().has_value());
  }
  calm.outcome = outcome_of(world);
  CHECK(calm.outcome["right title"]["Edited meanwhile"] == 1);
  return calm;
}

void disturbed(const Scene& scene, std::uint64_t at, World::Fate what, const Calm& calm) {
  CAPTURE(at);
  World world(crash_mapping());
  const Population made = scene.prepare(world);
  const std::uint64_t start = world.requests;
  world.fate = [&](std::uint64_t request) {
    if (request == start + at / 2) scene.edit(world, made);
    return request == start + at ? what : World::Fate::answered;
  };
  try {
    (void)world.sync();  // may fail; what counts is what the next runs make of it
  } catch (const World::Killed&) {
  }
  world.fate = {};
  for (int again = 0; again < 2; ++again) {
    world.advance(120);
    const auto next = world.sync();
    REQUIRE_MESSAGE(next.has_value(), (next ? "" : next.error().message));
  }
  const Outcome outcome = outcome_of(world);
  for (const auto& [name, counts] : calm.outcome) {
    CAPTURE(name);
    CHECK(outcome.at(name) == counts);
  }
  world.advance(120);
  const std::int64_t writes = world.writes();
  const auto last = world.sync();
  REQUIRE(last.has_value());
  CHECK(world.writes() == writes);
  CHECK(last->plan.counters.writes() == 0);
}

void every_request(const Scene& scene, World::Fate what) {
  const Calm calm = undisturbed(scene);
  const auto shares = static_cast<std::uint64_t>(setting("PARLEY_CRASH_SHARES", 1));
  const auto first = static_cast<std::uint64_t>(setting("PARLEY_CRASH_SHARE", 0));
  std::uint64_t runs = 0;
  for (std::uint64_t at = first; at < calm.requests; at += shares, ++runs) disturbed(scene, at, what, calm);
  MESSAGE(fmt::format("{} records a side, {} requests, {} of them disturbed", scene.n, calm.requests, runs));
}

int records_a_side() {
  return setting("PARLEY_CRASH_RECORDS", records_unasked);
}

TEST_CASE("every request of a first sync: applied, then cut") {
  every_request({records_a_side(), false}, World::Fate::applied_then_cut);
}

TEST_CASE("every request of a first sync: applied, then the process is killed") {
  every_request({std::min(records_a_side(), kill_records_max), false}, World::Fate::killed);
}

TEST_CASE("every request of a later sync with updates: applied, then cut") {
  every_request({records_a_side(), true}, World::Fate::applied_then_cut);
}

// So long after the edits that no overlap of cursors shows them again: a cursor must not pass a record that
// is still to be read by id.
TEST_CASE("every request of a sync long after the updates: applied, then the process is killed") {
  every_request({std::min(records_a_side(), kill_records_max), true, 7'200}, World::Fate::killed);
}

TEST_CASE("every request of a later sync with updates: applied, then the process is killed") {
  every_request({std::min(records_a_side(), kill_records_max), true}, World::Fate::killed);
}

}  // namespace
}  // namespace parley::simulation
