// What every connector owes its caller when it writes, and when the way there is broken.
#include <doctest/doctest.h>

#include <fmt/format.h>

#include <map>

#include "tests/contract/connector/subject.hpp"

using namespace parley;
using namespace parley::connector;
using contract::Subject;

namespace {

template <class Test>
void on_every_connector(Test test) {
  for (const auto& maker : contract::subjects()) {
    SUBCASE(maker.name.c_str()) {
      test(maker);
    }
  }
}

// Writes and the bodies they borrow.
struct Order {
  std::vector<std::string> bodies;
  std::vector<Write> writes;

  void add(WriteKind kind, std::uint64_t intent, std::string body, RecordId id = {}, Marker marker = {}) {
    bodies.push_back(std::move(body));
    writes.push_back({.intent = IntentId(intent),
                      .kind = kind,
                      .id = std::move(id),
                      .marker = std::move(marker),
                      .if_version = {},
                      .body = {}});
  }
  std::vector<Write> ready() {
    for (std::size_t i = 0; i < writes.size(); ++i) writes[i].body = bodies[i];
    return writes;
  }
};

Marker marker_of(int n) {
  return Marker(fmt::format("{:032x}", n + 1));
}

Order creates(const Subject& subject, int count) {
  Order order;
  for (int n = 0; n < count; ++n) {
    order.add(WriteKind::create, 100 + static_cast<std::uint64_t>(n), subject.create_body(n), {},
              marker_of(n));
  }
  return order;
}

test::Talk write(Subject& subject, Order& order, const test::Server& server) {
  return test::play(subject.connector().write(subject.object, order.ready()), server);
}

test::Talk write(Subject& subject, Order& order) {
  return write(subject, order, subject.server());
}

std::map<std::uint64_t, Outcome> by_intent(const test::Talk& talk) {
  std::map<std::uint64_t, Outcome> all;
  for (const Outcome& outcome : talk.outcomes) all.emplace(outcome.intent.value, outcome);
  return all;
}

// Every intent answered, none twice, none that was not asked.
void check_answered(const test::Talk& talk, const Order& order) {
  const auto answered = by_intent(talk);
  CHECK(talk.outcomes.size() == order.writes.size());
  for (const Write& wanted : order.writes) {
    CHECK_MESSAGE(answered.contains(wanted.intent.value), "intent " << wanted.intent.value);
  }
}

// What the wire does to the k-th request.
enum class Fate { lost_before, lost_after, throttled, web_page, server_error, server_error_after };

test::Server faulty(Subject& subject, int at, Fate fate) {
  return [&subject, at, fate, seen = 0](const http::Request& request) mutable -> http::Answer {
    if (seen++ != at) return subject.answer(request);
    http::Response response;
    switch (fate) {
      case Fate::lost_before:
        return http::Unanswered{http::Trouble::cut, "the connection ended", true};
      case Fate::lost_after:
        subject.answer(request);
        return http::Unanswered{http::Trouble::cut, "the connection ended", true};
      case Fate::throttled:
        response.status = 429;
        response.body = "{}";
        return response;
      case Fate::web_page:
        response.status = 200;
        response.body = "<!DOCTYPE html><html><body>We'll be right back</body></html>";
        return response;
      case Fate::server_error_after:
        subject.answer(request);
        [[fallthrough]];
      case Fate::server_error:
        response.status = 500;
        response.body = "{}";
        return response;
    }
    return subject.answer(request);
  };
}

// More than one request's worth.
int record_count(Subject& subject) {
  return static_cast<int>(subject.connector().capabilities(subject.object).write_batch) + 20;
}

}  // namespace

TEST_CASE("creates are answered one by one and carry their marker") {
  on_every_connector([](const auto& maker) {
    auto subject = maker.make();
    Order order = creates(*subject, record_count(*subject));
    const auto talk = write(*subject, order);
    REQUIRE_MESSAGE(!talk.fault, talk.words());
    check_answered(talk, order);
    auto holders = subject->holders();
    for (const auto& [intent, outcome] : by_intent(talk)) {
      CHECK_MESSAGE(outcome.how == Settled::applied, outcome.words);
      const Marker marker = marker_of(static_cast<int>(intent - 100));
      CHECK(holders[marker.value] == std::vector<std::string>{outcome.id.value});
    }
  });
}

