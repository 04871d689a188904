// The life of a record: leaving the scope, deletion on one side, a merge in the system, and runs that are cut
// to some records.
#include "engine/sync/survey.hpp"
#include "tests/simulation/scenes.hpp"

#include <doctest/doctest.h>

namespace parley::simulation {
namespace {

// --- Scope exit
// ------------------------------------------------------------------------------------------------

void leave_scope_and_edit(Linked& pair) {
  pair.edit_right("isInactive", true);
  pair.edit_left("firstname", "Anna");
}

TEST_CASE("on exit unlink: the link ends, nothing is created, and coming back changes nothing") {
  Linked pair(mapping_with("on exit unlink"));
  leave_scope_and_edit(pair);
  const std::int64_t writes = pair.world.writes();
  CHECK(pair.again().plan.counters.writes() == 0);
  pair.edit_right("isInactive", false);
  pair.edit_left("firstname", "Annie");
  pair.again();
  pair.again();
  CHECK(pair.world.writes() == writes + 2);  // the two edits of a person
  CHECK(pair.right_holds("firstName") == "Ana");
  CHECK(pair.world.records(pair.world.netsuite()).items().size() == 1);
}

TEST_CASE("on exit archive: the partner is archived, once") {
  Linked pair(mapping_with("on exit archive"));
  leave_scope_and_edit(pair);
  CHECK(pair.again().plan.counters.archives.left == 1);
  CHECK(pair.world.effects(pair.world.hubspot())["archived"] == 1);
  CHECK(pair.again().plan.counters.writes() == 0);
  CHECK(pair.world.effects(pair.world.hubspot())["archived"] == 1);
}

// --- Deletion
// --------------------------------------------------------------------------------------------------

void remove(World& world, sandbox::System& system, const std::string& id) {
  const auto removed = system.edit(value::Json::Object{{"id", id}, {"archive", true}});
  REQUIRE(removed.has_value());
  world.advance(60);
}

// The contact is archived in HubSpot, which tells nobody; the write that the customer's edit causes meets it.
void delete_left(Linked& pair) {
  remove(pair.world, pair.world.hubspot(), pair.left);
  pair.edit_right("firstName", "Anna");
  pair.again();
}

TEST_CASE("on delete ignore: the partner stays, and the deleted record is not created again") {
  Linked pair;
  delete_left(pair);
  pair.again();
  pair.edit_right("firstName", "Annie");
  CHECK(pair.again().plan.counters.writes() == 0);
  CHECK(pair.world.effects(pair.world.hubspot())["created"] == 0);
  CHECK(pair.right_holds("isInactive") == "F");
}

TEST_CASE("on delete archive: the partner is made inactive") {
  Linked pair(mapping_with("on delete in left: archive"));
  delete_left(pair);
  CHECK(pair.again().plan.counters.archives.right == 1);
  CHECK(pair.right_holds("isInactive") == "T");
  CHECK(pair.again().plan.counters.writes() == 0);
}

TEST_CASE("on delete delete: the partner is deleted, and nobody makes either again") {
  Linked pair(mapping_with("on delete in left: delete"));
  delete_left(pair);
  CHECK(pair.again().plan.counters.archives.right == 1);
  CHECK(pair.world.effects(pair.world.netsuite())["deleted"] == 1);
  CHECK(pair.again().plan.counters.writes() == 0);
}

TEST_CASE("on delete delete: the answer is cut after the work was done") {
  Linked pair(mapping_with("on delete in left: delete"));
  delete_left(pair);
  sandbox::FaultRule rule;
  rule.action = sandbox::FaultAction::applied_then_cut;
  rule.method = "DELETE";
  pair.world.netsuite().add_fault(rule);
  pair.again();
  CHECK(pair.world.effects(pair.world.netsuite())["deleted"] == 1);
  pair.again();
  CHECK(pair.again().plan.counters.writes() == 0);
  CHECK(pair.world.effects(pair.world.netsuite())["deleted"] == 1);
}

TEST_CASE("on delete unlink and review write nothing") {
  for (const char* policy : {"on delete in left: unlink", "on delete in left: review"}) {
    CAPTURE(policy);
    Linked pair(mapping_with(policy));
    delete_left(pair);
    const run::Cycle seen = pair.again();
    CHECK(seen.plan.counters.writes() == 0);
    const bool review = std::string(policy).ends_with("review");
    CHECK((seen.plan.counters.of(sync::Class::conflict) > 0) == review);
    pair.edit_right("firstName", "Annie");
    CHECK(pair.again().plan.counters.writes() == 0);
    CHECK(pair.right_holds("firstName") == "Annie");
  }
}

TEST_CASE("the breaker stops a run that would delete more than the mapping allows") {
  World world(mapping_with("on delete in left: archive, at most 2% or 1"));
  std::vector<std::string> left, right;
  for (int i = 0; i < 3; ++i) {
    const std::string mail = "person" + std::to_string(i) + "@acme.test";
    left.push_back(world.load_contact(contact(mail, "Ana", "Lopez")));
    right.push_back(world.load_customer(customer(mail, "Ana", "Lopez")));
  }
  must(world.sync());
  for (int i = 0; i < 2; ++i) {
    const auto at = static_cast<std::size_t>(i);
    remove(world, world.hubspot(), left[at]);
    world.edit(world.netsuite(), right[at], value::Json::Object{{"firstName", "Anna"}});
  }
  must(world.sync({}));
  world.advance(60);
  const run::Cycle stopped = must(world.sync({}));
  REQUIRE(stopped.stopped.size() == 1);
  CHECK(stopped.stopped[0].find("archived on the right") != std::string::npos);
  CHECK(world.effects(world.netsuite())["updated"] == 0);
}

// --- Merges in the system
// --------------------------------------------------------------------------------------

// What HubSpot shows after a person merged `absorbed` into `survivor`.
void merge(World& world, const std::string& survivor, const std::string& absorbed) {
  remove(world, world.hubspot(), absorbed);
  world.answered = [=](http::Response& response) {
    const std::string mark = "\"hs_object_id\":\"" + survivor + "\"";
    const std::string none = "\"hs_merged_object_ids\":null";
    for (std::size_t at = response.body.find(mark); at != std::string::npos;
         at = response.body.find(mark, at + 1)) {
      const std::size_t begin = response.body.rfind('{', at), found = response.body.find(none, begin);
      if (found == std::string::npos || found > response.body.find('}', begin)) continue;
      response.body.replace(found + none.size() - 4, 4, '"' + absorbed + '"');
      at = response.body.find(mark, begin);
    }
  };
}

struct Two {
  World world{contacts_mapping};
  std::string left[2], right[2];

