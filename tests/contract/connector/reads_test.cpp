// What every connector owes its caller when it reads.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "stdlib/value/json.hpp"
#include "tests/contract/connector/subject.hpp"

using namespace parley;
using namespace parley::connector;
using contract::Subject;

namespace {

template <class Test>
void on_every_connector(Test test) {
  for (const auto& maker : contract::subjects()) {
    SUBCASE(maker.name.c_str()) {
      test(*maker.make());
    }
  }
}

std::set<std::string> set_of(const std::vector<std::string>& ids) {
  return {ids.begin(), ids.end()};
}

std::set<std::string> set_of(const std::vector<RecordId>& ids) {
  std::set<std::string> all;
  for (const RecordId& id : ids) all.insert(id.value);
  return all;
}

test::Talk scan(Subject& subject, const Cursor& from = {}) {
  return test::play(subject.connector().scan(subject.object, subject.fields, from), subject.server());
}

test::Talk changes(Subject& subject, const Cursor& from, std::size_t pages_max = SIZE_MAX) {
  return test::play(subject.connector().changes(subject.object, subject.fields, from, subject.clock.now()),
                    subject.server(), pages_max);
}

int pages_and_a_bit(const Subject& subject, int pages) {
  return static_cast<int>(subject.page) * pages + 3;
}

}  // namespace

TEST_CASE("identity names the account and its clock") {
  on_every_connector([](Subject& subject) {
    const auto talk = test::play(subject.connector().identity(), subject.server());
    REQUIRE(talk.account);
    CHECK(talk.account->name == subject.account);
    REQUIRE(talk.account->clock);
    CHECK(std::abs((*talk.account->clock - subject.clock.now()).microseconds) <= 1'000'000);
  });
}

TEST_CASE("describe knows the fields of this suite") {
  on_every_connector([](Subject& subject) {
    const auto talk = test::play(subject.connector().describe(subject.object), subject.server());
    REQUIRE(talk.schema);
    for (const FieldName& name : subject.fields.names) {
      CHECK_MESSAGE(std::ranges::any_of(talk.schema->fields, [&](const auto& f) { return f.field == name; }),
                    name.value);
    }
    CHECK(std::ranges::is_sorted(talk.schema->fields, {}, &FieldRights::field));
  });
}

