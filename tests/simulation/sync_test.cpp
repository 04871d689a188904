// Whole syncs between the two sandboxes, counted from what the sandboxes saw and not from Parley's counters.
#include <fmt/format.h>

#include "tests/simulation/scenes.hpp"

#include <doctest/doctest.h>

namespace parley::simulation {
namespace {

TEST_CASE("a first sync links, fills and creates; the second writes nothing") {
  World world(contacts_mapping);
  world.load_contact(contact("ana@acme.test", "Ana", "Lopez"));
  world.load_contact(contact("only.left@acme.test", "Olga", "Left"));
  world.load_customer(customer("ANA@acme.test", "Ana", "Lopez"));
  world.load_customer(customer("only.right@acme.test", "Rita", "Right"));

  const run::Cycle first = must(world.sync());
  MESSAGE(fmt::format("{} calls", world.requests));
  CHECK(first.plan.counters.creates.left == 1);
  CHECK(first.plan.counters.creates.right == 1);
  CHECK(first.plan.counters.links == 1);
  CHECK(first.applied.counters.pending() == 0);
  CHECK(world.records(world.hubspot()).items().size() == 3);
  CHECK(world.records(world.netsuite()).items().size() == 3);

  CHECK(world.plan_rows() == 0);

  world.advance(60);
  const std::int64_t writes = world.writes();
  const run::Cycle second = must(world.sync());
  CHECK(world.writes() == writes);
  CHECK(second.plan.counters.writes() == 0);
}

TEST_CASE("an edit on each side flows to the other, once") {
  Linked pair;
  pair.world.edit(pair.world.hubspot(), pair.left, value::Json::Object{{"firstname", "Anna"}});
  pair.world.edit(pair.world.netsuite(), pair.right, value::Json::Object{{"lastName", "Lopes"}});
  const run::Cycle third = pair.again();
  CHECK(third.plan.counters.updates == sync::Sides<std::uint64_t>{1, 1});
  CHECK(held(pair.world, pair.world.netsuite(), pair.right, "firstName") == "Anna");
  CHECK(held(pair.world, pair.world.hubspot(), pair.left, "lastname") == "Lopes");
  const std::int64_t writes = pair.world.writes();
  pair.again();  // our own writes come back as changes, and are none
  CHECK(pair.world.writes() == writes);
}

TEST_CASE("a conflict is decided by the field's rule, or left to a person") {
  Linked pair;
  pair.world.edit(pair.world.hubspot(), pair.left,
                  value::Json::Object{{"firstname", "Anna"}, {"jobtitle", "Buyer"}});
  pair.world.edit(pair.world.netsuite(), pair.right,
                  value::Json::Object{{"firstName", "Anne"}, {"title", "Seller"}});
  const run::Cycle third = pair.again();
  CHECK(held(pair.world, pair.world.netsuite(), pair.right, "firstName") == "Anna");
  CHECK(held(pair.world, pair.world.netsuite(), pair.right, "title") == "Seller");
  CHECK(held(pair.world, pair.world.hubspot(), pair.left, "jobtitle") == "Buyer");
  CHECK(third.plan.counters.of(sync::Class::conflict) == 2);
  const std::int64_t writes = pair.world.writes();
  pair.again();
  CHECK(pair.world.writes() == writes);

  pair.world.edit(pair.world.netsuite(), pair.right, value::Json::Object{{"title", "Buyer"}});
  const run::Cycle agreed = pair.again();
  CHECK(agreed.plan.counters.writes() == 0);
  CHECK(agreed.plan.counters.of(sync::Class::conflict) == 0);
}

TEST_CASE("a cleared value clears nothing, and a later edit of the other side flows") {
  Linked pair;
  pair.world.edit(pair.world.hubspot(), pair.left, value::Json::Object{{"firstname", ""}});
  pair.again();
  CHECK(held(pair.world, pair.world.netsuite(), pair.right, "firstName") == "Ana");
  pair.world.edit(pair.world.netsuite(), pair.right, value::Json::Object{{"firstName", "Anna"}});
  pair.again();
  CHECK(held(pair.world, pair.world.hubspot(), pair.left, "firstname") == "Anna");
}

TEST_CASE("a record that leaves the scope is frozen, and goes on when it is back") {
  Linked pair;
  pair.world.edit(pair.world.netsuite(), pair.right, value::Json::Object{{"isInactive", true}});
  pair.world.edit(pair.world.hubspot(), pair.left, value::Json::Object{{"firstname", "Anna"}});
  const run::Cycle frozen = pair.again();
  CHECK(frozen.plan.counters.writes() == 0);
  CHECK(frozen.plan.counters.of(sync::Class::excluded) == 2);
  pair.world.edit(pair.world.netsuite(), pair.right, value::Json::Object{{"isInactive", false}});
  pair.again();
  CHECK(held(pair.world, pair.world.netsuite(), pair.right, "firstName") == "Anna");
}

TEST_CASE("two records with one key are ambiguous: nothing is guessed, nothing created") {
  World world(contacts_mapping);
  world.load_contact(contact("twin@acme.test", "Ana", "One"));
  world.load_customer(customer("twin@acme.test", "Ana", "One"));
  world.load_customer(customer("twin@acme.test", "Ana", "Two"));
  const run::Cycle first = must(world.sync());
  CHECK(first.plan.counters.writes() == 0);
  CHECK(first.plan.counters.of(sync::Class::conflict) == 3);
  CHECK(world.writes() == 0);
}

TEST_CASE("nothing is written before a plan was accepted") {
  World world(contacts_mapping);
  world.load_contact(contact("ana@acme.test", "Ana", "Lopez"));
  const run::Cycle first = must(world.sync({}));
  CHECK(first.stopped.size() == 1);
  CHECK(world.writes() == 0);
  must(world.sync());
  CHECK(world.writes() == 1);
}

}  // namespace
}  // namespace parley::simulation
