#include "engine/sandbox/hubspot_sandbox.hpp"

#include <fmt/format.h>

#include <set>

#include <doctest/doctest.h>

#include "engine/sandbox/hubspot_properties.hpp"
#include "engine/sandbox/virtual_clock.hpp"

using namespace parley::sandbox;
using parley::core::Duration;
using parley::value::Json;
using parley::value::parse_json;
using parley::value::write_json;

namespace {

const std::string contacts = "/crm/v3/objects/contacts";

struct Portal {
  HubspotOptions options;
  VirtualClock clock;
  HubspotSandbox sandbox;

  explicit Portal(HubspotOptions with = {.search_lag = Duration::seconds(10),
                                         .burst_max = 0,
                                         .search_max = 0,
                                         .daily_max = 0})
      : options(with), sandbox(with, clock) {}

  Response call(std::string method, std::string target, std::string body = "") {
    clock.advance(Duration::seconds(1));
    return sandbox.answer({.method = std::move(method),
                           .target = std::move(target),
                           .headers = {{"Authorization", "Bearer " + options.token}},
                           .body = std::move(body)});
  }
  Json json(std::string method, std::string target, std::string body = "") {
    return *parse_json(call(std::move(method), std::move(target), std::move(body)).body);
  }
  std::string create(std::string properties) {
    return json("POST", contacts, fmt::format(R"({{"properties":{}}})", properties)).find("id")->text();
  }
  Json effects() const { return *sandbox.dump().find("effects"); }
};

std::string at(const Json& json, std::string_view path) {
  const Json* found = json.at_path(path);
  return found == nullptr ? "(absent)" : write_json(*found);
}

}  // namespace

TEST_CASE("the catalog has about sixty properties and no name twice") {
  std::set<std::string> names;
  for (const Property& property : contact_properties()) CHECK(names.insert(property.name).second);
  CHECK(names.size() >= 60);
}

TEST_CASE("hubspot: a wrong token is refused with HubSpot's own body") {
  Portal portal;
  Response refused = portal.sandbox.answer(
      {.method = "GET", .target = contacts, .headers = {{"authorization", "Bearer x"}}});
  CHECK(refused.status == 401);
  Json body = *parse_json(refused.body);
  CHECK(at(body, "category") == "\"INVALID_AUTHENTICATION\"");
  CHECK(at(body, "status") == "\"error\"");
  CHECK(portal.json("GET", "/account-info/v3/details").find("portalId")->integer() == 147893286);
}

TEST_CASE(
    "hubspot: a created contact is read back as strings, with computed values, through both path families") {
  Portal portal;
  Response created = portal.call(
      "POST", contacts,
      R"({"properties":{"email":" Ana@Example.COM ","firstname":"Ana","birthday":"1990-02-03"}})");
  CHECK(created.status == 201);
  Json contact = *parse_json(created.body);
  CHECK(at(contact, "properties.email") == "\"ana@example.com\"");
  CHECK(at(contact, "properties.hs_full_name_or_email") == "\"Ana\"");
  std::string id = contact.find("id")->text();
  for (const char* family :
       {"/crm/v3/objects/contacts/", "/crm/objects/2026-09/0-1/", "/crm/objects/2026-03/contact/"}) {
    Json read = portal.json("GET", family + id + "?properties=birthday,phone,nonsense");
    CHECK(at(read, "properties.birthday") == "\"1990-02-03\"");
    CHECK(at(read, "properties.phone") == "null");
    CHECK(at(read, "properties.nonsense") == "(absent)");
    CHECK(at(read, "properties.hs_object_id") == "\"" + id + "\"");
  }
  CHECK(portal.call("GET", "/crm/objects/2025-09/contacts").status == 404);
  CHECK(portal.call("GET", "/crm/v3/objects/nonsense").status == 400);
}

