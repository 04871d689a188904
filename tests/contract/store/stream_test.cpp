// Streams: in key order, over page borders, restartable, alive while batches are committed.
#include "tests/contract/store/implementations.hpp"

using namespace parley;
using namespace parley::store;

namespace {

constexpr std::uint64_t many = page_rows_max * 2 + 3;

}  // namespace

TEST_CASE_TEMPLATE("the inbox comes in record order, from any place", Implementation, EVERY_STORE) {
  World<Implementation> world;
  std::vector<Mutation> mutations;
  for (std::uint64_t i = many; i > 0; --i)
    mutations.push_back(
        PutInbox{{world.mapping, RecordNo(i), {}, Cause::first_sight, core::Instant{1}, "image"}});
  world.write(mutations);
  const auto rows = all(world.store->inbox(world.mapping, {}, {}));
  REQUIRE(rows.size() == many);
  for (std::uint64_t i = 0; i < many; ++i) CHECK(rows[i].record == RecordNo(i + 1));
  CHECK(all(world.store->inbox(world.mapping, {}, RecordNo(many - 2))).size() == 2);
  CHECK(all(world.store->inbox(MappingNo(99), {}, {})).empty());
  const auto even = all(world.store->inbox(world.mapping, {0, 2}, {}));
  const auto odd = all(world.store->inbox(world.mapping, {1, 2}, {}));
  CHECK(even.size() + odd.size() == many);
  CHECK(odd.at(0).record == RecordNo(1));
}

TEST_CASE_TEMPLATE("rows may be dropped while their stream is read", Implementation, EVERY_STORE) {
  World<Implementation> world;
  std::vector<Mutation> mutations;
  for (std::uint64_t i = 1; i <= many; ++i)
    mutations.push_back(PutInbox{{world.mapping, RecordNo(i), {}, Cause::changed, core::Instant{1}, ""}});
  world.write(mutations);
  auto rows = world.store->inbox(world.mapping, {}, {});
  std::uint64_t seen = 0;
  while (auto row = good(rows.next())) {
    CHECK(row->record == RecordNo(++seen));
    world.write({DropInbox{world.mapping, row->record}});
  }
  CHECK(seen == many);
  CHECK(good(world.store->counts()).inbox == 0);
}

TEST_CASE_TEMPLATE("a page ends with its bytes, the stream does not", Implementation, EVERY_STORE) {
  World<Implementation> world;
  const std::string large(page_bytes_max / 2 + 1, 'x');
  std::vector<Mutation> mutations;
  for (std::uint64_t i = 1; i <= 7; ++i)
    mutations.push_back(PutPlan{{RunNo(1), Seq(i), world.mapping, RecordNo(i), {}, {}, large}});
  world.write(mutations);
  CHECK(all(world.store->plan(RunNo(1), {})).size() == 7);
  CHECK(all(world.store->plan(RunNo(1), Seq(5))).size() == 2);
  world.write({DropPlan{RunNo(1)}});
  CHECK(all(world.store->plan(RunNo(1), {})).empty());
}

TEST_CASE_TEMPLATE("the join groups both sides by key, with their links", Implementation, EVERY_STORE) {
  World<Implementation> world;
  const RecordRow a = world.record(world.left, "a");
  const RecordRow b = world.record(world.right, "b");
  const RecordRow c = world.record(world.right, "c");
  const LinkNo link = world.link_no();
  const KeyHash low(1);
  const KeyHash high(0x8000'0000'0000'0000ULL);  // orders after low although its sign bit is set
  world.write({PutRecord{a}, PutRecord{b}, PutRecord{c},
               PutKeys{world.pair, Side::left, a.no, {{MatchRule(1), low}, {MatchRule(2), low}}},
               PutKeys{world.pair, Side::right, b.no, {{MatchRule(1), low}}},
               PutKeys{world.pair, Side::right, c.no, {{MatchRule(1), high}}},
               PutLink{{link, world.pair, std::nullopt, c.no}}});
  const auto groups = all(world.store->join(world.pair, MatchRule(1), {}, std::nullopt));
  REQUIRE(groups.size() == 2);
  CHECK(groups[0].hash == low);
  CHECK(groups[0].left.at(0).record == a.no);
  CHECK(groups[0].right.at(0).record == b.no);
  CHECK_FALSE(groups[0].right.at(0).link.has_value());
  CHECK(groups[1].hash == high);
  CHECK(groups[1].left_count == 0);
  CHECK(groups[1].right.at(0).link == link);
  CHECK(all(world.store->join(world.pair, MatchRule(1), {}, low)).size() == 1);
  CHECK(all(world.store->join(world.pair, MatchRule(1), {}, KeyHash(~0ULL))).empty());
  CHECK(all(world.store->join(world.pair, MatchRule(1), {1, 2}, std::nullopt)).size() == 1);
  const auto rows = good(world.store->candidates(world.pair, std::vector{Key{MatchRule(1), high}}));
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].side == Side::right);
  CHECK(rows[0].link == link);
}

