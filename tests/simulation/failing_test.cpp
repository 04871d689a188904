// Records that a system refuses: they rest, and go on.
#include "tests/simulation/scenes.hpp"

#include <doctest/doctest.h>

namespace parley::simulation {
namespace {

void refuse_once(Linked& pair, int status) {
  sandbox::FaultRule rule;
  rule.action = sandbox::FaultAction::status;
  rule.method = "PATCH";
  rule.status = status;
  pair.world.netsuite().add_fault(rule);
}

TEST_CASE("a refused write rests until its cause can have passed, and is tried again") {
  Linked pair;
  pair.edit_left("firstname", "Anna");
  refuse_once(pair, 403);
  CHECK(pair.again().applied.counters.of(sync::Class::failed) == 1);
  pair.world.advance(-30);
  CHECK(pair.again().plan.counters.of(sync::Class::failed) > 0);
  CHECK(pair.right_holds("firstName") == "Ana");
  pair.again();
  CHECK(pair.right_holds("firstName") == "Anna");
}

// The requests of a run after a refusal, during which somebody edits the target at request `edit_at` of it.
std::uint64_t run_after_refusal(Linked& pair, std::uint64_t edit_at) {
  pair.edit_left("firstname", "Anna");
  refuse_once(pair, 403);
  pair.again();
  pair.world.advance(120);
  const std::uint64_t start = pair.world.requests;
  pair.world.fate = [&](std::uint64_t request) {
    if (request == start + edit_at) pair.edit_right("title", "Buyer");
    return World::Fate::answered;
  };
  pair.again();
  pair.world.fate = {};
  return pair.world.requests - start;
}

TEST_CASE("a refused record that then moves under its next write does not rest for ever") {
  Linked twin;
  const std::uint64_t requests = run_after_refusal(twin, 1000);
  CHECK(twin.right_holds("firstName") == "Anna");
  Linked pair;
  run_after_refusal(pair, requests - 2);  // when its fresh read, the last but one, is on its way
  CHECK(pair.right_holds("firstName") == "Ana");
  pair.again();
  CHECK(pair.right_holds("firstName") == "Anna");
  CHECK(pair.left_holds("jobtitle") == "Buyer");
}

}  // namespace
}  // namespace parley::simulation