TEST_CASE("a create that is sent again makes no second record") {
  on_every_connector([](const auto& maker) {
    auto subject = maker.make();
    if (subject->connector().capabilities(subject->object).tier != Tier::a) return;
    Order order = creates(*subject, record_count(*subject));
    const auto first = by_intent(write(*subject, order));
    const auto second = by_intent(write(*subject, order));
    CHECK(subject->live_records() == static_cast<std::size_t>(record_count(*subject)));
    for (const auto& [intent, outcome] : second) {
      CHECK(outcome.how == Settled::applied);
      CHECK(outcome.id == first.at(intent).id);
    }
  });
}

TEST_CASE("a marker is found at once, whatever the index shows") {
  on_every_connector([](const auto& maker) {
    auto subject = maker.make();
    Order order = creates(*subject, 5);
    const auto written = by_intent(write(*subject, order));
    std::vector<Marker> markers;
    for (int n = 0; n < 7; ++n) markers.push_back(marker_of(n));  // two of them nobody's
    const auto talk = test::play(subject->connector().find_marker(subject->object, subject->fields, markers),
                                 subject->server());
    REQUIRE_MESSAGE(!talk.fault, talk.words());
    REQUIRE(talk.items.size() == 5);
    for (const auto& delivered : talk.items) {
      REQUIRE(delivered.item.marker);
      bool known = false;
      for (int n = 0; n < 5; ++n) {
        known |= *delivered.item.marker == marker_of(n) &&
                 delivered.item.id == written.at(100 + static_cast<std::uint64_t>(n)).id;
      }
      CHECK(known);
    }
  });
}

TEST_CASE("one bad row does not keep the others from landing") {
  on_every_connector([](const auto& maker) {
    auto subject = maker.make();
    const auto ids = subject->load(30, subject->ago(600));
    Order order = creates(*subject, 30);
    order.add(WriteKind::create, 1, subject->bad_body(), {}, Marker("bad0"));
    order.add(WriteKind::update, 2, subject->update_body(1), RecordId("987654321"));
    for (std::size_t n = 0; n < ids.size(); ++n) {
      order.add(WriteKind::update, 500 + n, subject->update_body(static_cast<int>(n)), ids[n]);
    }
    const auto talk = write(*subject, order);
    REQUIRE_MESSAGE(!talk.fault, talk.words());
    check_answered(talk, order);
    for (const auto& [intent, outcome] : by_intent(talk)) {
      if (intent == 1) {
        CHECK(outcome.how == Settled::rejected);
        CHECK(outcome.category != Category::none);
        CHECK_FALSE(outcome.words.empty());
        CHECK_FALSE(outcome.retry_in);
      } else if (intent == 2) {
        CHECK(outcome.how == Settled::gone);
      } else {
        CHECK_MESSAGE(outcome.how == Settled::applied, outcome.words);
      }
    }
    CHECK(subject->live_records() == 60);
  });
}

TEST_CASE("an archived record leaves the scan") {
  on_every_connector([](const auto& maker) {
    auto subject = maker.make();
    const auto ids = subject->load(3, subject->ago(600));
    Order order;
    order.add(WriteKind::archive, 9, "{}", ids[1]);
    const auto talk = write(*subject, order);
    REQUIRE(talk.outcomes.size() == 1);
    CHECK(talk.outcomes[0].how == Settled::applied);
    CHECK(talk.outcomes[0].intent == IntentId(9));
  });
}

TEST_CASE("kinds of writes that a system has not are refused, not dropped") {
  on_every_connector([](const auto& maker) {
    auto subject = maker.make();
    Order order;
    order.add(WriteKind::convert, 1, "{}", RecordId("7"));
    order.add(WriteKind::action, 2, "{}", RecordId("7"));
    const auto talk = write(*subject, order);
    check_answered(talk, order);
    for (const Outcome& outcome : talk.outcomes) CHECK(outcome.how == Settled::rejected);
    CHECK(talk.requests.empty());
  });
}

