// A first sync, or a later one with updates, that is hurt: answers cut after the work was done, and the
// process killed, while people edit both systems. Afterwards it is run again until it has nothing to do. What
// came of it is counted from the sandboxes' dumps, and what should have come of it is worked out here, from
// the dumps before.
//
// PARLEY_CRASH_STEP (every how manieth request is cut once) and PARLEY_CRASH_KILLS set the share; a run of
// all is `make crash`. PARLEY_CRASH_SEED replays the instants and edits of a run.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <thread>

#include "tests/end_to_end/support/sandbox.hpp"

using namespace parley;
using namespace parley::end_to_end;

namespace {

constexpr int reruns_max = 5;
constexpr double sync_seconds_max = 120;
const std::vector<std::string> sandbox_options = {
    "--generate", "500",   "--duplicates", "30",      "--without-email", "30",     "--inactive",
    "30",         "--lag", "10",           "--clock", "virtual",         "--seed", "7"};

int setting(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoi(text);
}

unsigned seed() {
  static const unsigned one =
      static_cast<unsigned>(setting("PARLEY_CRASH_SEED", static_cast<int>(std::random_device()() >> 1U)));
  return one;
}

std::string key_of(const value::Json& record, const char* name = "email") {
  std::string text = field(record, name);
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return "";
  text = text.substr(first, text.find_last_not_of(" \t") - first + 1);
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

using ByKey = std::map<std::string, std::vector<const value::Json*>>;

ByKey by_key(const value::Json& dump) {
  ByKey records;
  for (const value::Json& record : dump.find("records")->items())
    if (const std::string key = key_of(record); !key.empty()) records[key].push_back(&record);
  return records;
}

bool active(const value::Json& customer) {
  return field(customer, "isInactive") == "F";
}

// What a first sync must create, and which addresses are pairs, by the rules of contacts.parley. A customer
// without an address makes no contact: HubSpot's scope would shut it out.
struct Expected {
  std::set<std::string> created_left, created_right, paired;
};

Expected expectation(const value::Json& left, const value::Json& right) {
  Expected expected;
  const ByKey contacts = by_key(left), customers = by_key(right);
  for (const auto& [key, found] : contacts) {
    REQUIRE(found.size() == 1);
    const auto partners = customers.find(key);
    if (partners == customers.end())
      expected.created_right.insert(key);
    else if (partners->second.size() == 1 && active(*partners->second[0]))
      expected.paired.insert(key);
  }
  for (const auto& [key, found] : customers)
    if (!contacts.contains(key) && found.size() == 1 && active(*found[0])) expected.created_left.insert(key);
  return expected;
}

// address -> last value, by HubSpot's or NetSuite's field
using Edits = std::map<std::string, std::map<std::string, std::string>>;

// One who edits while the sync runs: fields that decide without a person, each on one side only. `edits`:
// those of before.
class Person {
 public:
  Person(const Sandbox& sandbox, const value::Json& left, const value::Json& right, const Expected& expected,
         unsigned seed, Edits before = {})
      : edits(std::move(before)), sandbox_(sandbox), random_(seed) {
    for (const auto& [key, found] : by_key(left))
      if (expected.paired.contains(key) || expected.created_right.contains(key))
        left_.emplace_back(key, found[0]->find("id")->text());
    for (const auto& [key, found] : by_key(right))
      if (expected.paired.contains(key) || expected.created_left.contains(key))
        right_.emplace_back(key, found[0]->find("id")->text());
    thread_ = std::thread([this] { work(); });
  }
  ~Person() { stop(); }
  Person(const Person&) = delete;
  Person& operator=(const Person&) = delete;

  void stop() {
    stopped_ = true;
    if (thread_.joinable()) thread_.join();
  }

  Edits edits;

 private:
  void work() {
    for (int n = 1; !stopped_; ++n) {
      const bool on_left = random_() % 2 == 0;
      const char* name =
          on_left ? (random_() % 2 == 0 ? "fax" : "jobtitle") : (random_() % 2 == 0 ? "url" : "companyName");
      const auto& people = on_left ? left_ : right_;
      const auto& [key, id] = people[random_() % people.size()];
      const std::string text =
          std::string(name) == "url" ? fmt::format("https://edit{}.example", n) : fmt::format("Edit {}", n);
      value::Json edit = value::Json::object(), values = value::Json::object();
      values[name] = text;
      edit["id"] = id;
      edit["values"] = std::move(values);
      sandbox_.edit(on_left ? Side::hubspot : Side::netsuite, edit);
      edits[name][key] = text;
      if (n % 20 == 0) look_for_created();
      sleep_for(0.004);
    }
  }

  // Also edits what the sync has just created.
  void look_for_created() {
    std::set<std::string> known;
    for (const auto& [key, id] : right_) known.insert(key);
    const value::Json dump = sandbox_.dump(Side::netsuite);
    std::map<std::string, std::string> lefts(left_.begin(), left_.end());
    for (const auto& [key, found] : by_key(dump))
      if (!known.contains(key) && lefts.contains(key) && found.size() == 1 && active(*found[0]))
        right_.emplace_back(key, found[0]->find("id")->text());
  }

  const Sandbox& sandbox_;
  std::mt19937 random_;
  std::vector<std::pair<std::string, std::string>> left_, right_;  // address, id
  std::atomic<bool> stopped_ = false;
  std::thread thread_;
};

struct World {
  Scratch scratch;
  Sandbox sandbox{scratch, sandbox_options};
  value::Json left = sandbox.dump(Side::hubspot), right = sandbox.dump(Side::netsuite);
  Expected expected = expectation(left, right);

  World() { write_project(scratch, sandbox, "15s"); }
  Start sync() const { return parley_start(scratch, sandbox, {"sync", "--accept"}); }
  std::int64_t written() const {
    return writes(sandbox.dump(Side::hubspot)) + writes(sandbox.dump(Side::netsuite));
  }
};

// Runs until a run ends well and wrote nothing; then once more.
void run_until_done(const World& world) {
  world.sandbox.forget_faults();
  int runs = 0;
  for (std::int64_t before = -1, after = 0; before != after; ++runs) {
    REQUIRE_MESSAGE(runs < reruns_max, "still writing after " << runs << " runs");
    world.sandbox.advance(60);
    before = world.written();
    const Finished again = run(world.sync(), sync_seconds_max);
    REQUIRE_MESSAGE(again.code == 0, again.error);
    after = world.written();
  }
  world.sandbox.advance(60);
  const std::int64_t before = world.written();
  const Finished last = run(world.sync(), sync_seconds_max);
  CHECK_MESSAGE(last.code == 0, last.error);
  CHECK(world.written() == before);
}

// A first sync, and then an edit on one side of every pair: what a later sync has to write.
Edits sync_and_edit(const World& world) {
  const Finished first = run(world.sync(), sync_seconds_max);
  REQUIRE_MESSAGE(first.code == 0, first.error);
  world.sandbox.advance(3600);
  const value::Json left = world.sandbox.dump(Side::hubspot), right = world.sandbox.dump(Side::netsuite);
  const ByKey contacts = by_key(left), customers = by_key(right);
  Edits edits;
  for (const auto& [key, found] : contacts) {
    const auto partner = customers.find(key);
    if (partner == customers.end() || partner->second.size() != 1 || !active(*partner->second[0])) continue;
    const bool on_left = edits["jobtitle"].size() <= edits["companyName"].size();
    const char* name = on_left ? "jobtitle" : "companyName";
    const std::string text = "Later " + key;
    value::Json edit = value::Json::object();
    edit["id"] = (on_left ? found : partner->second)[0]->find("id")->text();
    edit["values"] = value::Json::Object{{name, text}};
    world.sandbox.edit(on_left ? Side::hubspot : Side::netsuite, edit);
    edits[name][key] = text;
  }
  world.sandbox.advance(60);  // past the lag of HubSpot's index
  return edits;
}

std::string value_of(const Edits& edits, const std::string& name, const std::string& key,
                     const std::string& otherwise) {
  const auto by_name = edits.find(name);
  if (by_name == edits.end() || !by_name->second.contains(key)) return otherwise;
  return by_name->second.at(key);
}

// The first record of an address before, that of `left`, else that of `right`.
const value::Json* first_of(const ByKey& records, const std::string& key) {
  const auto at = records.find(key);
  return at == records.end() ? nullptr : at->second[0];
}

void check_created(const World& world, const value::Json& left, const value::Json& right) {
  CHECK(effect(left, "created") == static_cast<std::int64_t>(world.expected.created_left.size()));
  CHECK(effect(right, "created") == static_cast<std::int64_t>(world.expected.created_right.size()));
  const ByKey contacts = by_key(left), customers = by_key(right);
  for (const std::string& key : world.expected.created_right) {
    const auto found = customers.find(key);
    CHECK_MESSAGE((found != customers.end() && found->second.size() == 1), "NetSuite, once: " << key);
  }
  for (const std::string& key : world.expected.created_left)
    CHECK_MESSAGE(contacts.contains(key), "HubSpot lacks " << key);
}

void check_outcome(const World& world, const Person& person) {
  const value::Json left = world.sandbox.dump(Side::hubspot), right = world.sandbox.dump(Side::netsuite);
  check_created(world, left, right);
  const ByKey contacts = by_key(left), customers = by_key(right);
  const ByKey contacts_before = by_key(world.left), customers_before = by_key(world.right);
  std::set<std::string> keys = world.expected.paired;
  keys.insert(world.expected.created_left.begin(), world.expected.created_left.end());
  keys.insert(world.expected.created_right.begin(), world.expected.created_right.end());
  for (const std::string& key : keys) {
    const value::Json* contact = first_of(contacts, key);
    const value::Json* customer = first_of(customers, key);
    if (contact == nullptr || customer == nullptr) continue;  // reported above
    INFO("address: ", key);
    const value::Json* l = first_of(contacts_before, key);
    const value::Json* r = first_of(customers_before, key);
    const std::string title = l != nullptr ? field(*l, "jobtitle") : field(*r, "title");
    const std::string company = r != nullptr ? field(*r, "companyName") : field(*l, "company");
    const std::string titled = value_of(person.edits, "jobtitle", key, title);
    CHECK(field(*contact, "jobtitle") == titled);
    CHECK(field(*customer, "title") == titled);
    const std::string employed = value_of(person.edits, "companyName", key, company);
    CHECK(field(*contact, "company") == employed);
    CHECK(field(*customer, "companyName") == employed);
    const std::string faxed = value_of(person.edits, "fax", key, "");
    CHECK(field(*contact, "fax") == faxed);
    CHECK(field(*customer, "fax") == faxed);
    const std::string site = value_of(person.edits, "url", key, "");
    CHECK(field(*contact, "website") == site);
    CHECK(field(*customer, "url") == site);
  }
}

struct Calls {
  std::int64_t left = 0, right = 0;
};

std::int64_t all_requests(const value::Json& dump) {
  const value::Json* all = dump.find("requests")->find("all");
  return all == nullptr ? 0 : all->integer().value_or(0);
}

enum class Which { first, later };

// A sync that nothing disturbs: how long it takes and what it asks.
struct Calm {
  double seconds = 0;
  Calls calls;
};

Calm undisturbed(Which which) {
  World world;
  if (which == Which::later) sync_and_edit(world);
  const Calls before{all_requests(world.sandbox.dump(Side::hubspot)),
                     all_requests(world.sandbox.dump(Side::netsuite))};
  const Finished run_of_it = run(world.sync(), sync_seconds_max);
  REQUIRE_MESSAGE(run_of_it.code == 0, run_of_it.error);
  Calm calm{run_of_it.seconds,
            {all_requests(world.sandbox.dump(Side::hubspot)) - before.left,
             all_requests(world.sandbox.dump(Side::netsuite)) - before.right}};
  std::printf("undisturbed %s sync: %.1f s, %lld requests to HubSpot, %lld to NetSuite; seed %u\n",
              which == Which::first ? "first" : "later", calm.seconds,
              static_cast<long long>(calm.calls.left), static_cast<long long>(calm.calls.right), seed());
  return calm;
}

const Calm& calm(Which which) {
  static std::map<Which, Calm> measured;
  const auto known = measured.find(which);
  return known != measured.end() ? known->second : measured.emplace(which, undisturbed(which)).first->second;
}

// False where the run ended before the request: beside a person's edits it may need fewer than the calm one.
bool cut_once(Which which, Side side, std::int64_t nth) {
  CAPTURE(nth);
  World world;
  Edits before;
  if (which == Which::later) before = sync_and_edit(world);
  world.sandbox.fault(side, fmt::format(R"({{"action":"applied_then_cut","nth":{}}})", nth));
  Person person(world.sandbox, world.left, world.right, world.expected, seed() + static_cast<unsigned>(nth),
                std::move(before));
  const Finished first = run(world.sync(), sync_seconds_max);
  CHECK_MESSAGE(!first.timed_out, first.error);
  person.stop();
  const bool was_cut = effect(world.sandbox.dump(side), "fault") == 1;
  run_until_done(world);
  check_outcome(world, person);
  return was_cut;
}

void cut_answers(Which which) {
  const int step = setting("PARLEY_CRASH_STEP", which == Which::first ? 200 : 400);
  int runs = 0;
  int cuts = 0;
  for (std::int64_t nth = step / 2; nth <= calm(which).calls.right; nth += step, ++runs)
    cuts += cut_once(which, Side::netsuite, nth) ? 1 : 0;
  // HubSpot takes a hundred records a request: every twentieth of its few requests would miss the writes.
  const std::int64_t left_step = std::max<std::int64_t>(1, step / 12);
  for (std::int64_t nth = left_step; nth <= calm(which).calls.left; nth += left_step, ++runs)
    cuts += cut_once(which, Side::hubspot, nth) ? 1 : 0;
  std::printf(
      "cut answers: every %dth request to NetSuite, every %lldth to HubSpot: %d %s syncs, %d of them cut\n",
      step, static_cast<long long>(left_step), runs, which == Which::first ? "first" : "later", cuts);
  CHECK(cuts > 0);
  // Beside an editing person a run may need fewer requests than the undisturbed one did.
  CHECK(runs - cuts <= std::max(1, runs / 10));
}

}  // namespace

TEST_SUITE("crash") {
  TEST_CASE("a first sync whose answers are cut after the work was done") {
    cut_answers(Which::first);
  }

  TEST_CASE("a later sync with updates whose answers are cut after the work was done") {
    cut_answers(Which::later);
  }

  TEST_CASE("a first sync that is killed at any instant") {
    const int kills = setting("PARLEY_CRASH_KILLS", 3);
    std::mt19937 random(seed());
    for (int n = 0; n < kills; ++n) {
      const double instant =
          calm(Which::first).seconds * std::uniform_real_distribution<double>(0, 1)(random);
      CAPTURE(n);
      CAPTURE(instant);
      World world;
      Person person(world.sandbox, world.left, world.right, world.expected,
                    seed() + static_cast<unsigned>(n));
      Process first(world.sync());
      sleep_for(instant);
      first.signal(SIGKILL);
      first.wait(10);
      person.stop();
      run_until_done(world);
      check_outcome(world, person);
    }
    std::printf("killed: %d first syncs, at instants of seed %u\n", kills, seed());
  }
}
