#include "engine/connector/netsuite/netsuite.hpp"

#include <doctest/doctest.h>

#include "engine/connector/netsuite/columns.hpp"
#include "engine/connector/netsuite/local_time.hpp"
#include "engine/connector/netsuite/refusal.hpp"
#include "engine/connector/netsuite/requests.hpp"
#include "tests/unit/connector/scripted.hpp"

using namespace parley;
using namespace parley::connector;
using test::json_answer;

namespace {

// Los Angeles in 2026: an hour more from 8 March 02:00 to 1 November 02:00.
std::optional<core::Duration> los_angeles(std::string_view zone, value::DateTime civil) {
  if (zone != "America/Los_Angeles") return std::nullopt;
  const auto spring = *value::parse_datetime("2026-03-08T02:00:00");
  const auto autumn = *value::parse_datetime("2026-11-01T02:00:00");
  const bool summer = civil >= spring && civil < autumn;
  return core::Duration::seconds(summer ? -7 * 3'600 : -8 * 3'600);
}

schema::Field field(std::string name, schema::TypeKind kind, schema::Wire wire = schema::Wire::json) {
  schema::Field made;
  made.name = made.path = std::move(name);
  made.type.kind = kind;
  made.wire = wire;
  return made;
}

netsuite::Settings settings() {
  using schema::TypeKind;
  schema::Object customer{
      .system = "netsuite", .name = "customer", .id_path = "id", .modified = {}, .marker = {}};
  customer.missing = schema::Missing::null;
  customer.fields = {field("id", TypeKind::id),
                     field("externalId", TypeKind::text),
                     field("lastName", TypeKind::text),
                     field("isPerson", TypeKind::boolean),
                     field("creditLimit", TypeKind::decimal),
                     field("startDate", TypeKind::date),
                     field("subsidiary", TypeKind::reference, schema::Wire::reference),
                     field("entityStatus", TypeKind::enumeration, schema::Wire::reference),
                     field("lastModifiedDate", TypeKind::instant),
                     field("x; DROP TABLE", TypeKind::text)};
  return {.url = "https://ns.test", .account = "123456_SB1", .objects = {customer}, .zones = los_angeles};
}

FieldSet fields(std::initializer_list<const char*> names) {
  FieldSet set;
  for (const char* name : names) set.names.emplace_back(name);
  return set;
}

const ObjectName customer("customer");

std::string query_in(const http::Request& request) {
  return value::parse_json(request.body)->find("q")->text();
}

const http::Answer zone_answer =
    json_answer(200, R"({"items":[{"links":[],"expr1":"America/Los_Angeles"}],"hasMore":false})");

http::Answer refusal(int status, std::string_view code, std::string_view detail, std::string_view path = "") {
  value::Json one = value::Json::Object{{"detail", detail}, {"o:errorCode", code}};
  if (!path.empty()) one["o:errorPath"] = path;
  return json_answer(
      status,
      value::write_json(value::Json::Object{
          {"title", "Bad Request"}, {"status", status}, {"o:errorDetails", value::Json::Array{one}}}));
}

Outcome outcome(const http::Answer& answer) {
  const auto known = settings();
  return netsuite::outcome_of(std::get<http::Response>(answer), &known.objects[0]);
}

}  // namespace

TEST_CASE("NetSuite: the host is the account in lower case, the underscore a hyphen") {
  CHECK(netsuite::url_of("123456_SB1") == "https://123456-sb1.suitetalk.api.netsuite.com");
}

TEST_CASE("NetSuite: session times become instants, and bounds lie before the hour that stands twice") {
  const auto local = netsuite::LocalTime::of("America/Los_Angeles", los_angeles);
  REQUIRE(local);
  CHECK(value::to_text(*local->instant("2026-08-20 10:00:00")) == "2026-08-20T17:00:00Z");
  CHECK(value::to_text(*local->instant("2026-12-20 10:00:00")) == "2026-12-20T18:00:00Z");
  CHECK_FALSE(local->instant("8/20/2026"));
  CHECK(local->text_not_after(*value::parse_instant("2026-08-20T17:00:00.700Z")) == "2026-08-20 10:00:00");
  // 01:30 stands twice on 1 November; rows of the second pass must not lie below the bound.
  CHECK(local->text_not_after(*value::parse_instant("2026-11-01T09:30:00Z")) == "2026-11-01 01:30:00");
  CHECK(local->text_not_after(*value::parse_instant("2026-11-01T08:30:00Z")) <= "2026-11-01 01:30:00");
  CHECK(
      netsuite::LocalTime::of("-08:00", {})->text_not_after(*value::parse_instant("2026-08-20T17:00:00Z")) ==
      "2026-08-20 09:00:00");
  CHECK(netsuite::LocalTime::of("UTC", {}));
  CHECK_FALSE(netsuite::LocalTime::of("Europe/Berlin", los_angeles));
  CHECK_FALSE(netsuite::LocalTime::of("Europe/Berlin", {}));
}

