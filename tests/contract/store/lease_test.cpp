// Who may write: one lease a part, fenced by its epoch.
#include "tests/contract/store/implementations.hpp"

using namespace parley;
using namespace parley::store;

TEST_CASE_TEMPLATE("a held part is busy by name until it is released or runs out", Implementation,
                   EVERY_STORE) {
  World<Implementation> world;
  const auto second = world.store->acquire({}, "second", core::Duration::seconds(60));
  REQUIRE_FALSE(second.has_value());
  CHECK(second.error().kind == core::ErrorKind::busy);
  CHECK(second.error().message.find("held by test since 2026-11-18T") != std::string::npos);
  good(world.store->release(world.lease));
  const Lease third = good(world.store->acquire({}, "third", core::Duration::seconds(60)));
  CHECK(third.epoch > world.lease.epoch);
  world.implementation.clock.advance(core::Duration::seconds(61));
  CHECK(good(world.store->acquire({}, "fourth", core::Duration::seconds(60))).epoch > third.epoch);
}

TEST_CASE_TEMPLATE("a fenced writer commits nothing", Implementation, EVERY_STORE) {
  World<Implementation> world;
  world.implementation.clock.advance(core::Duration::seconds(61));
  const Lease taken = good(world.store->acquire({}, "other", core::Duration::seconds(60)));
  const RecordRow row = world.record(world.left, "1");
  const auto late = world.store->commit(world.lease, {{PutRecord{row}}, {}});
  REQUIRE_FALSE(late.has_value());
  CHECK(late.error().kind == core::ErrorKind::busy);
  CHECK(late.error().message.find("other") != std::string::npos);
  CHECK_FALSE(world.store->object(world.lease, "a", "b").has_value());
  CHECK(good(world.store->records(std::vector{row.no})).empty());
  CHECK_FALSE(good(world.store->commit(taken, {{PutRecord{row}}, {}})).refused.has_value());
}

TEST_CASE_TEMPLATE("every commit keeps the lease alive", Implementation, EVERY_STORE) {
  World<Implementation> world;
  for (int i = 0; i < 3; ++i) {
    world.implementation.clock.advance(core::Duration::seconds(40));
    world.write({PutMeta{"beat", std::to_string(i)}});
  }
  CHECK_FALSE(world.store->acquire({}, "second", core::Duration::seconds(60)).has_value());
}

TEST_CASE_TEMPLATE("a commit can be asked for afterwards", Implementation, EVERY_STORE) {
  World<Implementation> world;
  const Commit commit = good(world.store->commit(world.lease, {{PutMeta{"a", "1"}}, {}}));
  CHECK(good(world.store->committed(commit.id)));
  CommitId next = commit.id;
  ++next.number;
  CHECK_FALSE(good(world.store->committed(next)));
}

TEST_CASE_TEMPLATE("parts are held apart", Implementation, EVERY_STORE) {
  Implementation implementation;
  const auto store = implementation.open();
  const Lease first = good(store->acquire({0, 2}, "one", core::Duration::seconds(60)));
  const Lease second = good(store->acquire({1, 2}, "two", core::Duration::seconds(60)));
  CHECK_FALSE(good(store->commit(first, {{PutMeta{"a", "1"}}, {}})).refused.has_value());
  CHECK_FALSE(good(store->commit(second, {{PutMeta{"b", "1"}}, {}})).refused.has_value());
}

TEST_CASE_TEMPLATE("numbers are never given out twice", Implementation, EVERY_STORE) {
  World<Implementation> world;
  const std::uint64_t first = good(world.store->reserve(world.lease, Sequence::links, 10));
  CHECK(first >= 1);
  CHECK(good(world.store->reserve(world.lease, Sequence::links, 1)) == first + 10);
  CHECK(good(world.store->reserve(world.lease, Sequence::intents, 1)) == 1);
}

TEST_CASE_TEMPLATE("each holder is a generation", Implementation, EVERY_STORE) {
  Implementation implementation;
  const auto store = implementation.open();
  CHECK(store->generation().fresh);
  CHECK_FALSE(store->generation().restored);
  const std::uint64_t before = store->generation().number;
  const Lease lease = good(store->acquire({}, "one", core::Duration::seconds(60)));
  CHECK(store->generation().number == before + 1);
}
