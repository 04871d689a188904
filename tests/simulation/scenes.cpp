#include "tests/simulation/scenes.hpp"

#include <fmt/format.h>

#include <doctest/doctest.h>

namespace parley::simulation {

value::Json contact(const std::string& email, const std::string& first, const std::string& last) {
  return value::Json::Object{{"email", email}, {"firstname", first}, {"lastname", last}};
}

value::Json customer(const std::string& email, const std::string& first, const std::string& last) {
  return value::Json::Object{{"isPerson", true}, {"email", email}, {"firstName", first}, {"lastName", last}};
}

run::Cycle must(core::Result<run::Cycle> result) {
  REQUIRE_MESSAGE(result.has_value(), (result ? "" : result.error().message));
  return *std::move(result);
}

std::string held(World& world, sandbox::System& system, const std::string& id, const std::string& field) {
  for (const value::Json& record : world.records(system).items()) {
    if (record.find("id")->text_or(record.find("id")->is_number() ? record.find("id")->digits() : "") != id)
      continue;
    const value::Json* values = record.find("properties");
    const value::Json* member = (values != nullptr ? *values : record).find(field);
    if (member == nullptr && record.find("values") != nullptr) member = record.find("values")->find(field);
    return member == nullptr ? "(none)" : member->text_or("(no text)");
  }
  return "(no record)";
}

std::string mapping_with(const std::string& policies, const std::string& rules) {
  return fmt::format(R"parley(
mapping contacts {{
  left  hs = hubspot.contacts
  right ns = netsuite.customer where ns.isPerson
  scope hs: has(hs.email)
  scope ns: !ns.isInactive
  match email(hs.email) == email(ns.email)
  {}
  fields {{
    hs.email     <-> ns.email      via email  else keep  conflict prefer hs
    hs.firstname <-> ns.firstName  via trim  conflict prefer hs
    hs.lastname  <-> ns.lastName   via trim  default -> "(unknown)" conflict prefer ns
    {}
  }}
}}
)parley",
                     policies, rules);
}

Linked::Linked(const std::string& mapping) : world(mapping) {
  left = world.load_contact(contact("ana@acme.test", "Ana", "Lopez"));
  right = world.load_customer(customer("ana@acme.test", "Ana", "Lopez"));
  must(world.sync());
  world.advance(3600);
}

run::Cycle Linked::again(run::CycleOptions options) {
  world.advance(60);
  return must(world.sync(std::move(options)));
}

void Linked::edit_left(const char* field, const value::Json& value) {
  world.edit(world.hubspot(), left, value::Json::Object{{field, value}});
}

void Linked::edit_right(const char* field, const value::Json& value) {
  world.edit(world.netsuite(), right, value::Json::Object{{field, value}});
}

}  // namespace parley::simulation