TEST_CASE("NetSuite: a row becomes the record that a GET would show") {
  const netsuite::Columns columns(settings(), customer,
                                  fields({"lastName", "isPerson", "creditLimit", "startDate", "subsidiary",
                                          "entityStatus", "nonsense", "x; DROP TABLE"}));
  CHECK(columns.select_list() ==
        "id, externalid, lastname, isperson, creditlimit, TO_CHAR(startdate, 'YYYY-MM-DD') AS startdate, "
        "subsidiary, "
        "entitystatus, TO_CHAR(lastmodifieddate, 'YYYY-MM-DD HH24:MI:SS') AS lastmodifieddate");
  CHECK(columns.unreadable() == fields({"x; DROP TABLE", "nonsense"}));
  const auto row = value::parse_json(
      R"({"links":[],"id":"7","lastname":"Zoë","isperson":"T","creditlimit":".50","entitystatus":"13","lastmodifieddate":"2026-08-20 10:00:00"})");
  const auto record = columns.record_of(*row, *netsuite::LocalTime::of("America/Los_Angeles", los_angeles));
  CHECK(
      value::write_json(record) ==
      R"({"id":"7","externalId":null,"lastName":"Zoë","isPerson":true,"creditLimit":0.50,"startDate":null,"subsidiary":null,"entityStatus":{"id":"13"},"lastModifiedDate":"2026-08-20T17:00:00Z"})");
}

TEST_CASE("NetSuite: a column that the role may not see is left out and counted unreadable") {
  auto connector = netsuite::make_connector(settings());
  const auto talk = test::play(
      connector->scan(customer, fields({"lastName", "subsidiary"}), {}),
      test::scripted(
          {zone_answer,
           refusal(400, "INVALID_PARAMETER",
                   "Invalid search query. Detailed unprocessed description follows. Search error occurred: "
                   "Unknown identifier 'subsidiary'. Available identifiers are: {customer=customer}"),
           json_answer(
               200,
               R"({"items":[{"links":[],"id":"7","lastname":"Zoë","lastmodifieddate":"2026-08-20 10:00:00"}],"hasMore":false})"),
           json_answer(200, R"({"items":[{"links":[],"total":"1"}]})")}));
  REQUIRE_MESSAGE(!talk.fault, talk.words());
  CHECK(talk.unreadable == fields({"subsidiary"}));
  CHECK(query_in(talk.requests[2]).find("subsidiary") == std::string::npos);
  REQUIRE(talk.items.size() == 1);
  CHECK(talk.items[0].item.version->token == "2026-08-20T17:00:00Z");
  CHECK(talk.complete->complete());
}

TEST_CASE("NetSuite: a session zone without rules stops the read instead of guessing") {
  auto connector = netsuite::make_connector(settings());
  const auto talk = test::play(
      connector->changes(customer, fields({"lastName"}), connector->changes_from(customer, {}), {}),
      test::scripted({json_answer(200, R"({"items":[{"timezone":"Asia/Seoul"}]})")}));
  REQUIRE(talk.fault);
  CHECK(talk.fault->kind == Fault::Kind::refused);
  CHECK(talk.fault->words.find("Asia/Seoul") != std::string::npos);
}

TEST_CASE("NetSuite: rows out of order are no page") {
  auto connector = netsuite::make_connector(settings());
  const auto talk =
      test::play(connector->scan(customer, fields({"lastName"}), {}),
                 test::scripted({zone_answer,
                                 json_answer(200, R"({"items":[{"id":"7"},{"id":"5"}],"hasMore":false})")}));
  REQUIRE(talk.fault);
  CHECK(talk.fault->kind == Fault::Kind::malformed);
  CHECK(talk.items.empty());
}