TEST_CASE("hubspot: cleared reads as empty text, never set reads as null") {
  Portal portal;
  std::string id = portal.create(R"({"email":"a@b.co","phone":"1"})");
  portal.call("PATCH", contacts + "/" + id, R"({"properties":{"phone":""}})");
  Json read = portal.json("GET", contacts + "/" + id + "?properties=phone,fax");
  CHECK(at(read, "properties.phone") == "\"\"");
  CHECK(at(read, "properties.fax") == "null");
}

TEST_CASE("hubspot: values that HubSpot refuses name the property and the code") {
  Portal portal;
  auto code = [&](const char* properties) {
    Response response = portal.call("POST", contacts, fmt::format(R"({{"properties":{}}})", properties));
    CHECK(response.status == 400);
    Json body = *parse_json(response.body);
    return body.find("errors")->items().front().find("code")->text();
  };
  CHECK(code(R"({"email":"a@b.co","nonsense":"1"})") == "PROPERTY_DOESNT_EXIST");
  CHECK(code(R"({"email":"a@b.co","createdate":"2020-01-01"})") == "READ_ONLY_VALUE");
  CHECK(code(R"({"email":"a@b.co","lifecyclestage":"Lead"})") == "INVALID_OPTION");
  CHECK(code(R"({"email":"a@b.co","preferred_channels":"email;fax"})") == "INVALID_OPTION");
  CHECK(code(R"({"email":"a@b"})") == "INVALID_EMAIL");
  CHECK(code(R"({"email":"a@b.co","loyalty_points":"many"})") == "INVALID_FLOAT");
  CHECK(code(R"({"email":"a@b.co","birthday":"2026-02-30"})") == "INVALID_DATE");
  CHECK(code(fmt::format(R"({{"firstname":"{}"}})", std::string(65'537, 'x')).c_str()) ==
        "INVALID_STRING_LENGTH");
  CHECK(portal.call("POST", contacts, R"({"properties":{"phone":"1"}})").status == 400);
  CHECK(at(portal.effects(), "created") == "(absent)");
}

TEST_CASE("hubspot: an e-mail that is taken is 409 with the id, another unique value is 400 with two ids") {
  Portal portal;
  std::string first = portal.create(R"({"email":"a@b.co","parley_key":"k1"})");
  Response taken = portal.call("POST", contacts, R"({"properties":{"email":"A@B.co"}})");
  CHECK(taken.status == 409);
  CHECK(at(*parse_json(taken.body), "message") == "\"Contact already exists. Existing ID: " + first + "\"");
  Response key = portal.call("POST", contacts, R"({"properties":{"lastname":"B","parley_key":"k1"}})");
  CHECK(key.status == 400);
  CHECK(key.body.find(first) != std::string::npos);
  Response batch =
      portal.call("POST", contacts + "/batch/create", R"({"inputs":[{"properties":{"email":"a@b.co"}}]})");
  CHECK(batch.status == 409);
  CHECK(batch.body.find(first) == std::string::npos);
  portal.call("DELETE", contacts + "/" + first);
  CHECK(portal.call("POST", contacts, R"({"properties":{"email":"a@b.co"}})").status == 201);
}

TEST_CASE("hubspot: the list pages by id to its end") {
  Portal portal;
  std::set<std::string> made;
  for (int i = 0; i < 25; ++i) made.insert(portal.create(fmt::format(R"({{"lastname":"n{}"}})", i)));
  std::set<std::string> seen;
  std::string after;
  for (int pages = 1;; ++pages) {
    Json page = portal.json("GET", contacts + "?limit=10" + after);
    for (const Json& item : page.find("results")->items()) CHECK(seen.insert(item.find("id")->text()).second);
    const Json* next = page.at_path("paging.next.after");
    if (next == nullptr) {
      CHECK(pages == 3);
      break;
    }
    after = "&after=" + next->text();
  }
  CHECK(seen == made);
  CHECK(portal.call("GET", contacts + "?limit=101").status == 400);
  portal.call("DELETE", contacts + "/" + *made.begin());
  CHECK(portal.json("GET", contacts + "?limit=100").find("results")->items().size() == 24);
  CHECK(portal.json("GET", contacts + "?limit=100&archived=true").find("results")->items().size() == 1);
  CHECK(portal.call("GET", contacts + "/" + *made.begin()).status == 404);
}

TEST_CASE("hubspot: search shows a change only when the lag has passed, by id it is there at once") {
  Portal portal;
  std::string id = portal.create(R"({"email":"a@b.co","phone":"old"})");
  std::string by_email =
      R"({"filterGroups":[{"filters":[{"propertyName":"email","operator":"EQ","value":"a@b.co"}]}],"properties":["phone"]})";
  CHECK(at(portal.json("POST", contacts + "/search", by_email), "total") == "0");
  portal.clock.advance(Duration::seconds(10));
  CHECK(at(portal.json("POST", contacts + "/search", by_email), "total") == "1");
  portal.call("PATCH", contacts + "/" + id, R"({"properties":{"phone":"new"}})");
  Json stale = portal.json("POST", contacts + "/search", by_email);
  CHECK(at(stale.find("results")->items().front(), "properties.phone") == "\"old\"");
  CHECK(at(portal.json("GET", contacts + "/" + id + "?properties=phone"), "properties.phone") == "\"new\"");
  portal.clock.advance(Duration::seconds(10));
  Json fresh = portal.json("POST", contacts + "/search", by_email);
  CHECK(at(fresh.find("results")->items().front(), "properties.phone") == "\"new\"");
  portal.call("DELETE", contacts + "/" + id);
  portal.clock.advance(Duration::seconds(10));
  CHECK(at(portal.json("POST", contacts + "/search", by_email), "total") == "0");
}

TEST_CASE("hubspot: every search operator") {
  Portal portal;
  portal.create(
      R"({"email":"ana@x.co","firstname":"Ana Maria","loyalty_points":"10","lifecyclestage":"lead"})");
  portal.create(R"({"email":"bo@y.co","firstname":"Bo","loyalty_points":"9.5"})");
  portal.create(R"({"lastname":"Nobody"})");
  portal.clock.advance(Duration::seconds(20));
  auto total = [&](const std::string& filter) {
    return at(portal.json("POST", contacts + "/search", R"({"filterGroups":[{"filters":[)" + filter + "]}]}"),
              "total");
  };
  CHECK(total(R"({"propertyName":"firstname","operator":"EQ","value":"BO"})") == "1");
  CHECK(total(R"({"propertyName":"firstname","operator":"NEQ","value":"Bo"})") == "2");  // empty ones match
  CHECK(total(R"({"propertyName":"loyalty_points","operator":"GT","value":"9.5"})") == "1");
  CHECK(total(R"({"propertyName":"loyalty_points","operator":"GTE","value":"9.5"})") == "2");
  CHECK(total(R"({"propertyName":"loyalty_points","operator":"LT","value":"10"})") == "1");
  CHECK(total(R"({"propertyName":"loyalty_points","operator":"LTE","value":"10"})") == "2");
  CHECK(total(R"({"propertyName":"loyalty_points","operator":"BETWEEN","value":"9","highValue":"9.9"})") ==
        "1");
  CHECK(total(R"({"propertyName":"email","operator":"IN","values":["ana@x.co","zoe@x.co"]})") == "1");
  CHECK(total(R"({"propertyName":"firstname","operator":"IN","values":["Bo"]})") ==
        "0");  // lower case is asked for
  CHECK(total(R"({"propertyName":"firstname","operator":"IN","values":["bo"]})") == "1");
  CHECK(total(R"({"propertyName":"firstname","operator":"NOT_IN","values":["bo"]})") == "2");
  CHECK(total(R"({"propertyName":"email","operator":"HAS_PROPERTY"})") == "2");
  CHECK(total(R"({"propertyName":"email","operator":"NOT_HAS_PROPERTY"})") == "1");
  CHECK(total(R"({"propertyName":"firstname","operator":"CONTAINS_TOKEN","value":"maria"})") == "1");
  CHECK(total(R"({"propertyName":"firstname","operator":"CONTAINS_TOKEN","value":"mar*"})") == "1");
  CHECK(total(R"({"propertyName":"firstname","operator":"CONTAINS_TOKEN","value":"mar"})") == "0");
  CHECK(portal
            .call("POST", contacts + "/search",
                  R"({"filters":[{"propertyName":"email","operator":"LIKE","value":"x"}]})")
            .status == 400);
  CHECK(portal
            .call("POST", contacts + "/search",
                  R"({"filters":[{"propertyName":"lastmodifieddate","operator":"GTE","value":"0"}]})")
            .status == 500);
}

TEST_CASE("hubspot: a window on the modified time, sorted, in pages") {
  Portal portal;
  std::vector<std::string> ids;
  for (int i = 0; i < 30; ++i) ids.push_back(portal.create(fmt::format(R"({{"lastname":"n{}"}})", i)));
  portal.clock.advance(Duration::seconds(20));
  auto low = virtual_start.microseconds / 1'000 + 6'000;  // the sixth call
  std::string body = fmt::format(
      R"({{"filterGroups":[{{"filters":[{{"propertyName":"lastmodifieddate","operator":"BETWEEN","value":"{}","highValue":"{}"}}]}}],)"
      R"("sorts":[{{"propertyName":"lastmodifieddate","direction":"DESCENDING"}}],"limit":10,"after":"AFTER"}})",
      low, low + 19'000);
  auto page = [&](const char* after) {
    std::string asked = body;
    return portal.json("POST", contacts + "/search", asked.replace(asked.find("AFTER"), 5, after));
  };
  Json first = page("0");
  CHECK(at(first, "total") == "20");
  CHECK(at(first, "paging.next.after") == "\"10\"");
  CHECK(first.find("results")->items().front().find("id")->text() == ids[24]);
  Json second = page("10");
  CHECK(second.find("results")->items().back().find("id")->text() == ids[5]);
  CHECK(second.find("paging") == nullptr);
}

TEST_CASE("hubspot: limits of a search") {
  Portal portal;
  CHECK(portal.call("POST", contacts + "/search", R"({"limit":201})").status == 400);
  CHECK(portal.call("POST", contacts + "/search", R"({"limit":200,"after":"9801"})").status == 400);
  CHECK(portal.call("POST", contacts + "/search", R"({"limit":200,"after":"9800"})").status == 200);
  CHECK(portal.call("POST", contacts + "/search", R"({"query":")" + std::string(3'000, 'x') + "\"}").status ==
        400);
  CHECK(portal.call("POST", contacts + "/search", R"({"sorts":["email","phone"]})").status == 400);
  CHECK(portal.call("GET", contacts + "?properties=" + std::string(8'200, 'x')).status == 414);
}

TEST_CASE("hubspot: batch read groups the ids it does not know") {
  Portal portal;
  std::string id = portal.create(R"({"email":"a@b.co","parley_key":"k1"})");
  Response read = portal.call(
      "POST", contacts + "/batch/read",
      fmt::format(R"({{"properties":["email"],"inputs":[{{"id":"{}"}},{{"id":"1"}},{{"id":"2"}}]}})", id));
  CHECK(read.status == 207);
  Json body = *parse_json(read.body);
  CHECK(at(body, "numErrors") == "1");
  CHECK(at(body.find("errors")->items().front(), "context.ids") == R"(["1","2"])");
  Json by_key =
      portal.json("POST", contacts + "/batch/read", R"({"idProperty":"parley_key","inputs":[{"id":"k1"}]})");
  CHECK(by_key.find("results")->items().front().find("id")->text() == id);
  CHECK(portal.call("POST", contacts + "/batch/read", R"({"idProperty":"phone","inputs":[{"id":"k1"}]})")
            .status == 400);
  std::string many = R"({"propertiesWithHistory":["email"],"inputs":[)";
  for (int i = 0; i < 51; ++i) many += (i == 0 ? "" : ",") + fmt::format(R"({{"id":"{}"}})", i);
  CHECK(portal.call("POST", contacts + "/batch/read", many + "]}").status == 400);
}

TEST_CASE("hubspot: a batch lands whole or not at all without trace ids, one by one with them") {
  Portal portal;
  portal.create(R"({"email":"a@b.co"})");
  std::string plain = R"({"inputs":[{"properties":{"email":"n@b.co"}},{"properties":{"email":"a@b.co"}}]})";
  CHECK(portal.call("POST", contacts + "/batch/create", plain).status == 409);
  CHECK(at(portal.effects(), "created") == "1");
  std::string traced =
      R"({"inputs":[{"objectWriteTraceId":"t1","properties":{"email":"n@b.co"}},{"objectWriteTraceId":"t2","properties":{"email":"a@b.co"}}]})";
  Response partial = portal.call("POST", contacts + "/batch/create", traced);
  CHECK(partial.status == 207);
  Json body = *parse_json(partial.body);
  CHECK(body.find("results")->items().size() == 1);
  CHECK(at(body.find("errors")->items().front(), "context.objectWriteTraceId") == R"(["t2"])");
  CHECK(partial.body.find("t1") == std::string::npos);
  std::string twice = R"({"inputs":[{"properties":{"email":"z@b.co"}},{"properties":{"email":"z@b.co"}}]})";
  CHECK(portal.call("POST", contacts + "/batch/create", twice).status == 409);
  CHECK(at(portal.effects(), "created") == "2");
}

TEST_CASE("hubspot: upsert by the marker creates once and then updates") {
  Portal portal;
  std::string body =
      R"({"inputs":[{"idProperty":"parley_key","id":"k1","properties":{"lastname":"A","parley_key":"k1"}}]})";
  Json first = portal.json("POST", contacts + "/batch/upsert", body);
  Json again = portal.json("POST", contacts + "/batch/upsert", body);
  CHECK(at(first.find("results")->items().front(), "new") == "true");
  CHECK(at(again.find("results")->items().front(), "new") == "false");
  CHECK(first.find("results")->items().front().find("id")->text() ==
        again.find("results")->items().front().find("id")->text());
  CHECK(at(portal.effects(), "created") == "1");
  CHECK(
      portal
          .call(
              "POST", contacts + "/batch/upsert",
              R"({"inputs":[{"idProperty":"parley_key","id":"k","properties":{}},{"idProperty":"parley_key","id":"k","properties":{}}]})")
          .status == 400);
}

TEST_CASE("hubspot: a batch update lands what it knows and groups what it does not") {
  Portal portal;
  std::string id = portal.create(R"({"lastname":"A"})");
  Response response = portal.call(
      "POST", contacts + "/batch/update",
      fmt::format(
          R"({{"inputs":[{{"id":"{}","properties":{{"phone":"2"}}}},{{"id":"7","properties":{{"phone":"3"}}}}]}})",
          id));
  CHECK(response.status == 207);
  CHECK(at(portal.json("GET", contacts + "/" + id + "?properties=phone"), "properties.phone") == "\"2\"");
}

TEST_CASE("hubspot: history names who wrote what, and writes move the modified time") {
  Portal portal;
  std::string id = portal.create(R"({"lastname":"A","phone":"1"})");
  Json before = portal.json("GET", contacts + "/" + id);
  REQUIRE(portal.sandbox.edit(*parse_json(fmt::format(R"({{"id":"{}","values":{{"phone":"2"}}}})", id))));
  Json after = portal.json("GET", contacts + "/" + id + "?propertiesWithHistory=phone");
  CHECK(at(before, "updatedAt") != at(after, "updatedAt"));
  CHECK(at(after, "properties.lastmodifieddate") == at(after, "updatedAt"));
  const auto& versions = after.at_path("propertiesWithHistory.phone")->items();
  REQUIRE(versions.size() == 2);
  CHECK(at(versions[0], "value") == "\"2\"");
  CHECK(at(versions[0], "sourceType") == "\"CRM_UI\"");
  CHECK(at(versions[1], "sourceType") == "\"INTEGRATION\"");
}

TEST_CASE("hubspot: the eleventh call in ten seconds is refused with HubSpot's words") {
  Portal portal({.search_lag = {}, .burst_max = 10, .search_max = 1, .daily_max = 1'000});
  Request list{
      .method = "GET", .target = contacts, .headers = {{"Authorization", "Bearer " + portal.options.token}}};
  for (int i = 0; i < 10; ++i) CHECK(portal.sandbox.answer(list).status == 200);
  Response refused = portal.sandbox.answer(list);
  CHECK(refused.status == 429);
  Json body = *parse_json(refused.body);
  CHECK(at(body, "message") == "\"You have reached your ten_secondly_rolling limit.\"");
  CHECK(at(body, "policyName") == "\"TEN_SECONDLY_ROLLING\"");
  CHECK(at(body, "category") == "(absent)");
  CHECK(*find_header(refused.headers, "X-HubSpot-RateLimit-Remaining") == "0");
  portal.clock.advance(Duration::seconds(10));
  CHECK(portal.sandbox.answer(list).status == 200);
  Request search{.method = "POST", .target = contacts + "/search", .headers = list.headers, .body = "{}"};
  CHECK(find_header(portal.sandbox.answer(search).headers, "X-HubSpot-RateLimit-Max") == nullptr);
  Response second = portal.sandbox.answer(search);
  CHECK(second.status == 429);
  CHECK(at(*parse_json(second.body), "message") == "\"You have reached your secondly limit.\"");
}

TEST_CASE("hubspot: applied, then cut: the contact is there and the caller heard nothing") {
  Portal portal;
  portal.sandbox.add_fault({.action = FaultAction::applied_then_cut, .path = "/contacts"});
  CHECK(portal.call("POST", contacts, R"({"properties":{"email":"a@b.co"}})").cut);
  CHECK(portal.call("POST", contacts, R"({"properties":{"email":"a@b.co"}})").status == 409);
  portal.sandbox.add_fault({.action = FaultAction::cut});
  CHECK(portal.call("POST", contacts, R"({"properties":{"email":"b@b.co"}})").cut);
  portal.sandbox.add_fault({.action = FaultAction::status, .status = 429, .headers = {{"Retry-After", "1"}}});
  Response limited = portal.call("GET", contacts);
  CHECK(limited.status == 429);
  CHECK(*find_header(limited.headers, "retry-after") == "1");
  CHECK(portal.json("GET", contacts).find("results")->items().size() == 1);
}

TEST_CASE("hubspot: the same calls give the same bytes") {
  auto run = [] {
    Portal portal;
    std::string all;
    for (int i = 0; i < 5; ++i)
      all += portal.call("POST", contacts, fmt::format(R"({{"properties":{{"lastname":"n{}"}}}})", i)).body;
    return all + write_json(portal.sandbox.dump());
  };
  CHECK(run() == run());
}

TEST_CASE("hubspot: properties say who may write them") {
  Portal portal;
  Json described = portal.json("GET", "/crm/properties/2026-09/contacts");
  bool read_only = false;
  for (const Json& property : described.find("results")->items()) {
    std::string name = property.find("name")->text();
    if (name == "createdate") read_only = property.at_path("modificationMetadata.readOnlyValue")->boolean();
    if (name == "lifecyclestage") CHECK(property.find("options")->items().empty());
    if (name == "parley_key") CHECK(property.find("hasUniqueValue")->boolean());
  }
  CHECK(read_only);
  CHECK(portal.json("GET", "/crm/v3/pipelines/contacts")
            .find("results")
            ->items()
            .front()
            .find("stages")
            ->items()
            .size() == 8);
}
