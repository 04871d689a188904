#include "engine/connector/hubspot/hubspot.hpp"

#include <doctest/doctest.h>

#include "stdlib/value/json.hpp"
#include "stdlib/value/time.hpp"
#include "tests/unit/connector/scripted.hpp"

using namespace parley;
using namespace parley::connector;
using test::json_answer;

namespace {

const ObjectName contacts("contacts");

FieldSet many_fields(int count) {
  FieldSet set;
  for (int n = 0; n < count; ++n) set.names.emplace_back("a_property_with_a_long_name_" + std::to_string(n));
  return set;
}

std::unique_ptr<Connector> hub() {
  return hubspot::make_connector({.url = "https://hs.test", .app = "4711"});
}

Write update(std::uint64_t intent, std::string id, std::string_view body) {
  return {.intent = IntentId(intent),
          .kind = WriteKind::update,
          .id = RecordId(std::move(id)),
          .marker = {},
          .if_version = {},
          .body = body};
}

const Outcome& answer_to(const test::Talk& talk, std::uint64_t intent) {
  for (const Outcome& outcome : talk.outcomes) {
    if (outcome.intent == IntentId(intent)) return outcome;
  }
  FAIL("intent is not answered");
  return talk.outcomes.at(0);
}

}  // namespace

TEST_CASE("HubSpot: both families of paths") {
  auto dated = hubspot::make_connector({.url = "https://hs.test", .api = "2026-09"});
  const auto url = [](Connector& one) {
    return test::play(one.scan(contacts, {}, {}), test::scripted({})).requests.at(0).url;
  };
  CHECK(url(*hub()).starts_with("https://hs.test/crm/v3/objects/contacts?limit=100&properties="));
  CHECK(url(*dated).starts_with("https://hs.test/crm/objects/2026-09/contacts?limit=100&properties="));
}