TEST_CASE_TEMPLATE("a large key group is counted, not carried", Implementation, EVERY_STORE) {
  World<Implementation> world;
  constexpr std::uint64_t size = page_rows_max * 2;
  std::vector<Mutation> mutations;
  for (std::uint64_t i = 0; i < size; ++i) {
    const RecordRow row = world.record(world.left, std::to_string(i));
    mutations.push_back(PutRecord{row});
    mutations.push_back(PutKeys{world.pair, Side::left, row.no, {{MatchRule(1), KeyHash(5)}}});
    mutations.push_back(
        PutKeys{world.pair, Side::left, row.no, {{MatchRule(1), KeyHash(i % 2 == 0 ? 5 : 1000 + i)}}});
  }
  world.write(mutations);
  const auto groups = all(world.store->join(world.pair, MatchRule(1), {}, std::nullopt));
  REQUIRE(groups.size() == 1 + size / 2);
  CHECK(groups[0].left_count == size / 2);
  CHECK(groups[0].left.size() == group_records_max);
}

TEST_CASE_TEMPLATE("keys that a record has no more leave the index, others stay", Implementation,
                   EVERY_STORE) {
  World<Implementation> world;
  const PairNo other = good(world.store->pair(world.lease, world.right, world.left));
  const RecordRow a = world.record(world.left, "a");
  const Key mail{MatchRule(1), KeyHash(1)};
  const Key phone{MatchRule(2), KeyHash(2)};
  world.write({PutRecord{a}, PutKeys{world.pair, Side::left, a.no, {mail, phone}},
               PutKeys{other, Side::right, a.no, {mail}}});
  CHECK(good(world.store->keys(world.pair, KeyLane(0), a.no)) == std::vector{mail, phone});
  world.write({PutRecord{a}, PutKeys{world.pair, Side::left, a.no, {phone}}});
  CHECK(good(world.store->candidates(world.pair, std::vector{mail})).empty());
  CHECK(good(world.store->candidates(world.pair, std::vector{phone})).size() == 1);
  CHECK(good(world.store->candidates(other, std::vector{mail})).size() == 1);
  CHECK(world.refused({{PutKeys{world.pair, Side::left, RecordNo(999), {mail}}}, {}}).mutation == 0);
}

TEST_CASE_TEMPLATE("mappings over one pair have keys of their own, and share markers", Implementation,
                   EVERY_STORE) {
  World<Implementation> world;
  const KeyLane first = good(world.store->key_lane(world.lease, world.pair, world.mapping));
  const MappingNo leads = good(world.store->mapping(world.lease, "leads"));
  const KeyLane second = good(world.store->key_lane(world.lease, world.pair, leads));
  CHECK(first == KeyLane(0));
  CHECK(second == KeyLane(1));
  CHECK(good(world.store->key_lane(world.lease, world.pair, world.mapping)) == first);
  const PairNo other = good(world.store->pair(world.lease, world.right, world.left));
  CHECK(good(world.store->key_lane(world.lease, other, leads)) == KeyLane(0));

  const RecordRow a = world.record(world.left, "a");
  const Key marker{MatchRule(0), KeyHash(3)}, other_marker{MatchRule(0), KeyHash(4)};
  const Key mail{match_rule(first, 1), KeyHash(1)}, phone{match_rule(second, 1), KeyHash(1)};
  const auto keys = [&](KeyLane lane) { return good(world.store->keys(world.pair, lane, a.no)); };
  world.write({PutRecord{a}, PutKeys{world.pair, Side::left, a.no, {marker, mail}, first},
               PutKeys{world.pair, Side::left, a.no, {marker, phone}, second}});
  CHECK(keys(first) == std::vector{marker, mail});
  CHECK(keys(second) == std::vector{marker, phone});
  CHECK(good(world.store->candidates(world.pair, std::vector{mail})).size() == 1);
  CHECK(good(world.store->candidates(world.pair, std::vector{phone})).size() == 1);

  world.write({PutKeys{world.pair, Side::left, a.no, {other_marker}, second}});
  CHECK(keys(first) == std::vector{other_marker, mail});
  CHECK(keys(second) == std::vector{other_marker});
  CHECK(good(world.store->candidates(world.pair, std::vector{phone})).empty());

  world.write({PutKeys{other, Side::right, a.no, {mail}, first}, DropKeys{a.no}, DropKeys{RecordNo(999)}});
  CHECK(keys(first).empty());
  CHECK(good(world.store->candidates(world.pair, std::vector{mail, other_marker})).empty());
  CHECK(good(world.store->candidates(other, std::vector{mail})).empty());
}

