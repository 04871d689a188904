// Packed bytes, the breaker and the counters.
#include "engine/sync/breaker.hpp"

#include <doctest/doctest.h>

namespace parley::sync {
namespace {

Decision sample() {
  Decision decision;
  decision.outcome = Class::updated;
  decision.action = Action::update;
  decision.reason = "matched";
  decision.records = {store::RecordNo(1), store::RecordNo(300)};
  decision.ids = {store::RemoteId("501"), store::RemoteId("77")};
  decision.versions.left = store::Version{"v1", core::Instant{1'700'000'000'000'000}};
  decision.assignments.right = {{store::FieldNo(4), Value::of("Anna")}, {store::FieldNo(5), Value::null()}};
  decision.lines.push_back({store::RuleNo(9),
                            What::write,
                            Why::left_changed,
                            Standing::agreed,
                            "",
                            "",
                            true,
                            {{Value::of("Ana")}, {Value::of("Ana")}},
                            {{Value::of("Anna")}, {Value::of("Ana")}},
                            {std::nullopt, Values{Value::of("Anna")}}});
  decision.inbox = {store::RecordNo(1)};
  decision.clears = 1;
  return decision;
}

TEST_CASE("a decision comes back from its bytes as it was") {
  const std::string bytes = pack_decision(sample());
  CHECK(pack_decision(unpack_decision(bytes)) == bytes);
  const Decision back = unpack_decision(bytes);
  CHECK(back.ids.right.value == "77");
  CHECK(back.versions.left->modified->microseconds == 1'700'000'000'000'000);
  CHECK(back.assignments.right[0].value == Value::of("Anna"));
  CHECK(*back.lines[0].writes.right == Values{Value::of("Anna")});
}

TEST_CASE("bytes that are cut read as less, and never beyond their end") {
  const std::string bytes = pack_decision(sample());
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    const Decision cut = unpack_decision(std::string_view(bytes).substr(0, length));
    CHECK(cut.lines.size() <= 1);
  }
}

TEST_CASE("images survive a projection that changed") {
  const std::vector<store::FieldNo> before{store::FieldNo(1), store::FieldNo(2)};
  const std::vector<store::FieldNo> after{store::FieldNo(3), store::FieldNo(2)};
  const std::string bytes = pack_image({Value::of("a"), {value::State::blank, ""}}, before);
  const Values image = unpack_image(bytes, after);
  CHECK(image[0].state == value::State::absent);
  CHECK(image[1].state == value::State::blank);
}

TEST_CASE("link states come back, and rules that are gone are left out") {
  Numbers numbers{{{store::FieldNo(1)}, {store::FieldNo(2)}}, {store::RuleNo(5), store::RuleNo(6)}};
  LinkState state = fresh_state(numbers);
  state.images = {{Value::of("L")}, {Value::of("R")}};
  state.seen.left = store::Version{"t", {}};
  state.written.right = true;
  state.bases[1] = FieldBase{Standing::kept, 77, {false, true}, 1, {{Value::of("L")}, {Value::null()}}};
  const Sides<std::string> packed = pack_state(state, numbers);
  const LinkState back = unpack_state({{}, {}, packed.left, packed.right}, numbers);
  CHECK(back.bases == state.bases);
  CHECK(back.seen.left->token == "t");
  CHECK(back.written.right);
  numbers.rules = {store::RuleNo(5)};
  CHECK(!unpack_state({{}, {}, packed.left, packed.right}, numbers).bases[0]);
}

TEST_CASE("the breaker measures against the pairs that were there") {
  abi::Program program;
  Counters counters;
  counters.archives.right = 21;
  CHECK(tripped(program, counters, {100}).size() == 1);
  CHECK(tripped(program, counters, {1000}).empty());
  program.policies.delete_limit_left.count = 10;
  CHECK(tripped(program, counters, {1000}).size() == 1);
  counters = {};
  counters.updates.left = 31;
  CHECK(tripped(program, counters, {100}).size() == 1);
  CHECK(tripped(program, counters, {0}).empty());
}

TEST_CASE("every observed record is in one class or pending") {
  Counters counters;
  counters.observed = 3;
  counters.add(sample());
  CHECK(counters.of(Class::updated) == 1);
  CHECK(counters.pending() == 2);
  CHECK(counters.updates.right == 1);
  CHECK(counters.fields == 2);
  CHECK(unpack_counters(pack_counters(counters)).pending() == 2);
}

}  // namespace
}  // namespace parley::sync