TEST_CASE("a scan sees every record once and proves it") {
  on_every_connector([](Subject& subject) {
    const auto ids = subject.load(pages_and_a_bit(subject, 2), subject.ago(3'600));
    const auto talk = scan(subject);
    REQUIRE_MESSAGE(!talk.fault, talk.words());
    CHECK(set_of(talk.ids()) == set_of(ids));
    CHECK(talk.items.size() == ids.size());
    CHECK(talk.page_sizes.size() == 3);
    REQUIRE(talk.complete);
    CHECK(talk.complete->seen == ids.size());
    CHECK(talk.complete->counted == ids.size());
    CHECK(talk.complete->complete());
    for (const auto& delivered : talk.items) {
      CHECK(delivered.item.version);
      CHECK(delivered.item.life == Life::live);
      auto json = value::parse_json(delivered.json);
      REQUIRE(json);
      CHECK(json->find("id")->text() == delivered.item.id.value);
    }
  });
}

TEST_CASE("an empty account is scanned completely") {
  on_every_connector([](Subject& subject) {
    const auto talk = scan(subject);
    CHECK(talk.page_sizes == std::vector<std::size_t>{0});
    REQUIRE(talk.complete);
    CHECK(talk.complete->complete());
    CHECK(talk.complete->seen == 0);
  });
}

TEST_CASE("a scan goes on from every page's cursor") {
  on_every_connector([](Subject& subject) {
    const auto ids = subject.load(pages_and_a_bit(subject, 2), subject.ago(3'600));
    const auto whole = scan(subject);
    REQUIRE(whole.cursors.size() == 3);
    std::size_t before = 0;
    for (std::size_t i = 0; i < whole.cursors.size(); ++i) {
      before += whole.page_sizes[i];
      const auto rest = scan(subject, whole.cursors[i]);
      REQUIRE_MESSAGE(!rest.fault, rest.words());
      CHECK(rest.items.size() == ids.size() - before);
      REQUIRE(rest.complete);
      CHECK(rest.complete->seen == ids.size());
      CHECK(rest.complete->complete());
    }
  });
}

TEST_CASE("a record deleted behind the scan's back makes it no less complete, one created ahead is seen") {
  on_every_connector([](Subject& subject) {
    const auto ids = subject.load(pages_and_a_bit(subject, 1), subject.ago(3'600));
    const auto first =
        test::play(subject.connector().scan(subject.object, subject.fields, {}), subject.server(), 1);
    REQUIRE(first.cursors.size() == 1);
    const auto late = subject.system().edit(value::Json::Object{{"values", subject.loaded(9'999)}});
    REQUIRE(late);
    const auto rest = scan(subject, first.cursors[0]);
    CHECK(set_of(rest.ids()).contains(*late));
  });
}

TEST_CASE("a cursor of another stream is refused") {
  on_every_connector([](Subject& subject) {
    const Cursor changes_cursor = subject.connector().changes_from(subject.object, subject.clock.now());
    const auto talk = scan(subject, changes_cursor);
    REQUIRE(talk.fault);
    CHECK(talk.fault->kind == Fault::Kind::bad_cursor);
    REQUIRE(changes(subject, Cursor{}).fault);
    CHECK(changes(subject, Cursor{}).fault->kind == Fault::Kind::bad_cursor);
  });
}

TEST_CASE("changes bring what was modified, and again what the index may have shown too late") {
  on_every_connector([](Subject& subject) {
    const auto ids = subject.load(20, subject.ago(7'200));
    const core::Instant start = subject.clock.now();
    std::set<std::string> edited;
    for (const std::size_t n : {std::size_t{3}, std::size_t{7}, std::size_t{19}}) {
      subject.clock.advance(core::Duration::seconds(1));
      const std::string body = subject.update_body(static_cast<int>(n));
      const Write update{.intent = IntentId(n),
                         .kind = WriteKind::update,
                         .id = ids[n],
                         .marker = {},
                         .if_version = {},
                         .body = body};
      const auto talk =
          test::play(subject.connector().write(subject.object, std::vector{update}), subject.server());
      REQUIRE(talk.outcomes.size() == 1);
      REQUIRE(talk.outcomes[0].how == Settled::applied);
      edited.insert(ids[n].value);
    }
    subject.clock.advance(subject.lag + core::Duration::seconds(1));
    const auto first = changes(subject, subject.connector().changes_from(subject.object, start));
    REQUIRE_MESSAGE(!first.fault, first.words());
    CHECK(set_of(first.ids()) == edited);
    const auto second = changes(subject, first.cursors.back());
    CHECK(set_of(second.ids()) == edited);  // within the overlap
    subject.clock.advance(core::Duration::seconds(86'400));
    const auto far = changes(subject, second.cursors.back());
    const auto farther = changes(subject, far.cursors.back());
    CHECK(farther.items.empty());
    CHECK_FALSE(farther.cursors.empty());
  });
}

TEST_CASE("a change that the index shows late is not lost") {
  on_every_connector([](Subject& subject) {
    const auto ids = subject.load(3, subject.ago(7'200));
    Cursor cursor = subject.connector().changes_from(subject.object, subject.clock.now());
    REQUIRE(subject.system().edit(value::Json::Object{
        {"id", ids[1].value},
        {"values", value::Json::Object{{subject.fields.names[3].value, "+34 600 999 999"}}}}));
    bool seen = false;
    for (int i = 0; i < 30 && !seen; ++i) {
      const auto talk = changes(subject, cursor);
      REQUIRE_MESSAGE(!talk.fault, talk.words());
      seen = set_of(talk.ids()).contains(ids[1].value);
      cursor = talk.cursors.back();
    }
    CHECK(seen);
  });
}

TEST_CASE("any number of records may share one stamp, and changes go on from every page's cursor") {
  on_every_connector([](Subject& subject) {
    const auto ids = subject.load(pages_and_a_bit(subject, 4), subject.ago(600));
    const Cursor start = subject.connector().changes_from(subject.object, subject.ago(600));
    subject.clock.advance(subject.lag + core::Duration::seconds(1));
    const auto whole = changes(subject, start);
    REQUIRE_MESSAGE(!whole.fault, whole.words());
    CHECK(set_of(whole.ids()) == set_of(ids));
    CHECK(whole.items.size() == ids.size());
    for (std::size_t pages = 1; pages < whole.page_sizes.size(); ++pages) {
      auto some = changes(subject, start, pages);
      REQUIRE(some.cursors.size() == pages);
      auto together = set_of(some.ids());
      together.merge(set_of(changes(subject, some.cursors.back()).ids()));
      CHECK(together == set_of(ids));
    }
  });
}

TEST_CASE("get answers each id with one item, shown or not") {
  on_every_connector([](Subject& subject) {
    const auto ids = subject.load(5, subject.ago(600));
    REQUIRE(subject.system().edit(value::Json::Object{{"id", ids[2].value}, {"archive", true}}));
    std::vector<RecordId> asked = ids;
    asked.emplace_back("987654321");
    const auto talk =
        test::play(subject.connector().get(subject.object, subject.fields, asked), subject.server());
    REQUIRE_MESSAGE(!talk.fault, talk.words());
    CHECK(talk.strength == Strength::authoritative);
    REQUIRE(talk.items.size() == asked.size());
    CHECK(set_of(talk.ids()) == set_of(asked));
    for (const auto& delivered : talk.items) {
      const bool stranger = delivered.item.id.value == "987654321";
      const bool archived = delivered.item.id == ids[2];
      if (stranger) {
        CHECK(delivered.item.life == Life::invisible);
      } else if (archived) {
        const bool readable = subject.connector().capabilities(subject.object).archived_readable;
        CHECK(delivered.item.life == (readable ? Life::archived : Life::invisible));
      } else {
        CHECK(delivered.item.life == Life::live);
        CHECK(delivered.item.version);
      }
    }
  });
}

TEST_CASE("get and scan show one record in one form and with one version") {
  on_every_connector([](Subject& subject) {
    const auto ids = subject.load(2, subject.ago(600));
    const auto scanned = scan(subject);
    const auto got =
        test::play(subject.connector().get(subject.object, subject.fields, ids), subject.server());
    REQUIRE(scanned.items.size() == 2);
    REQUIRE(got.items.size() == 2);
    CHECK(scanned.items[0].item.version == got.items[0].item.version);
    const auto one = value::parse_json(scanned.items[0].json);
    const auto other = value::parse_json(got.items[0].json);
    REQUIRE(one);
    REQUIRE(other);
    for (const FieldName& name : subject.fields.names) {
      for (const std::string& path : {name.value, "properties." + name.value}) {
        const value::Json* a = one->at_path(path);
        const value::Json* b = other->at_path(path);
        const bool none_a = !a || a->is_null();
        const bool none_b = !b || b->is_null();
        CHECK(none_a == none_b);
        if (!none_a && !none_b) CHECK(*a == *b);
      }
    }
  });
}

TEST_CASE("find brings the records that hold a value, and nothing for the others") {
  on_every_connector([](Subject& subject) {
    const auto ids = subject.load(150, subject.ago(600));
    subject.clock.advance(subject.lag + core::Duration::seconds(1));
    std::vector<std::string> values = {"nobody'or'1'='1@example.com"};
    for (int n = 10; n < 140; ++n) values.push_back(subject.find_value(n));
    const auto talk =
        test::play(subject.connector().find(subject.object, subject.fields, subject.find_field, values),
                   subject.server());
    REQUIRE_MESSAGE(!talk.fault, talk.words());
    CHECK(set_of(talk.ids()) == set_of(std::vector<RecordId>(ids.begin() + 10, ids.begin() + 140)));
  });
}

TEST_CASE("what a connector says it cannot do, it refuses by name") {
  on_every_connector([](Subject& subject) {
    Connector& connector = subject.connector();
    const Capabilities can = connector.capabilities(subject.object);
    const auto refuses = [&](Op op) {
      const auto talk = test::play(std::move(op), subject.server());
      return talk.requests.empty() && talk.fault && talk.fault->kind == Fault::Kind::unsupported;
    };
    const std::vector<RecordId> one = {RecordId("1")};
    CHECK(refuses(connector.members({.object = subject.object, .set = "7", .owner = {}}, {})) ==
          !can.members);
    CHECK(refuses(connector.options(subject.object, subject.find_field, {})) == !can.options);
    CHECK(refuses(connector.history(subject.object, subject.fields, one, {})) == !can.history);
    CHECK(refuses(connector.associate({})) == !can.associate);
    CHECK(refuses(connector.file({.intent = {}, .object = subject.object, .record = one[0], .name = "a"})) ==
          !can.file);
    CHECK(refuses(connector.resume(JobId("1"))) == !can.jobs);
  });
}
