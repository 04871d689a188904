// Two mappings of one project over the same two objects, synced in turns on one state: each finds links by
// its own rules, and takes nothing from the other.
#include "engine/store/sqlite/database.hpp"
#include "tests/simulation/scenes.hpp"

#include <doctest/doctest.h>

namespace parley::simulation {
namespace {

constexpr const char* by_mail_and_by_phone = R"parley(
mapping by_mail {
  left  hs = hubspot.contacts
  right ns = netsuite.customer where ns.isPerson
  scope hs: has(hs.email)
  match email(hs.email) == email(ns.email)
  fields {
    hs.email     -> ns.email      via email  else keep
    hs.firstname -> ns.firstName
    hs.lastname  -> ns.lastName   default -> "(unknown)"
  }
}

mapping by_phone {
  left  hs = hubspot.contacts
  right ns = netsuite.customer where ns.isPerson
  scope hs: has(hs.mobilephone)
  match trim(hs.mobilephone) == trim(ns.mobilePhone)
  on exit archive
  on delete in left: archive, at most 10%
  fields {
    hs.mobilephone -> ns.mobilePhone
    hs.lastname    -> ns.lastName   default -> "(unknown)"
    hs.jobtitle    -> ns.title
  }
}
)parley";

constexpr std::size_t by_mail = 0, by_phone = 1;

value::Json contact_of(const std::string& mail, const std::string& phone) {
  return value::Json::Object{
      {"email", mail}, {"mobilephone", phone}, {"firstname", "Ana"}, {"lastname", "Lopez"}};
}

value::Json customer_of(const std::string& mail, const std::string& phone) {
  return value::Json::Object{{"isPerson", true},
                             {"email", mail},
                             {"mobilePhone", phone},
                             {"firstName", "Ana"},
                             {"lastName", "Lopez"}};
}

struct Turns {
  World world{by_mail_and_by_phone};

