// What simulations begin with: people of both systems, and a pair that agrees.
#pragma once

#include <string>

#include "tests/simulation/world.hpp"

namespace parley::simulation {

value::Json contact(const std::string& email, const std::string& first, const std::string& last);
value::Json customer(const std::string& email, const std::string& first, const std::string& last);

run::Cycle must(core::Result<run::Cycle> result);

// The value of a field in the system's own dump; "(none)" where it has none.
std::string held(World& world, sandbox::System& system, const std::string& id, const std::string& field);

// The mapping of world.hpp with other words at its end: policies such as "on exit unlink", or rules.
std::string mapping_with(const std::string& policies, const std::string& rules = {});

// Ana on both sides, linked by a first sync an hour ago.
struct Linked {
  World world;
  std::string left, right;

  explicit Linked(const std::string& mapping = contacts_mapping);
  run::Cycle again(run::CycleOptions options = {.accepted = true});
  void edit_left(const char* field, const value::Json& value);
  void edit_right(const char* field, const value::Json& value);
  std::string left_holds(const char* field) { return held(world, world.hubspot(), left, field); }
  std::string right_holds(const char* field) { return held(world, world.netsuite(), right, field); }
};

}  // namespace parley::simulation