TEST_CASE("NetSuite: values of a search stand in literals") {
  CHECK(netsuite::literal("O'Neill' OR '1'='1") == "'O''Neill'' OR ''1''=''1'");
  auto connector = netsuite::make_connector(settings());
  const std::vector<std::string> names = {"O'Neill", "Zoë"};
  const auto talk =
      test::play(connector->find(customer, fields({"lastName"}), FieldName("lastName"), names),
                 test::scripted({zone_answer, json_answer(200, R"({"items":[],"hasMore":false})")}));
  REQUIRE(talk.requests.size() == 2);
  CHECK(query_in(talk.requests[1])
            .ends_with("FROM customer WHERE lastname IN ('O''Neill', 'Zoë') ORDER BY id ASC"));
  CHECK(talk.requests[1].headers.find("Prefer") == "transient");
}

TEST_CASE("NetSuite: a create is a PUT by external id, its id stands in Location") {
  auto connector = netsuite::make_connector(settings());
  const std::vector<Write> writes = {{.intent = IntentId(4),
                                      .kind = WriteKind::create,
                                      .id = {},
                                      .marker = Marker("0a1b"),
                                      .if_version = {},
                                      .body = R"({"lastName":"Zoë"})"}};
  http::Response created;
  created.status = 204;
  created.headers.add("Location", "https://ns.test/services/rest/record/v1/customer/647");
  const auto talk = test::play(connector->write(customer, writes), test::scripted({created}));
  REQUIRE(talk.requests.size() == 1);
  CHECK(talk.requests[0].method == http::Method::put);
  CHECK(talk.requests[0].url == "https://ns.test/services/rest/record/v1/customer/eid:0a1b");
  CHECK(talk.requests[0].headers.find("X-NetSuite-PropertyNameValidation") == "Error");
  REQUIRE(talk.outcomes.size() == 1);
  CHECK(talk.outcomes[0].how == Settled::applied);
  CHECK(talk.outcomes[0].id.value == "647");

  created.headers = {};
  const auto nameless = test::play(connector->write(customer, writes), test::scripted({created}));
  CHECK(nameless.outcomes.at(0).how == Settled::unknown);
}

TEST_CASE("NetSuite: what refusals of a write mean") {
  CHECK(outcome(refusal(400, "USER_ERROR", "Error while accessing a resource. This entity already exists."))
            .how == Settled::existed);
  CHECK(outcome(refusal(404, "NONEXISTENT_ID", "The record instance does not exist.")).how == Settled::gone);
  const Outcome required =
      outcome(refusal(400, "USER_ERROR", "Please enter value(s) for: Subsidiary.", "subsidiary"));
  CHECK(required.how == Settled::rejected);
  CHECK(required.category == Category::validation);
  CHECK(required.field == "subsidiary");
  CHECK(outcome(refusal(400, "INVALID_KEY_OR_REF", "Invalid entitystatus reference key 99.", "entityStatus"))
            .category == Category::picklist);
  CHECK(outcome(refusal(400, "INVALID_KEY_OR_REF", "Invalid subsidiary reference key 99.", "subsidiary"))
            .category == Category::association);
  CHECK(outcome(refusal(403, "INSUFFICIENT_PERMISSION", "Permission Violation")).category ==
        Category::permission);
  CHECK(outcome(
            refusal(400, "USER_ERROR", "Your current role does not have permission to perform this action."))
            .category == Category::permission);
  CHECK(outcome(refusal(400, "INVALID_CONTENT", "Invalid content in the request body.")).category ==
        Category::validation);
  CHECK(
      outcome(refusal(400, "USER_ERROR",
                      "The field phone contained more than the maximum number ( 32 ) of characters allowed."))
          .category == Category::value);
  CHECK(outcome(json_answer(400, "<html>")).category == Category::other);
}

TEST_CASE("NetSuite: a role without the permission is no deleted record") {
  const auto forbidden =
      refusal(400, "USER_ERROR", "Your current role does not have permission to perform this action.");
  CHECK_FALSE(netsuite::is_not_shown(forbidden));
  CHECK(netsuite::read_reply(forbidden).error().kind == Fault::Kind::forbidden);
  CHECK_FALSE(
      netsuite::is_not_shown(refusal(404, "NONEXISTENT_ID", "Record type 'bad-path' does not exist")));
  CHECK(netsuite::is_not_shown(refusal(
      404, "NONEXISTENT_ID", "The record instance does not exist. Provide a valid record instance ID.")));
  CHECK(netsuite::is_not_shown(refusal(400, "NONEXISTENT_ID", "That record does not exist.")));
}