  explicit Two(bool second_has_partner) {
    for (int i = 0; i < 2; ++i) {
      const std::string mail = "person" + std::to_string(i) + "@acme.test";
      left[i] = world.load_contact(i == 0 || second_has_partner ? contact(mail, "Ana", "Lopez")
                                                                : contact("", "Ana", "Lopez"));
      if (i == 0 || second_has_partner) right[i] = world.load_customer(customer(mail, "Ana", "Lopez"));
    }
    must(world.sync());
    world.advance(3600);
  }
  void edit(const std::string& id, const char* value) {
    world.edit(world.hubspot(), id, value::Json::Object{{"firstname", value}});
    world.advance(60);
  }
};

TEST_CASE("the link of a record that was merged away follows the survivor") {
  Two two(false);
  merge(two.world, two.left[1], two.left[0]);
  two.world.edit(two.world.hubspot(), two.left[1], value::Json::Object{{"email", "merged@acme.test"}});
  two.edit(two.left[1], "Merged");
  must(two.world.sync());
  two.world.advance(60);
  must(two.world.sync());
  CHECK(held(two.world, two.world.netsuite(), two.right[0], "firstName") == "Merged");
  CHECK(two.world.records(two.world.netsuite()).items().size() == 1);
}

TEST_CASE("two links that a merge brings onto one record: one stays, the other is for a person") {
  Two two(true);
  merge(two.world, two.left[1], two.left[0]);
  two.edit(two.left[1], "Merged");
  must(two.world.sync());
  CHECK(held(two.world, two.world.netsuite(), two.right[1], "firstName") == "Merged");
  CHECK(held(two.world, two.world.netsuite(), two.right[0], "firstName") == "Ana");
  two.world.edit(two.world.netsuite(), two.right[0], value::Json::Object{{"firstName", "Orphan"}});
  two.world.advance(60);
  const std::int64_t writes = two.world.writes();
  must(two.world.sync());
  CHECK(two.world.writes() == writes);  // neither written to nor created again
  CHECK(two.world.failures() ==
        std::vector<std::string>{"merged: " + two.left[0] + " was merged into " + two.left[1] +
                                 ", which has a partner of its own: a person decides"});
}

// --- Some records only
// ------------------------------------------------------------------------------------------

TEST_CASE("--limit writes so many records, and the next run goes on with the rest") {
  World world(contacts_mapping);
  for (int i = 0; i < 5; ++i)
    world.load_contact(contact("person" + std::to_string(i) + "@acme.test", "Ana", "Lopez"));
  run::CycleOptions two;
  two.limit = 2;
  for (const std::int64_t created : {2, 4, 5, 5}) {
    const run::Cycle cycle = must(world.sync(two));
    CHECK(cycle.stopped.empty());
    CHECK(world.effects(world.netsuite())["created"] == created);
    world.advance(60);
  }
  // Some records were accepted, never the mapping: what is left of it still wants an accepted plan.
  world.load_contact(contact("late@acme.test", "Ana", "Lopez"));
  run::CycleOptions full;
  full.full = true;
  CHECK(must(world.sync(full)).stopped.size() == 1);
  CHECK(world.effects(world.netsuite())["created"] == 5);
}

}  // namespace
}  // namespace parley::simulation