TEST_CASE("HubSpot: too many properties for a URL are read in batches, page by page") {
  const auto talk = test::play(
      hub()->scan(contacts, many_fields(400), {}),
      test::scripted(
          {json_answer(200, R"({"results":[{"id":"5"},{"id":"7"}]})"),
           json_answer(
               200,
               R"({"status":"COMPLETE","results":[{"id":"7","properties":{},"updatedAt":"2026-01-01T00:00:00Z"},{"id":"5","properties":{},"updatedAt":"2026-01-01T00:00:00.000Z"}]})"),
           json_answer(200, R"({"total":2,"results":[]})")}));
  REQUIRE_MESSAGE(!talk.fault, talk.words());
  CHECK(talk.requests[0].url == "https://hs.test/crm/v3/objects/contacts?limit=100");
  CHECK(talk.requests[1].url == "https://hs.test/crm/v3/objects/contacts/batch/read");
  for (const auto& request : talk.requests) CHECK(request.url.size() <= 8'000);
  CHECK(talk.ids() == std::vector<std::string>{"5", "7"});
  CHECK(talk.items[0].item.version == talk.items[1].item.version);  // ".000" is no difference
  CHECK(talk.complete->complete());
}

TEST_CASE("HubSpot: a scan that sees fewer records than there are is not complete") {
  const auto talk =
      test::play(hub()->scan(contacts, {}, {}),
                 test::scripted({json_answer(200, R"({"results":[{"id":"5","properties":{}}]})"),
                                 json_answer(200, R"({"total":2,"results":[]})")}));
  REQUIRE(talk.complete);
  CHECK_FALSE(talk.complete->complete());
}

TEST_CASE("HubSpot: a list that stands still is a fault, not an endless loop") {
  const auto page =
      json_answer(200, R"({"results":[{"id":"5","properties":{}}],"paging":{"next":{"after":"6"}}})");
  const auto talk = test::play(hub()->scan(contacts, {}, {}), test::scripted({page, page, page}));
  REQUIRE(talk.fault);
  CHECK(talk.fault->kind == Fault::Kind::malformed);
  CHECK(talk.requests.size() == 2);
}

TEST_CASE("HubSpot: an id that was merged away is answered by its survivor") {
  const std::vector<RecordId> asked = {RecordId("11"), RecordId("12"), RecordId("13")};
  const auto talk = test::play(
      hub()->get(contacts, {}, asked),
      test::scripted(
          {json_answer(
               207,
               R"({"status":"COMPLETE","results":[{"id":"20","properties":{"hs_merged_object_ids":"12;14"}}],"numErrors":1,"errors":[{"category":"OBJECT_NOT_FOUND","context":{"ids":["13"]}}]})"),
           json_answer(200, R"({"status":"COMPLETE","results":[]})"),
           json_answer(200, R"({"id":"21","properties":{}})"),
           json_answer(404, R"({"category":"OBJECT_NOT_FOUND"})")}));
  REQUIRE_MESSAGE(!talk.fault, talk.words());
  REQUIRE(talk.items.size() == 3);
  CHECK(talk.items[0].item.id.value == "20");
  CHECK(talk.items[0].item.aliases == std::vector<RecordId>{RecordId("12"), RecordId("14")});
  CHECK(talk.items[1].item.id.value == "21");
  CHECK(talk.items[1].item.aliases == std::vector<RecordId>{RecordId("11")});
  CHECK(talk.items[2].item.life == Life::invisible);
}

TEST_CASE("HubSpot: a partial answer is matched by what it names") {
  const std::vector<Write> writes = {update(1, "101", R"({"properties":{"phone":"1"}})"),
                                     update(2, "102", R"({"properties":{"phone":null}})"),
                                     update(3, "103", R"({"properties":{"phone":"3"}})"),
                                     update(4, "104", R"({"properties":{"phone":"4"}})")};
  const auto talk = test::play(
      hub()->write(contacts, writes),
      test::scripted({json_answer(
          207,
          R"({"status":"COMPLETE","results":[{"id":"900","properties":{"hs_merged_object_ids":"103"},"updatedAt":"2026-01-01T00:00:00Z"},{"id":"101","properties":{},"updatedAt":"2026-01-01T00:00:00.500Z"}],"numErrors":1,"errors":[{"status":"error","category":"OBJECT_NOT_FOUND","message":"gone","context":{"objectWriteTraceId":["2"]}}]})")}));
  CHECK(talk.outcomes.size() == 4);
  CHECK(answer_to(talk, 1).how == Settled::applied);
  CHECK(answer_to(talk, 1).version->token == "2026-01-01T00:00:00.500Z");
  CHECK(answer_to(talk, 1).after);
  CHECK(answer_to(talk, 2).how == Settled::gone);
  CHECK(answer_to(talk, 3).how == Settled::merged);
  CHECK(answer_to(talk, 3).id.value == "900");
  CHECK(answer_to(talk, 4).how == Settled::unknown);  // named nowhere
  CHECK(talk.requests[0].body.find(R"({"id":"102","properties":{"phone":""},"objectWriteTraceId":"2"})") !=
        std::string::npos);
}

TEST_CASE("HubSpot: a batch refused as a whole is cut down to the row that is to blame") {
  std::vector<Write> writes;
  for (std::uint64_t n = 1; n <= 8; ++n)
    writes.push_back(update(n, std::to_string(n), R"({"properties":{"phone":"1"}})"));
  const auto server = [](const http::Request& request) -> http::Answer {
    const auto body = value::parse_json(request.body);
    value::Json results = value::Json::array();
    for (const auto& input : body->find("inputs")->items()) {
      const std::string id = input.find("id")->text();
      if (id == "6")
        return json_answer(
            400, R"({"category":"VALIDATION_ERROR","message":"no","errors":[{"code":"INVALID_EMAIL"}]})");
      results.push(value::Json::Object{{"id", id}, {"properties", value::Json::object()}});
    }
    return json_answer(200, value::write_json(value::Json::Object{{"results", results}}));
  };
  const auto talk = test::play(hub()->write(contacts, writes), server);
  CHECK(talk.outcomes.size() == 8);
  for (std::uint64_t n = 1; n <= 8; ++n)
    CHECK(answer_to(talk, n).how == (n == 6 ? Settled::rejected : Settled::applied));
  CHECK(answer_to(talk, 6).category == Category::value);
}

TEST_CASE("HubSpot: without the secret nothing more is sent, and nothing is called lost") {
  std::vector<Write> writes;
  for (std::uint64_t n = 1; n <= 150; ++n)
    writes.push_back(update(n, std::to_string(n), R"({"properties":{}})"));
  const auto talk = test::play(hub()->write(contacts, writes), test::scripted({json_answer(401, "{}")}));
  CHECK(talk.requests.size() == 1);
  CHECK(talk.outcomes.size() == 150);
  for (const Outcome& outcome : talk.outcomes) CHECK(outcome.how == Settled::rejected);
  REQUIRE(talk.fault);
  CHECK(talk.fault->kind == Fault::Kind::unauthorized);
}

TEST_CASE("HubSpot: history names us, and keeps the value that held before") {
  const std::vector<RecordId> ids = {RecordId("5")};
  FieldSet phone{{FieldName("phone")}};
  const auto since = *value::parse_instant("2026-03-01T00:00:00Z");
  const auto talk = test::play(
      hub()->history(contacts, phone, ids, since),
      test::scripted({json_answer(
          200,
          R"({"results":[{"id":"5","properties":{},"propertiesWithHistory":{"phone":[{"value":"3","timestamp":"2026-03-03T00:00:00Z","sourceType":"INTEGRATION","sourceId":"4711"},{"value":"","timestamp":"2026-03-02T00:00:00Z","sourceType":"CRM_UI","sourceId":"userId:9"},{"value":"1","timestamp":"2026-02-01T00:00:00Z","sourceType":"IMPORT"},{"value":"0","timestamp":"2026-01-01T00:00:00Z"}]}}]})")}));
  REQUIRE(talk.history.size() == 3);
  CHECK(talk.history[0].ours);
  CHECK(talk.history[0].value == "3");
  CHECK_FALSE(talk.history[1].ours);
  CHECK_FALSE(talk.history[1].value);
  CHECK(talk.history[1].author == "CRM_UI userId:9");
  CHECK(talk.history[2].value == "1");
}

TEST_CASE("HubSpot: members of a list, page by page") {
  const auto talk = test::play(
      hub()->members({.object = contacts, .set = "77", .owner = {}}, {}),
      test::scripted(
          {json_answer(200,
                       R"({"results":[{"recordId":"1"},{"recordId":"2"}],"paging":{"next":{"after":"x"}}})"),
           json_answer(200, R"({"results":[{"recordId":"3"}]})")}));
  CHECK(talk.members == std::vector<RecordId>{RecordId("1"), RecordId("2"), RecordId("3")});
  CHECK(talk.requests[1].url == "https://hs.test/crm/v3/lists/77/memberships?limit=100&after=x");
}

TEST_CASE(
    "HubSpot: changes keep the limits of a search, and read records where it cannot carry their properties") {
  auto one = hub();
  const auto start = *value::parse_instant("2026-03-01T00:00:00Z");
  const auto until = *value::parse_instant("2026-03-01T01:00:00Z");
  const auto talk = test::play(
      one->changes(contacts, many_fields(200), one->changes_from(contacts, start), until),
      test::scripted(
          {json_answer(200, R"({"total":1,"results":[{"id":"5","properties":{}}]})"),
           json_answer(200,
                       R"({"results":[{"id":"5","properties":{},"updatedAt":"2026-03-01T00:30:00Z"}]})")}));
  REQUIRE_MESSAGE(!talk.fault, talk.words());
  CHECK(talk.requests[0].body.size() <= 3'000);
  CHECK(talk.requests[0].body.find(
            R"("operator":"BETWEEN","value":"1772323200000","highValue":"1772326800000")") !=
        std::string::npos);
  CHECK(talk.strength == Strength::authoritative);
  CHECK(talk.items.size() == 1);
}
