// Conflicts, drift and first meetings between the sandboxes; every row of the table itself is in
// tests/golden/merge.
#include "tests/simulation/scenes.hpp"

#include <doctest/doctest.h>

namespace parley::simulation {
namespace {

TEST_CASE("drift is left, or the near side's value is written again") {
  for (const bool restore : {false, true}) {
    CAPTURE(restore);
    Linked pair(mapping_with(
        "", restore ? "hs.jobtitle -> ns.title drift restore" : "hs.jobtitle -> ns.title drift leave"));
    pair.edit_left("jobtitle", "Buyer");
    pair.again();
    CHECK(pair.right_holds("title") == "Buyer");
    pair.edit_right("title", "Seller");
    CHECK(pair.again().plan.counters.writes() == (restore ? 1 : 0));
    CHECK(pair.right_holds("title") == (restore ? "Buyer" : "Seller"));
    CHECK(pair.left_holds("jobtitle") == "Buyer");
    CHECK(pair.again().plan.counters.writes() == 0);
    pair.edit_left("jobtitle", "Boss");  // an edit of the near side always flows
    pair.again();
    CHECK(pair.right_holds("title") == "Boss");
  }
}

TEST_CASE("conflict newest: where the times overlap, a person decides") {
  Linked pair(mapping_with("", "hs.jobtitle <-> ns.title conflict newest"));
  pair.edit_left("jobtitle", "Buyer");
  pair.edit_right("title", "Seller");
  const run::Cycle open = pair.again();
  CHECK(open.plan.counters.conflicts == 1);
  CHECK(pair.left_holds("jobtitle") == "Buyer");
  CHECK(pair.right_holds("title") == "Seller");
}

// Both are edited behind what the run reads of HubSpot and before what it reads of NetSuite: it settles the
// customer as of a moment at which the contact had its new title already. What changes there afterwards is
// surely newer.
TEST_CASE("conflict newest: a side that surely changed later wins") {
  Linked pair(mapping_with("", "hs.jobtitle <-> ns.title conflict newest\n    hs.company -> ns.companyName"));
  const auto queries = pair.world.requests_of(pair.world.netsuite())["suiteql"];
  const auto searches = pair.world.requests_of(pair.world.hubspot())["search"];
  bool edited = false;
  pair.world.fate = [&](std::uint64_t) {
    const bool between = pair.world.requests_of(pair.world.netsuite())["suiteql"] == queries + 1 &&
                         pair.world.requests_of(pair.world.hubspot())["search"] > searches;
    if (!edited && between) {
      pair.edit_left("jobtitle", "Buyer");
      pair.world.advance(2);
      pair.edit_right("companyName", "Drifted");
      edited = true;
    }
    return World::Fate::answered;
  };
  pair.again();
  REQUIRE(edited);
  pair.world.fate = {};
  pair.world.advance(60);
  pair.edit_right("title", "Seller");
  pair.world.advance(60);
  const run::Cycle decided = pair.again();
  CHECK(decided.plan.counters.conflicts == 0);
  CHECK(pair.left_holds("jobtitle") == "Seller");
  CHECK(pair.right_holds("title") == "Seller");
}

struct Met {
  World world;
  std::string left, right;

  explicit Met(const std::string& rule) : world(mapping_with("", rule)) {
    value::Json l = contact("ana@acme.test", "Ana", "Lopez"), r = customer("ana@acme.test", "Ana", "Lopez");
    l["jobtitle"] = "Buyer";
    r["title"] = "Seller";
    left = world.load_contact(l);
    right = world.load_customer(r);
  }
};

TEST_CASE("a first meeting of two values goes by `first`, or else by the conflict rule") {
  struct Case {
    const char* rule;
    const char* left;
    const char* right;
    bool open;
  };
  const Case cases[] = {
      {"hs.jobtitle <-> ns.title conflict review", "Buyer", "Seller", true},
      {"hs.jobtitle <-> ns.title conflict prefer ns", "Seller", "Seller", false},
      {"hs.jobtitle <-> ns.title conflict review first prefer hs", "Buyer", "Buyer", false},
      {"hs.jobtitle <-> ns.title conflict prefer ns first keep", "Buyer", "Seller", false},
      {"hs.jobtitle <-> ns.title conflict prefer ns first fill", "Buyer", "Seller", false},
  };
  for (const Case& each : cases) {
    CAPTURE(each.rule);
    Met met(each.rule);
    const run::Cycle first = must(met.world.sync());
    CHECK((first.plan.counters.conflicts == 1) == each.open);
    CHECK(held(met.world, met.world.hubspot(), met.left, "jobtitle") == each.left);
    CHECK(held(met.world, met.world.netsuite(), met.right, "title") == each.right);
    met.world.advance(60);
    CHECK(must(met.world.sync()).plan.counters.writes() == 0);
  }
}

}  // namespace
}  // namespace parley::simulation