  run::Cycle sync(std::size_t mapping, run::CycleOptions options = {.accepted = true}) {
    world.mapping = mapping;
    world.advance(120);
    return must(world.sync(std::move(options)));
  }
  sync::Survey survey(std::size_t mapping) {
    world.mapping = mapping;
    return world.survey();
  }
  // One person on both sides.
  struct Person {
    std::string contact, customer;
  };
  Person load_ana(const std::string& phone) {
    return {world.load_contact(contact_of("ana@acme.test", phone)),
            world.load_customer(customer_of("ana@acme.test", phone))};
  }
  std::int64_t archived() { return world.effects(world.netsuite())["archived"]; }
  std::size_t customers() { return world.records(world.netsuite()).items().size(); }
  std::int64_t number(const char* sql) {
    auto database = store::Database::open(world.state_path());
    REQUIRE(database.has_value());
    const auto value = (*database)->number(sql);
    REQUIRE(value.has_value());
    return *value;
  }
  // From now on the state counts what is put into its index of keys, or dropped.
  void count_keying() {
    auto database = store::Database::open(world.state_path());
    REQUIRE(database.has_value());
    REQUIRE((*database)->script(
        "CREATE TABLE keyed (n); INSERT INTO keyed VALUES (0);"
        "CREATE TRIGGER put AFTER INSERT ON matchkey BEGIN UPDATE keyed SET n = n + 1; END;"
        "CREATE TRIGGER dropped AFTER DELETE ON matchkey BEGIN UPDATE keyed SET n = n + 1; END;"));
  }
  std::int64_t keyed() { return number("SELECT n FROM keyed"); }
};

TEST_CASE("each mapping finds partners by its own rule, after the other one has run") {
  Turns turns;
  World& world = turns.world;
  const std::string bo = world.load_contact(contact_of("", "")), cy = world.load_contact(contact_of("", ""));
  world.load_customer(customer_of("bo@acme.test", "111"));
  world.load_customer(customer_of("cy@acme.test", "222"));
  for (int turn = 0; turn < 2; ++turn)
    for (const std::size_t mapping : {by_mail, by_phone}) turns.sync(mapping);
  REQUIRE(world.writes() == 0);

  world.edit(world.hubspot(), bo, value::Json::Object{{"email", "bo@acme.test"}});
  CHECK(turns.sync(by_mail).plan.counters.links == 1);
  CHECK(turns.sync(by_phone).plan.counters.links == 0);
  world.edit(world.hubspot(), cy, value::Json::Object{{"mobilephone", "222"}});
  CHECK(turns.sync(by_mail).plan.counters.links == 0);
  CHECK(turns.sync(by_phone).plan.counters.links == 1);
  for (const std::size_t mapping : {by_mail, by_phone}) turns.sync(mapping);
  CHECK(turns.customers() == 2);
  CHECK(turns.number("SELECT count(*) FROM link") == 2);
}

TEST_CASE("keys are not put anew when the other mapping has run") {
  Turns turns;
  World& world = turns.world;
  const std::string ana = turns.load_ana("111").contact;
  world.load_contact(contact_of("bo@acme.test", "222"));
  turns.sync(by_mail);
  turns.sync(by_phone);
  turns.sync(by_mail);
  turns.sync(by_phone);
  turns.count_keying();
  run::CycleOptions full{.accepted = true};
  full.full = true;
  for (const std::size_t mapping : {by_mail, by_phone, by_mail, by_phone}) {
    const std::int64_t writes = world.writes();
    turns.sync(mapping, full);
    CHECK(world.writes() == writes);
  }
  CHECK(turns.keyed() == 0);

  world.edit(world.hubspot(), ana, value::Json::Object{{"mobilephone", "777"}});
  turns.sync(by_mail);
  CHECK(turns.keyed() == 0);  // by_mail has no key that changed
  turns.sync(by_phone);
  CHECK(turns.keyed() == 4);  // the old key goes, the new one comes, on both sides
}

TEST_CASE("a pair that another mapping linked does not leave a scope that it was never in") {
  Turns turns;
  World& world = turns.world;
  const auto [ana, customer] = turns.load_ana("");
  turns.sync(by_mail);
  const run::Cycle other = turns.sync(by_phone);
  CHECK(other.plan.counters.archives.right == 0);
  CHECK(turns.archived() == 0);
  CHECK(turns.survey(by_phone).linked == 0);
  CHECK(turns.survey(by_mail).linked == 1);

  world.edit(world.hubspot(), ana, value::Json::Object{{"firstname", "Anna"}});
  turns.sync(by_phone);
  turns.sync(by_mail);
  CHECK(held(world, world.netsuite(), customer, "firstName") == "Anna");
}

TEST_CASE("a pair that is deleted before a mapping met it is not that mapping's to end") {
  Turns turns;
  World& world = turns.world;
  const auto [ana, customer] = turns.load_ana("111");
  turns.sync(by_mail);
  REQUIRE(world.hubspot().edit(value::Json::Object{{"id", ana}, {"archive", true}}).has_value());
  world.edit(world.netsuite(), customer, value::Json::Object{{"title", "Buyer"}});
  turns.sync(by_phone);
  turns.sync(by_phone);
  CHECK(turns.archived() == 0);
}

TEST_CASE("a pair that leaves one mapping's scope goes on in the other's") {
  Turns turns;
  World& world = turns.world;
  const auto [ana, customer] = turns.load_ana("111");
  for (const std::size_t mapping : {by_mail, by_phone}) turns.sync(mapping);
  world.edit(world.hubspot(), ana,
             value::Json::Object{{"email", ""}, {"firstname", "Anna"}, {"lastname", "Lopes"}});
  for (const std::size_t mapping : {by_mail, by_phone, by_mail}) turns.sync(mapping);
  CHECK(held(world, world.netsuite(), customer, "firstName") == "Ana");
  CHECK(held(world, world.netsuite(), customer, "lastName") == "Lopes");
  CHECK(turns.survey(by_mail).frozen == 1);
  CHECK(turns.survey(by_mail).linked == 0);
  CHECK(turns.survey(by_phone).frozen == 0);
  CHECK(turns.survey(by_phone).linked == 1);

  world.edit(world.hubspot(), ana, value::Json::Object{{"email", "ana@acme.test"}});
  for (const std::size_t mapping : {by_phone, by_mail}) turns.sync(mapping);
  CHECK(held(world, world.netsuite(), customer, "firstName") == "Anna");
  CHECK(turns.survey(by_mail).linked == 1);
}

TEST_CASE("status shows the last run of its own mapping") {
  Turns turns;
  turns.world.load_contact(contact_of("ana@acme.test", ""));
  turns.sync(by_mail);
  const std::optional<store::RunRow> last = turns.survey(by_mail).last_run;
  turns.sync(by_phone);
  REQUIRE(last);
  CHECK(turns.survey(by_mail).last_run->no == last->no);
  CHECK(turns.survey(by_mail).counters.of(sync::Class::created) == 1);
  CHECK(turns.survey(by_phone).last_run->no != last->no);
}

TEST_CASE("the breaker measures a mapping by its own pairs") {
  Turns turns;
  World& world = turns.world;
  const std::string cy = world.load_contact(contact_of("", "222"));
  for (int i = 0; i < 30; ++i)
    world.load_contact(contact_of("person" + std::to_string(i) + "@acme.test", ""));
  for (const std::size_t mapping : {by_mail, by_phone}) turns.sync(mapping);
  REQUIRE(turns.number("SELECT count(*) FROM link") == 31);
  world.edit(world.hubspot(), cy, value::Json::Object{{"mobilephone", ""}});
  const run::Cycle stopped = turns.sync(by_phone, {});
  REQUIRE(stopped.stopped.size() == 1);  // one of one, and not of 31
  CHECK(stopped.stopped[0].find("archived on the right") != std::string::npos);
  CHECK(turns.archived() == 0);
}

}  // namespace
}  // namespace parley::simulation
