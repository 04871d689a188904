#include <doctest/doctest.h>

#include "engine/connector/cursor_text.hpp"
#include "engine/connector/http_date.hpp"
#include "engine/connector/script.hpp"
#include "stdlib/value/time.hpp"
#include "tests/unit/connector/scripted.hpp"

using namespace parley;
using namespace parley::connector;

TEST_CASE("a cursor is refused by any stream but its own") {
  const StreamKey key{"hubspot", "scan", "contacts"};
  const Cursor cursor = write_cursor(key, value::Json::Object{{"after", "17"}});
  REQUIRE(read_cursor(key, cursor).has_value());
  CHECK(read_cursor(key, cursor)->find("after")->text() == "17");
  CHECK_FALSE(read_cursor({"netsuite", "scan", "contacts"}, cursor));
  CHECK_FALSE(read_cursor({"hubspot", "changes", "contacts"}, cursor));
  CHECK_FALSE(read_cursor({"hubspot", "scan", "companies"}, cursor));
  CHECK(read_cursor(key, Cursor{"17"}).error().kind == Fault::Kind::bad_cursor);
  CHECK(read_cursor(key, Cursor{std::string(2'000, ' ')}).error().kind == Fault::Kind::bad_cursor);
}

TEST_CASE("the Date header is read strictly") {
  const auto at = parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT");
  REQUIRE(at);
  CHECK(value::to_text(*at) == "1994-11-06T08:49:37Z");
  CHECK_FALSE(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT"));
  CHECK_FALSE(parse_http_date("Sun, 31 Feb 1994 08:49:37 GMT"));
  CHECK_FALSE(parse_http_date("Sun, 06 Nov 1994 25:49:37 GMT"));
}

namespace {

Script two_questions() {
  for (int i = 0; i < 2; ++i) {
    const http::Answer& answer = co_await Send{http::Request{.url = "https://one.test/" + std::to_string(i)}};
    if (const auto* none = std::get_if<http::Unanswered>(&answer)) co_return fault_of(*none);
  }
  co_return Done{};
}

Script one_intent() {
  const http::Answer& answer = co_await Send{http::Request{.url = "https://one.test/"}};
  const auto* none = std::get_if<http::Unanswered>(&answer);
  Outcome outcome{.intent = IntentId(1), .how = Settled::applied};
  if (none) outcome.how = none->maybe_applied ? Settled::unknown : Settled::rejected;
  co_await Outcomes{{outcome}};
  co_return Done{};
}

std::optional<core::Duration> quiet(const http::Response& response) {
  if (response.status != 429) return std::nullopt;
  return core::Duration::seconds(7);
}

}  // namespace

TEST_CASE("a refusal for rate is slept over and sent again, and no more often than the limit") {
  using test::json_answer;
  const auto once =
      test::play(perform(two_questions(), quiet),
                 test::scripted({json_answer(200, ""), json_answer(429, ""), json_answer(200, "")}));
  CHECK_FALSE(once.fault);
  CHECK(once.requests.size() == 3);
  CHECK(once.requests[1].url == once.requests[2].url);
  REQUIRE(once.sleeps.size() == 1);
  CHECK(once.sleeps[0] == core::Duration::seconds(7));

  int asked = 0;
  test::play(perform(two_questions(), quiet), [&](const http::Request&) {
    ++asked;
    return asked <= 20 ? json_answer(429, "") : test::cut();
  });
  CHECK(asked == throttle_attempts_max * 2);
}

TEST_CASE("a cancelled write still answers its intent") {
  const auto outcome_when = [](const std::function<Step(Operation&)>& until_cancel) {
    Op op = perform(one_intent(), quiet, OnCancel::answer);
    Step step = until_cancel(*op);
    REQUIRE(std::holds_alternative<Outcomes>(step));
    const Settled how = std::get<Outcomes>(step).outcomes.at(0).how;
    CHECK(std::holds_alternative<Done>(op->next(Taken{})));
    return how;
  };
  CHECK(outcome_when([](Operation& op) { return op.next(Cancel{}); }) == Settled::rejected);
  CHECK(outcome_when([](Operation& op) {
          op.next(Begin{});
          return op.next(Cancel{});
        }) == Settled::unknown);
  CHECK(outcome_when([](Operation& op) {
          op.next(Begin{});
          op.next(Answered{test::json_answer(429, "")});
          return op.next(Cancel{});
        }) == Settled::rejected);
}

TEST_CASE("a cancelled read is over at once") {
  Op op = perform(two_questions(), quiet);
  op->next(Begin{});
  CHECK(std::holds_alternative<Done>(op->next(Cancel{})));
}