TEST_CASE_TEMPLATE("pairs come in the order of either side, with their bases", Implementation, EVERY_STORE) {
  World<Implementation> world;
  std::vector<Mutation> mutations;
  for (std::uint64_t i = 1; i <= many; ++i) {
    mutations.push_back(PutLink{{LinkNo(i), world.pair, RecordNo(i), RecordNo(10'000 - i)}});
    if (i % 2 == 0) mutations.push_back(PutBase{{LinkNo(i), world.mapping, std::to_string(i), ""}});
  }
  mutations.push_back(PutLink{{LinkNo(many + 1), PairNo(99), RecordNo(1), RecordNo(2)}});
  world.write(mutations);
  const auto by_left = all(world.store->pairs(world.pair, world.mapping, Side::left, {}));
  REQUIRE(by_left.size() == many);
  CHECK(by_left[0].link.no == LinkNo(1));
  CHECK_FALSE(by_left[0].base.has_value());
  CHECK(by_left[1].base.value().left == "2");
  const auto by_right = all(world.store->pairs(world.pair, world.mapping, Side::right, {}));
  REQUIRE(by_right.size() == many);
  CHECK(by_right[0].link.no == LinkNo(many));
  CHECK(all(world.store->pairs(world.pair, world.mapping, Side::left, RecordNo(many - 1))).size() == 1);
}

TEST_CASE_TEMPLATE("the journal is read by run, link, record, or whole", Implementation, EVERY_STORE) {
  World<Implementation> world;
  std::vector<Mutation> mutations;
  for (std::uint64_t i = 1; i <= many; ++i) {
    JournalRow row;
    row.no = IntentNo(i);
    row.run = RunNo(i <= 10 ? 1 : 2);
    row.link = i % 2 == 0 ? std::optional(LinkNo(7)) : std::nullopt;
    row.record = RecordNo(i % 3);
    row.state = IntentState::applied;
    mutations.push_back(PutJournal{row});
  }
  world.write(mutations);
  CHECK(all(world.store->journal({.run = RunNo(1)}, {})).size() == 10);
  CHECK(all(world.store->journal({.link = LinkNo(7)}, {})).size() == many / 2);
  CHECK(all(world.store->journal({.record = RecordNo(0)}, {})).size() == many / 3);
  CHECK(all(world.store->journal({}, {})).size() == many);
  CHECK(all(world.store->journal({}, IntentNo(many - 1))).size() == 1);
  CHECK(all(world.store->intents({})).empty());
}

TEST_CASE_TEMPLATE("records of an object, conflicts, runs and dependants over page borders", Implementation,
                   EVERY_STORE) {
  World<Implementation> world;
  std::vector<Mutation> mutations;
  for (std::uint64_t i = 1; i <= many; ++i) {
    mutations.push_back(PutRecord{world.record(i % 2 == 0 ? world.left : world.right, std::to_string(i))});
    mutations.push_back(
        PutConflict{{LinkNo(1 + i / 2), world.mapping, RuleNo(static_cast<std::uint32_t>(1 + i % 2)), "", "",
                     "", ConflictState::open, RunNo(1)}});
    mutations.push_back(PutRun{{RunNo(i), {}, "", "", core::Instant{1}, {}, "", ""}});
    mutations.push_back(PutDepends{RecordNo(1), world.mapping, RecordNo(i)});
    mutations.push_back(PutDepends{RecordNo(1), MappingNo(77), RecordNo(i)});
  }
  world.write(mutations);
  CHECK(all(world.store->object_records(world.left, {})).size() == many / 2);
  CHECK(all(world.store->conflicts(world.mapping)).size() == many);
  const auto runs = all(world.store->runs());
  CHECK(runs.size() == many);
  CHECK(runs[0].no == RunNo(many));
  CHECK(all(world.store->dependants(RecordNo(1))).size() == many);
}