TEST_CASE("whatever breaks at whichever request, every intent is answered truly and a second try mends it") {
  on_every_connector([](const auto& maker) {
    for (const Fate fate : {Fate::lost_before, Fate::lost_after, Fate::throttled, Fate::web_page,
                            Fate::server_error, Fate::server_error_after}) {
      bool reached = true;
      for (int at = 0; reached && at < 200; at += at < 3 ? 1 : 8) {
        auto subject = maker.make();
        Order order = creates(*subject, record_count(*subject));
        const auto talk = write(*subject, order, faulty(*subject, at, fate));
        reached = static_cast<int>(talk.requests.size()) > at;
        check_answered(talk, order);
        auto all_holders = subject->holders();
        for (const auto& [intent, outcome] : by_intent(talk)) {
          const auto& holders = all_holders[marker_of(static_cast<int>(intent - 100)).value];
          if (outcome.how == Settled::applied) CHECK(holders == std::vector<std::string>{outcome.id.value});
          if (outcome.how == Settled::rejected) CHECK(holders.empty());
          if (outcome.how == Settled::rejected) CHECK(outcome.retry_in);
        }
        if (fate == Fate::throttled && reached) {
          CHECK(talk.sleeps.size() == 1);
          CHECK_FALSE(talk.fault);
        }
        const auto mended = write(*subject, order);
        CHECK_FALSE(mended.fault);
        CHECK(subject->live_records() == static_cast<std::size_t>(record_count(*subject)));
      }
    }
  });
}

TEST_CASE("a read that is broken at whichever request never looks like an end, and goes on from its cursor") {
  on_every_connector([](const auto& maker) {
    for (const Fate fate : {Fate::lost_before, Fate::web_page, Fate::server_error, Fate::throttled}) {
      bool reached = true;
      for (int at = 0; reached && at < 50; ++at) {
        auto subject = maker.make();
        const int count = static_cast<int>(subject->page) * 2 + 5;
        subject->load(count, subject->ago(600));
        subject->clock.advance(subject->lag + core::Duration::seconds(1));
        auto& connector = subject->connector();
        const auto broken =
            test::play(connector.scan(subject->object, subject->fields, {}), faulty(*subject, at, fate));
        reached = static_cast<int>(broken.requests.size()) > at;
        if (!reached || fate == Fate::throttled) {
          REQUIRE_MESSAGE(!broken.fault, broken.words());
          CHECK(static_cast<int>(broken.items.size()) == count);
          CHECK(broken.complete->complete());
          continue;
        }
        REQUIRE(broken.fault);
        CHECK_FALSE(broken.complete);
        const Cursor cursor = broken.cursors.empty() ? Cursor{} : broken.cursors.back();
        const auto rest =
            test::play(connector.scan(subject->object, subject->fields, cursor), subject->server());
        CHECK(static_cast<int>(broken.items.size() + rest.items.size()) == count);
        CHECK(rest.complete->complete());

        const Cursor start = connector.changes_from(subject->object, subject->ago(86'400));
        const auto changes =
            test::play(connector.changes(subject->object, subject->fields, start, subject->clock.now()),
                       faulty(*subject, at, fate));
        if (static_cast<int>(changes.requests.size()) > at) CHECK(changes.fault);
      }
    }
  });
}

TEST_CASE("the same events give the same requests") {
  on_every_connector([](const auto& maker) {
    const auto requests = [&] {
      auto subject = maker.make();
      subject->load(30, subject->ago(600));
      Order order = creates(*subject, record_count(*subject));
      auto all = write(*subject, order).requests;
      const auto scanned =
          test::play(subject->connector().scan(subject->object, subject->fields, {}), subject->server());
      all.insert(all.end(), scanned.requests.begin(), scanned.requests.end());
      return all;
    };
    const auto one = requests();
    const auto other = requests();
    REQUIRE(one.size() == other.size());
    for (std::size_t i = 0; i < one.size(); ++i) {
      CHECK(one[i].url == other[i].url);
      CHECK(one[i].body == other[i].body);
    }
  });
}

TEST_CASE("writes are never marked as safe to repeat, reads always are") {
  on_every_connector([](const auto& maker) {
    auto subject = maker.make();
    Order order = creates(*subject, 3);
    for (const auto& request : write(*subject, order).requests) CHECK(request.repeat == http::Repeat::never);
    const auto talk =
        test::play(subject->connector().scan(subject->object, subject->fields, {}), subject->server());
    for (const auto& request : talk.requests) CHECK(request.repeat == http::Repeat::safe);
    for (const auto& request : talk.requests) CHECK_FALSE(request.headers.find("Authorization"));
  });
}
