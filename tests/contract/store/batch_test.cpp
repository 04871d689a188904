// A batch lands whole or not at all, and only under a standing lease.
#include "tests/contract/store/implementations.hpp"

using namespace parley;
using namespace parley::store;

namespace {

JournalRow creation(IntentNo no, MappingNo mapping, RecordNo record) {
  JournalRow row;
  row.no = no;
  row.run = RunNo(1);
  row.mapping = mapping;
  row.record = record;
  row.op = "create";
  row.marker = "0123";
  row.left_image = "left";
  row.right_image = std::string("r\0ight", 6);
  row.if_version = Version{"v1", core::Instant{5}};
  return row;
}

}  // namespace

TEST_CASE_TEMPLATE("what a batch puts is read back, by remote id and by number", Implementation,
                   EVERY_STORE) {
  World<Implementation> world;
  RecordRow row = world.record(world.left, "501");
  row.version = Version{"2026-11-22T03:00:00Z", core::Instant{1'795'000'000'000'001}};
  row.life = Life::archived;
  row.hash = Hash(0xFFFF'FFFF'FFFF'FFFFULL);
  row.bytes_hash = Hash(0x8000'0000'0000'0001ULL);
  world.write({PutRecord{row}, PutAlias{world.left, RemoteId("499"), row.no}});
  const std::vector<RemoteId> ids = {RemoteId("none"), RemoteId("499"), RemoteId("501")};
  const auto by_id = good(world.store->records(world.left, ids));
  REQUIRE(by_id.size() == 2);
  CHECK(by_id[0].id == RemoteId("501"));
  CHECK(by_id[1].version == row.version);
  CHECK(by_id[1].life == Life::archived);
  CHECK(by_id[1].hash == row.hash);
  CHECK(by_id[0].bytes_hash == row.bytes_hash);
  CHECK(by_id[1].bytes_hash == row.bytes_hash);
  CHECK(good(world.store->records(world.right, ids)).empty());
  const std::vector<RecordNo> numbers = {row.no};
  CHECK(good(world.store->records(numbers)).at(0).id == RemoteId("501"));
}

TEST_CASE_TEMPLATE("a page of ids finds what is known of each, in any order", Implementation, EVERY_STORE) {
  World<Implementation> world;
  std::vector<Mutation> mutations;
  for (int id = 0; id < 400; id += 2) {
    RecordRow row = world.record(world.left, std::to_string(id));
    row.hash = Hash(static_cast<std::uint64_t>(id) + 1);
    row.bytes_hash = Hash(static_cast<std::uint64_t>(id) + 7);
    if (id % 4 == 0) row.version = Version{"v" + std::to_string(id), core::Instant{id}};
    mutations.push_back(PutRecord{row});
  }
  mutations.push_back(PutRecord{world.record(world.right, "7")});
  world.write(mutations);
  std::vector<std::string> ids = {"", "2x", "398", "9999", "0", "10", "7"};
  for (int id = 0; id < 420; ++id) ids.push_back(std::to_string(id));
  for (int id = 420; id-- > 0;) ids.push_back(std::to_string(id));
  const std::vector<std::string_view> asked(ids.begin(), ids.end());
  KnownRows known;
  for (int round = 0; round < 2; ++round) {
    REQUIRE(world.store->known(world.left, asked, known));
    REQUIRE(known.rows.size() == ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const std::vector<RemoteId> one = {RemoteId(ids[i])};
      const auto row = good(world.store->records(world.left, one));
      CHECK_MESSAGE((known.rows[i].no.value != 0) == !row.empty(), ids[i]);
      if (row.empty()) continue;
      CHECK(known.rows[i].no == row[0].no);
      CHECK(known.rows[i].hash == row[0].hash);
      CHECK(known.rows[i].bytes_hash == row[0].bytes_hash);
      CHECK(known.is_at(known.rows[i], row[0].version));
      CHECK(!known.is_at(known.rows[i], Version{"another", core::Instant{1}}));
    }
  }
}

TEST_CASE_TEMPLATE("a version without an instant is not a version without a token", Implementation,
                   EVERY_STORE) {
  World<Implementation> world;
  std::vector<Mutation> mutations;
  std::vector<RecordNo> numbers;
  const std::vector<std::optional<Version>> versions = {
      std::nullopt, Version{"", std::nullopt}, Version{"etag", std::nullopt}, Version{"", core::Instant{-1}}};
  for (std::size_t i = 0; i < versions.size(); ++i) {
    RecordRow row = world.record(world.left, std::to_string(i));
    row.version = versions[i];
    numbers.push_back(row.no);
    mutations.push_back(PutRecord{row});
  }
  world.write(mutations);
  const auto rows = good(world.store->records(numbers));
  for (std::size_t i = 0; i < versions.size(); ++i) CHECK(rows.at(i).version == versions[i]);
}

TEST_CASE_TEMPLATE("a refused batch leaves nothing behind", Implementation, EVERY_STORE) {
  World<Implementation> world;
  const RecordRow a = world.record(world.left, "1");
  const RecordRow b = world.record(world.right, "2");
  const RecordRow c = world.record(world.right, "3");
  world.write({PutRecord{a}, PutRecord{b}, PutLink{{world.link_no(), world.pair, a.no, b.no}}});
  const LinkRow second{world.link_no(), world.pair, a.no, c.no};
  const Refusal refusal = world.refused({{PutRecord{c}, PutLink{second}}, {}});
  CHECK(refusal.mutation == 1);
  CHECK(good(world.store->records(std::vector{c.no})).empty());
  CHECK(world.refused({{PutRecord{c}}, {Unlinked{world.pair, Side::right, b.no}}}).expect == 0);
  CHECK(good(world.store->records(std::vector{c.no})).empty());
}

TEST_CASE_TEMPLATE("many links may lack a side", Implementation, EVERY_STORE) {
  World<Implementation> world;
  const RecordRow a = world.record(world.left, "1");
  const RecordRow b = world.record(world.left, "2");
  world.write({PutLink{{world.link_no(), world.pair, a.no, std::nullopt}},
               PutLink{{world.link_no(), world.pair, b.no, std::nullopt}}});
  CHECK(good(world.store->links(world.pair, Side::left, std::vector{a.no, b.no})).size() == 2);
}

TEST_CASE_TEMPLATE("an intent holds its claims until it is settled", Implementation, EVERY_STORE) {
  World<Implementation> world;
  const Key mail{MatchRule(1), KeyHash(77)};
  const Key marker{MatchRule(0), KeyHash(0xFFFF'FFFF'FFFF'FFFFULL)};
  const IntentNo first = world.intent();
  const IntentNo second = world.intent();
  world.write({OpenIntent{creation(first, world.mapping, RecordNo(1)), world.pair, {mail, marker}}});

  Refusal refusal =
      world.refused({{OpenIntent{creation(second, world.mapping, RecordNo(2)), world.pair, {mail}}}, {}});
  CHECK(refusal.holder == first);
  CHECK(refusal.mutation == 0);
  CHECK(world.refused({{}, {ClaimFree{world.pair, marker}}}).holder == first);
  CHECK(good(world.store->claims(world.pair, std::vector{mail, marker})).size() == 2);

  const auto open = all(world.store->intents({}));
  REQUIRE(open.size() == 1);
  CHECK(open[0].right_image == std::string("r\0ight", 6));
  CHECK(open[0].if_version == Version{"v1", core::Instant{5}});
  CHECK(open[0].sent_at == std::nullopt);
  world.write({MarkSent{first, core::Instant{9}, "job-1"}});
  CHECK(all(world.store->intents({})).at(0).sent_at == core::Instant{9});

  world.write({SettleIntent{first, IntentState::applied, LinkNo(5), "201"}});
  CHECK(all(world.store->intents({})).empty());
  CHECK(good(world.store->claims(world.pair, std::vector{mail, marker})).empty());
  world.write({OpenIntent{creation(second, world.mapping, RecordNo(2)), world.pair, {mail}}});
  const auto settled = all(world.store->journal({.link = LinkNo(5)}, {}));
  REQUIRE(settled.size() == 1);
  CHECK(settled[0].state == IntentState::applied);
  CHECK(settled[0].left_image.empty());  // personal values stay no longer than they are needed
  CHECK(settled[0].answer == "201");
}

TEST_CASE_TEMPLATE("settling what is not in the journal is refused", Implementation, EVERY_STORE) {
  World<Implementation> world;
  CHECK(world.refused({{SettleIntent{IntentNo(99), IntentState::applied, std::nullopt, ""}}, {}}).mutation ==
        0);
}

TEST_CASE_TEMPLATE("expectations compare with what is stored", Implementation, EVERY_STORE) {
  World<Implementation> world;
  const RecordRow row = world.record(world.left, "1");
  CursorRow cursor{world.left, "changes", "p1", core::Instant{3}, ""};
  world.write({PutRecord{row}, PutCursor{cursor}});
  const auto holds = [&](Expect expect) {
    return !good(world.store->commit(world.lease, {{}, {expect}})).refused;
  };
  CHECK(holds(RecordIs{row.no, row.hash}));
  CHECK_FALSE(holds(RecordIs{row.no, Hash(8)}));
  CHECK_FALSE(holds(RecordIs{RecordNo(999), row.hash}));
  CHECK(holds(CursorIs{world.left, "changes", "p1"}));
  CHECK(holds(CursorIs{world.left, "scan", ""}));
  CHECK_FALSE(holds(CursorIs{world.left, "changes", "p0"}));
  CHECK(holds(Unlinked{world.pair, Side::left, row.no}));
  CHECK_FALSE(holds(IntentIs{IntentNo(1), IntentState::open}));
  CHECK(good(world.store->cursor(world.left, "changes"))->floor == core::Instant{3});
  CHECK_FALSE(good(world.store->cursor(world.right, "changes")).has_value());
}

TEST_CASE_TEMPLATE("dropping a link takes its bases, lines and conflicts along", Implementation,
                   EVERY_STORE) {
  World<Implementation> world;
  const LinkNo link = world.link_no();
  const RuleNo rule = good(world.store->rule(world.lease, world.mapping, "email"));
  world.write({PutLink{{link, world.pair, RecordNo(1), RecordNo(2)}},
               PutBase{{link, world.mapping, "l", "r"}}, PutLine{{link, "items", "k", "", "", "l", "r"}},
               PutConflict{{link, world.mapping, rule, "a", "b", "", ConflictState::open, RunNo(1)}}});
  CHECK(good(world.store->bases(world.mapping, std::vector{link})).at(0).right == "r");
  CHECK(all(world.store->lines(link)).size() == 1);
  CHECK(all(world.store->conflicts(world.mapping)).at(0).left == "a");
  world.write({DropLink{link}});
  CHECK(good(world.store->links(std::vector{link})).empty());
  CHECK(good(world.store->bases(world.mapping, std::vector{link})).empty());
  CHECK(all(world.store->lines(link)).empty());
  CHECK(all(world.store->conflicts(world.mapping)).empty());
}

TEST_CASE_TEMPLATE("a second put replaces the first", Implementation, EVERY_STORE) {
  World<Implementation> world;
  InboxRow inbox{world.mapping,  RecordNo(4),      Version{"1", std::nullopt},
                 Cause::changed, core::Instant{1}, "old"};
  FailureRow failure{world.mapping, RecordNo(4), "value", "400", "words", "body", 1, core::Instant{50}};
  world.write({PutInbox{inbox}, PutFailure{failure}});
  inbox.image = "new";
  failure.attempts = 2;
  failure.next_at = std::nullopt;
  world.write({PutInbox{inbox}, PutFailure{failure}});
  CHECK(good(world.store->inbox_of(world.mapping, std::vector{RecordNo(4)})).at(0).image == "new");
  CHECK(good(world.store->failure(world.mapping, RecordNo(4)))->attempts == 2);
  CHECK(all(world.store->failures(world.mapping, core::Instant{100})).empty());
  CHECK(all(world.store->failures(world.mapping, std::nullopt)).size() == 1);
  world.write({DropInbox{world.mapping, RecordNo(4)}, DropFailure{world.mapping, RecordNo(4)}});
  CHECK(all(world.store->inbox(world.mapping, {}, {})).empty());
  CHECK_FALSE(good(world.store->failure(world.mapping, RecordNo(4))).has_value());
}

TEST_CASE_TEMPLATE("names keep their numbers, also under a new name", Implementation, EVERY_STORE) {
  World<Implementation> world;
  CHECK(good(world.store->object(world.lease, "hs-1", "contacts")) == world.left);
  CHECK(world.left != world.right);
  CHECK(good(world.store->pair(world.lease, world.left, world.right)) == world.pair);
  CHECK(good(world.store->pair(world.lease, world.right, world.left)) != world.pair);
  const RuleNo rule = good(world.store->rule(world.lease, world.mapping, "email"));
  CHECK(good(world.store->rename_rule(world.lease, world.mapping, "email", "mail")));
  CHECK_FALSE(good(world.store->rename_rule(world.lease, world.mapping, "email", "post")));
  CHECK(good(world.store->rule(world.lease, world.mapping, "mail")) == rule);
  CHECK(good(world.store->rename_mapping(world.lease, "contacts", "people")));
  CHECK(good(world.store->mapping(world.lease, "people")) == world.mapping);
  CHECK(good(world.store->mapping_names()).size() == 1);
  CHECK(good(world.store->field(world.lease, world.left, "email")) ==
        good(world.store->field(world.lease, world.left, "email")));
}

TEST_CASE_TEMPLATE("small tables", Implementation, EVERY_STORE) {
  World<Implementation> world;
  const RunRow run{RunNo(1), world.mapping, "hash", "me", core::Instant{1}, std::nullopt, "counts", ""};
  world.write({PutRun{run}, PutBudget{{"hs-1", "w", 12, core::Instant{8}}}, PutMeta{"accepted", "x"},
               PutMember{3, RecordNo(1)}, PutMember{3, RecordNo(1)},
               PutDepends{RecordNo(1), world.mapping, RecordNo(2)}});
  CHECK_FALSE(good(world.store->run(RunNo(1)))->ended.has_value());
  CHECK(good(world.store->run(RunNo(1)))->mapping == world.mapping);
  CHECK(all(world.store->runs()).at(0).counts == "counts");
  CHECK(good(world.store->budget("hs-1"))->blocked_until == core::Instant{8});
  CHECK(good(world.store->meta("accepted")) == "x");
  CHECK_FALSE(good(world.store->meta("generation")).has_value());  // the store's own names are out of reach
  CHECK(all(world.store->members(3)) == std::vector{RecordNo(1)});
  CHECK(all(world.store->dependants(RecordNo(1))) == std::vector{RecordNo(2)});
  world.write({DropMember{3, RecordNo(1)}, DropDepends{RecordNo(1), world.mapping, RecordNo(2)}});
  CHECK(all(world.store->members(3)).empty());
  CHECK(all(world.store->dependants(RecordNo(1))).empty());
}
