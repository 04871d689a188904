#include "engine/connector/hubspot/refusal.hpp"

#include <doctest/doctest.h>

#include "tests/unit/connector/scripted.hpp"

using namespace parley;
using namespace parley::connector;

namespace {

Outcome outcome(std::string_view body) {
  return hubspot::outcome_of(*value::parse_json(body), IntentId(5));
}

http::Response response(int status, std::string body) {
  return std::get<http::Response>(test::json_answer(status, std::move(body)));
}

}  // namespace

TEST_CASE("HubSpot: a taken e-mail address names its owner") {
  const Outcome taken = outcome(
      R"({"status":"error","message":"Contact already exists. Existing ID: 179556362935","category":"CONFLICT"})");
  CHECK(taken.how == Settled::existed);
  CHECK(taken.id.value == "179556362935");
  CHECK(taken.intent == IntentId(5));
  CHECK(outcome(R"({"category":"CONFLICT","message":"Contact already exists."})").id.value.empty());
}

TEST_CASE("HubSpot: another unique property is refused with two ids, the second one holds it") {
  const Outcome taken = outcome(
      R"({"category":"VALIDATION_ERROR","message":"Cannot set PropertyValueCoordinates{propertyName=code} on 12. 45601 already has that value."})");
  CHECK(taken.how == Settled::existed);
  CHECK(taken.id.value == "45601");
}

TEST_CASE("HubSpot: a refused value says which field and what kind of fault") {
  const Outcome option = outcome(
      R"({"category":"VALIDATION_ERROR","message":"Property values were not valid: [{\"isValid\":false,\"message\":\"x\",\"error\":\"INVALID_OPTION\",\"name\":\"lifecyclestage\"}]"})");
  CHECK(option.how == Settled::rejected);
  CHECK(option.category == Category::picklist);
  CHECK(option.field == "lifecyclestage");
  const Outcome email = outcome(
      R"({"category":"VALIDATION_ERROR","message":"no","errors":[{"message":"x","code":"INVALID_EMAIL","context":{"propertyName":["email"]}}]})");
  CHECK(email.category == Category::value);
  CHECK(email.field == "email");
  CHECK(outcome(
            R"({"category":"VALIDATION_ERROR","message":"bad","errors":[{"code":"PROPERTY_DOESNT_EXIST"}]})")
            .category == Category::validation);
  CHECK(outcome(R"({"category":"MISSING_SCOPES","message":"no"})").category == Category::permission);
  CHECK(outcome(R"({"category":"OBJECT_NOT_FOUND","message":"no"})").how == Settled::gone);
  CHECK(outcome("{}").category == Category::other);
}

TEST_CASE("HubSpot: each policy of refusal has its own wait") {
  const auto ten = response(429, R"({"errorType":"RATE_LIMIT","policyName":"TEN_SECONDLY_ROLLING"})");
  CHECK(hubspot::quiet_after(ten) == core::Duration::seconds(10));
  const auto second =
      response(429, R"({"message":"You have reached your secondly limit.","errorType":"RATE_LIMIT"})");
  CHECK(hubspot::quiet_after(second) == core::Duration::seconds(1));
  const auto daily =
      response(429, R"({"policyName":"DAILY","message":"You have reached your daily limit."})");
  CHECK_FALSE(hubspot::quiet_after(daily));
  CHECK(hubspot::fault_of(daily).kind == Fault::Kind::throttled);
  CHECK(hubspot::fault_of(daily).retry_in == core::Duration::seconds(3'600));
  auto moving = response(477, "");
  moving.headers.add("Retry-After", "7200");
  CHECK_FALSE(hubspot::quiet_after(moving));
  CHECK(hubspot::fault_of(moving).retry_in == core::Duration::seconds(7'200));
}

TEST_CASE("HubSpot: the rate headers are learnt") {
  auto answer = response(200, "{}");
  answer.headers.add("x-hubspot-ratelimit-max", "110");
  answer.headers.add("x-hubspot-ratelimit-remaining", "108");
  answer.headers.add("x-hubspot-ratelimit-interval-milliseconds", "10000");
  const http::Budget budget = hubspot::budget_of(answer);
  CHECK(budget.limit == 110);
  CHECK(budget.remaining == 108);
  CHECK(budget.window == core::Duration::seconds(10));
  CHECK_FALSE(budget.blocked_for);
}

TEST_CASE("HubSpot: what a read can meet") {
  CHECK(hubspot::read_reply(test::json_answer(401, "{}")).error().kind == Fault::Kind::unauthorized);
  CHECK(hubspot::read_reply(test::json_answer(530, "")).error().kind == Fault::Kind::unauthorized);
  CHECK(hubspot::read_reply(test::json_answer(403, "{}")).error().kind == Fault::Kind::forbidden);
  CHECK(hubspot::read_reply(test::json_answer(400, "{}")).error().kind == Fault::Kind::refused);
  CHECK(hubspot::read_reply(test::json_answer(502, "<html>")).error().kind == Fault::Kind::unreachable);
  CHECK(hubspot::read_reply(test::json_answer(200, "<html>")).error().kind == Fault::Kind::malformed);
  CHECK(hubspot::read_reply(test::json_answer(200, "[]")).error().kind == Fault::Kind::malformed);
  CHECK(hubspot::read_reply(test::cut()).error().kind == Fault::Kind::unreachable);
}
