#include "engine/sandbox/netsuite_sandbox.hpp"

#include <fmt/format.h>

#include <set>

#include <doctest/doctest.h>

#include "engine/sandbox/netsuite_fields.hpp"
#include "engine/sandbox/netsuite_signature.hpp"
#include "engine/sandbox/virtual_clock.hpp"

using namespace parley::sandbox;
using parley::core::Duration;
using parley::value::Json;
using parley::value::parse_json;
using parley::value::write_json;

namespace {

const std::string record = "/services/rest/record/v1/customer";

struct Account {
  NetsuiteOptions options;
  VirtualClock clock;
  NetsuiteSandbox sandbox;
  int nonce = 0;
  std::vector<Header> extra;

  explicit Account(NetsuiteOptions with = {}) : options(with), sandbox(with, clock) {}

  Request sign(std::string method, std::string target, std::string body = "") {
    std::vector<Header> oauth = {{"oauth_token", options.token},
                                 {"oauth_consumer_key", options.consumer},
                                 {"oauth_nonce", "n" + std::to_string(++nonce)},
                                 {"oauth_timestamp", std::to_string(clock.now().microseconds / 1'000'000)},
                                 {"oauth_signature_method", "HMAC-SHA256"},
                                 {"oauth_version", "1.0"}};
    Target parsed = parse_target(target);
    std::vector<Header> all = parsed.query;
    all.insert(all.end(), oauth.begin(), oauth.end());
    std::string base = signature_base(method, "http://127.0.0.1:8081" + parsed.path, all);
    std::string header = "OAuth realm=\"" + options.account + "\"";
    for (const Header& one : oauth) header += ", " + one.name + "=\"" + one.value + "\"";
    header += ", oauth_signature=\"" +
              percent_encode(tba_signature(base, options.consumer_secret, options.token_secret)) + "\"";
    Request request{
        .method = method,
        .target = target,
        .headers = {{"Host", "127.0.0.1:8081"}, {"Authorization", header}, {"Prefer", "transient"}},
        .body = body};
    request.headers.insert(request.headers.end(), extra.begin(), extra.end());
    return request;
  }
  Response call(std::string method, std::string target, std::string body = "") {
    clock.advance(Duration::seconds(1));
    return sandbox.answer(sign(std::move(method), std::move(target), std::move(body)));
  }
  Json get(const std::string& name) { return *parse_json(call("GET", record + "/" + name).body); }
  std::string create(const std::string& body) {
    Response response = call("POST", record, body);
    REQUIRE(response.status == 204);
    const std::string* location = find_header(response.headers, "Location");
    return location->substr(location->rfind('/') + 1);
  }
  Json query(const std::string& sql, const std::string& page = "") {
    return *parse_json(
        call("POST", "/services/rest/query/v1/suiteql" + page, write_json(Json::Object{{"q", sql}})).body);
  }
  std::string error(const Response& response) {
    Json body = *parse_json(response.body);
    return body.find("o:errorDetails")->items().front().find("o:errorCode")->text();
  }
};

std::string at(const Json& json, std::string_view path) {
  const Json* found = json.at_path(path);
  return found == nullptr ? "(absent)" : write_json(*found);
}

// The values of one column, in order, separated by blanks; "-" where the column is absent.
std::string column(const Json& answer, std::string_view name) {
  std::string out;
  const Json* items = answer.find("items");
  if (items == nullptr) return write_json(answer);
  for (const Json& item : items->items()) {
    const Json* value = item.find(name);
    out += (out.empty() ? "" : " ") + (value == nullptr ? std::string("-") : value->text());
  }
  return out;
}

}  // namespace

TEST_CASE("the catalog of a customer has at least sixty fields and no name or column twice") {
  std::set<std::string> names;
  std::set<std::string> columns;
  for (const CustomerField& field : customer_fields()) {
    CHECK(names.insert(field.name).second);
    if (!field.column.empty()) CHECK(columns.insert(field.column).second);
  }
  CHECK(names.size() >= 60);
}

TEST_CASE("signatures: the published vectors") {
  NetsuiteOptions keys;
  auto sign = [&](const char* method, const char* url, std::vector<Header> query) {
    query.insert(query.end(), {{"oauth_token", keys.token},
                               {"oauth_consumer_key", keys.consumer},
                               {"oauth_nonce", "fjaLirsIcCGVZWzBX0pg"},
                               {"oauth_timestamp", "1508242306"},
                               {"oauth_signature_method", "HMAC-SHA256"},
                               {"oauth_version", "1.0"}});
    return tba_signature(signature_base(method, url, query), keys.consumer_secret, keys.token_secret);
  };
  const std::string host = "https://123456.suitetalk.api.netsuite.com/services/rest/";
  CHECK(sign("GET", (host + "record/v1/employee/40").c_str(), {}) ==
        "B5OIWznZ2YP0OB7VrJrGkYsTh+8H+5T9Hag+o92q0zY=");
  CHECK(sign("POST", "https://123456.restlets.api.netsuite.com/app/site/hosting/restlet.nl",
             {{"script", "6"},
              {"deploy", "1"},
              {"customParam", "someValue"},
              {"testParam", "someOtherValue"}}) == "+KK4SKNgz4ZiILGLwOMtfYlgcXSy1eis8ldE9X90azQ=");
  CHECK(sign("POST", (host + "query/v1/suiteql").c_str(), {{"limit", "2"}, {"offset", "0"}}) ==
        "E7hMoUGckDTL6ko0ZRIuvOAbEFVo7GJZcAQl0Z61fsA=");
  CHECK(sign("GET", (host + "record/v1/customer").c_str(),
             {{"q", "companyname START_WITH \"Another Company\""}, {"limit", "2"}}) ==
        "dEsL8rEvaL9GSPA3YVoPmLR/mGy6NzXXhovizYNnME4=");
  CHECK(sign("POST", "http://127.0.0.1:18080/services/rest/record/v1/salesOrder/5/!transform/invoice", {}) ==
        "88J1PQnTvWGxNkk4YtGp9VsvysF1iWIlUuGdujmyYzc=");
}

TEST_CASE("netsuite: a wrong signature, realm, time or a nonce that was used is refused") {
  Account account;
  Request good = account.sign("GET", "/services/rest/system/v1/serverTime");
  CHECK(account.sandbox.answer(good).status == 200);
  Response again = account.sandbox.answer(good);
  CHECK(again.status == 401);
  CHECK(account.error(again) == "INVALID_LOGIN");
  for (auto [part, other] : {std::pair{"realm=\"TSTDRV1234567_SB1\"", "realm=\"tstdrv1234567-sb1\""},
                             std::pair{"oauth_version=\"1.0\"", "oauth_version=\"2.0\""},
                             std::pair{"oauth_signature=\"", "oauth_signature=\"x"}}) {
    Request bad = account.sign("GET", record);
    std::string& header = bad.headers[1].value;
    REQUIRE(header.find(part) != std::string::npos);
    header.replace(header.find(part), std::string(part).size(), other);
    CHECK(account.sandbox.answer(bad).status == 401);
  }
  Request moved = account.sign("GET", record + "?limit=5");
  moved.target = record + "?limit=6";
  CHECK(account.sandbox.answer(moved).status == 401);
  Request late = account.sign("GET", record);
  account.clock.advance(Duration::seconds(301));
  CHECK(account.sandbox.answer(late).status == 401);
  CHECK(account.call("GET", record + "?limit=5").status == 200);
}

TEST_CASE("netsuite: a created person is read back with references, and without what has no value") {
  Account account;
  std::string id = account.create(
      R"({"isPerson":true,"firstName":"Ana","lastName":"Müller","email":"Ana@X.co","entityStatus":6,"creditLimit":12.50,"custentity_birthday":"1990-02-03","custentity_newsletter":true})");
  Json read = account.get(id);
  CHECK(at(read, "id") == "\"" + id + "\"");
  CHECK(at(read, "isPerson") == "true");
  CHECK(at(read, "email") == "\"Ana@X.co\"");
  CHECK(at(read, "entityStatus.id") == "\"6\"");
  CHECK(at(read, "entityStatus.refName") == "\"LEAD-Unqualified\"");
  CHECK(at(read, "stage.id") == "\"LEAD\"");
  CHECK(at(read, "creditLimit") == "12.50");
  CHECK(at(read, "isInactive") == "false");
  CHECK(at(read, "subsidiary.id") == "\"1\"");
  CHECK(at(read, "phone") == "(absent)");
  CHECK(at(read, "lastModifiedDate") == "\"2026-03-02T08:00:01Z\"");
  CHECK(at(account.get(id + "?fields=email"), "lastName") == "(absent)");
}

TEST_CASE("netsuite: what a person must have, and values that are refused") {
  Account account;
  auto refused = [&](const char* body) {
    Response response = account.call("POST", record, body);
    CHECK(response.status == 400);
    return account.error(response);
  };
  CHECK(refused(R"({"isPerson":true,"firstName":"Ana"})") == "USER_ERROR");
  CHECK(refused(R"({"lastName":"Ana"})") == "USER_ERROR");  // a company needs a name
  CHECK(refused(R"({"isPerson":"T","lastName":"A"})") == "INVALID_CONTENT");
  CHECK(refused(R"({"isPerson":true,"lastName":"A","entityStatus":"99"})") == "USER_ERROR");
  CHECK(refused(R"({"isPerson":true,"lastName":"A","custentity_birthday":"3.2.1990"})") == "INVALID_CONTENT");
  CHECK(refused(R"({"isPerson":true,"lastName":"123456789012345678901234567890123"})") == "USER_ERROR");
  CHECK(refused("[1]") == "INVALID_CONTENT");
  CHECK(account.sandbox.dump().find("records")->items().empty());
  account.create(R"({"isPerson":true,"lastName":"éééééééééééééééééééééééééééééééé"})");  // 32 characters
}

TEST_CASE("netsuite: an unknown property is dropped, unless the header asks for an error") {
  Account account;
  Response dropped = account.call("POST", record, R"({"isPerson":true,"lastName":"A","frstName":"x"})");
  CHECK(dropped.status == 204);
  CHECK(find_header(dropped.headers, "X-NetSuite-Warning") != nullptr);
  account.extra = {{"X-NetSuite-PropertyNameValidation", "Error"}};
  Response refused = account.call("POST", record, R"({"isPerson":true,"lastName":"A","frstName":"x"})");
  CHECK(refused.status == 400);
  CHECK(refused.body.find("\"o:errorPath\":\"frstName\"") != std::string::npos);
}

TEST_CASE("netsuite: PATCH changes what it names, null clears, and the time moves") {
  Account account;
  std::string id = account.create(R"({"isPerson":true,"lastName":"A","phone":"1","fax":"2"})");
  std::string before = at(account.get(id), "lastModifiedDate");
  CHECK(account.call("PATCH", record + "/" + id, R"({"phone":null,"email":"a@b.co"})").status == 204);
  Json read = account.get(id);
  CHECK(at(read, "phone") == "(absent)");
  CHECK(at(read, "fax") == "\"2\"");
  CHECK(at(read, "lastModifiedDate") != before);
  CHECK(account.call("PATCH", record + "/999", "{}").status == 404);
}

TEST_CASE("netsuite: PUT by external id creates once and then updates; external ids are unique") {
  Account account;
  std::string target = record + "/eid:HS-1";
  Response first = account.call("PUT", target, R"({"isPerson":true,"lastName":"A"})");
  Response again = account.call("PUT", target, R"({"isPerson":true,"lastName":"B"})");
  CHECK(first.status == 204);
  CHECK(*find_header(first.headers, "Location") == *find_header(again.headers, "Location"));
  CHECK(at(account.get("eid:HS-1"), "lastName") == "\"B\"");
  CHECK(account.call("POST", record, R"({"isPerson":true,"lastName":"C","externalId":"HS-1"})").status ==
        400);
  CHECK(account.call("PUT", target, R"({"externalId":"HS-2"})").status == 400);
  CHECK(account.call("PUT", record + "/eid:a%7Cb", R"({"isPerson":true,"lastName":"A"})").status == 400);
  CHECK(at(*account.sandbox.dump().find("effects"), "created") == "1");
  CHECK(account.call("DELETE", record + "/eid:HS-1").status == 204);
  CHECK(account.call("GET", record + "/eid:HS-1").status == 404);
  account.create(R"({"isPerson":true,"lastName":"A","email":"same@x.co"})");
  account.create(R"({"isPerson":true,"lastName":"B","email":"same@x.co"})");  // e-mail is not unique
}

TEST_CASE("suiteql: columns in lower case, all values text, absent where null") {
  Account account;
  account.create(
      R"({"isPerson":true,"firstName":"Ana","lastName":"A","email":"a@x.co","entityStatus":"13"})");
  Json answer = account.query(
      "SELECT id, firstName, email, phone, isPerson, isInactive, entitystatus, TO_CHAR(lastModifiedDate, "
      "'YYYY-MM-DD HH24:MI:SS') AS modified, lastmodifieddate FROM customer c WHERE c.isperson = 'T' ORDER "
      "BY c.id");
  CHECK(at(answer, "totalResults") == "1");
  CHECK(column(answer, "id") == "1201");
  CHECK(column(answer, "firstname") == "Ana");
  CHECK(column(answer, "phone") == "-");
  CHECK(column(answer, "isperson") == "T");
  CHECK(column(answer, "isinactive") == "F");
  CHECK(column(answer, "entitystatus") == "13");
  CHECK(column(answer, "modified") == "2026-03-02 00:00:01");  // Los Angeles
  CHECK(column(answer, "lastmodifieddate") == "03/02/2026");
}

TEST_CASE("suiteql: conditions") {
  Account account;
  account.create(R"({"isPerson":true,"lastName":"A","email":"a@x.co","custentity_loyalty_points":9})");
  account.create(R"({"isPerson":true,"lastName":"B","email":"b@x.co","custentity_loyalty_points":10})");
  account.create(R"({"isPerson":true,"lastName":"O'Hara"})");
  account.create(R"({"companyName":"Acme"})");
  auto ids = [&](const std::string& where) {
    return column(account.query("SELECT id FROM customer WHERE " + where + " ORDER BY id"), "id");
  };
  CHECK(ids("isperson = 'T'") == "1201 1202 1203");
  CHECK(ids("isperson = 'T' AND email IS NULL") == "1203");
  CHECK(ids("email = ''") == "");
  CHECK(ids("NOT email = 'a@x.co'") == "1202");  // NULL stays unknown
  CHECK(ids("custentity_loyalty_points > 9") == "1202");
  CHECK(ids("id IN (1202, '1204', 7)") == "1202 1204");
  CHECK(ids("id NOT IN (1202)") == "1201 1203 1204");
  CHECK(ids("(email = 'a@x.co' OR lastname = 'O''Hara') AND id > 1201") == "1203");
  CHECK(ids("lastname LIKE 'O%' OR companyname LIKE '_cme'") == "1203 1204");
  CHECK(ids("id BETWEEN 1202 AND 1203") == "1202 1203");
  CHECK(ids("1202 <= id AND ROWNUM <= 2") == "1202 1203");
  CHECK(ids("LOWER(lastname) = 'a' OR UPPER(email) = 'B@X.CO'") == "1201 1202");
  CHECK(ids("NVL(email, 'none') = 'none'") == "1203 1204");
  CHECK(column(account.query("SELECT COUNT(*) FROM customer WHERE isperson = 'T'"), "expr1") == "3");
  CHECK(column(account.query("SELECT COUNT(*) AS n FROM customer"), "n") == "4");
  Response params = account.call(
      "POST", "/services/rest/query/v1/suiteql",
      R"({"q":"SELECT id FROM customer WHERE email = ? AND id > ? ORDER BY id","params":["b@x.co","1200"]})");
  CHECK(column(*parse_json(params.body), "id") == "1202");
}

TEST_CASE("suiteql: changes since a moment, in the account's zone, order and pages") {
  Account account;
  for (int i = 0; i < 25; ++i) account.create(fmt::format(R"({{"isPerson":true,"lastName":"n{}"}})", i));
  account.call("PATCH", record + "/1203", R"({"phone":"1"})");
  std::string since =
      "SELECT id FROM customer WHERE lastmodifieddate >= TO_TIMESTAMP('2026-03-02 00:00:24', 'YYYY-MM-DD "
      "HH24:MI:SS') ORDER BY lastmodifieddate DESC, id";
  CHECK(column(account.query(since), "id") == "1203 1225 1224");
  std::string all = "SELECT id FROM customer ORDER BY id";
  Json first = account.query(all, "?limit=10&offset=0");
  CHECK(at(first, "hasMore") == "true");
  CHECK(at(first, "totalResults") == "25");
  CHECK(column(account.query(all, "?limit=10&offset=20"), "id") == "1221 1222 1223 1224 1225");
  CHECK(at(account.query(all, "?limit=10&offset=15"), "status") == "400");
  CHECK(at(account.query(all, "?limit=1001"), "status") == "400");
  CHECK(at(account.query(all, "?limit=1000&offset=100000"), "status") == "400");
  // Without ORDER BY the order moves from call to call.
  std::set<std::string> orders;
  for (int i = 0; i < 3; ++i) orders.insert(column(account.query("SELECT id FROM customer"), "id"));
  CHECK(orders.size() > 1);
}

TEST_CASE("suiteql: an hour that stands twice loses nothing") {
  Account account;
  account.clock.advance(parley::core::Instant{1'793'520'000'000'000} -
                        account.clock.now());                  // 2026-11-01T08:00:00Z
  account.create(R"({"isPerson":true,"lastName":"summer"})");  // 01:00 in summer time
  account.clock.advance(Duration::seconds(3'600));
  account.create(R"({"isPerson":true,"lastName":"winter"})");  // 01:00 again
  std::string sql =
      "SELECT id, TO_CHAR(lastmodifieddate, 'HH24') AS hour FROM customer WHERE lastmodifieddate >= "
      "TO_TIMESTAMP('2026-11-01 01:00:00', 'YYYY-MM-DD HH24:MI:SS') ORDER BY id";
  CHECK(column(account.query(sql), "hour") == "01 01");
}

TEST_CASE("suiteql: what it refuses") {
  Account account;
  auto detail = [&](const std::string& sql) {
    Json answer = account.query(sql);
    CHECK(at(answer, "status") == "400");
    return answer.find("o:errorDetails")->items().front().find("detail")->text();
  };
  const std::string prefix = "Invalid search query. Detailed unprocessed description follows. ";
  CHECK(detail("SELECT id FROM nowhere") == prefix + "Invalid search type: nowhere.");
  CHECK(detail("SELECT nonsense FROM customer") ==
        prefix +
            "Search error occurred: Unknown identifier 'nonsense'. Available identifiers are: "
            "{customer=customer}");
  CHECK(detail("SELECT subsidiary FROM customer c").find("{c=customer}") != std::string::npos);
  for (const char* bad :
       {"", "SELECT", "SELECT id FROM customer LIMIT 5", "SELECT id FROM customer WHERE",
        "SELECT id FROM customer c JOIN transaction t ON 1 = 1", "SELECT id FROM customer WHERE id = 'a' AND",
        "SELECT id FROM customer WHERE id = ?", "SELECT ntile(id) FROM customer",
        "SELECT id FROM customer WHERE email = 'open", "DELETE FROM customer"}) {
    CHECK_MESSAGE(detail(bad).starts_with(prefix), bad);
  }
  CHECK(detail("SELECT id FROM customer WHERE " + std::string(300, '(') + "id = 1" + std::string(300, ')'))
            .find("deep") != std::string::npos);
  account.create(R"({"isPerson":true,"lastName":"A"})");
  CHECK(detail("SELECT id FROM customer WHERE lastmodifieddate >= '2026-03-01'")
            .find("failed with date format") != std::string::npos);
  Request bare =
      account.sign("POST", "/services/rest/query/v1/suiteql", R"({"q":"SELECT id FROM customer"})");
  std::erase_if(bare.headers, [](const Header& h) { return h.name == "Prefer"; });
  CHECK(account.sandbox.answer(bare).status == 400);
}

TEST_CASE("suiteql: the zone, the notes and the deleted") {
  Account account;
  CHECK(column(account.query("SELECT SESSIONTIMEZONE AS timezone FROM DUAL"), "timezone") ==
        "America/Los_Angeles");
  std::string id = account.create(R"({"isPerson":true,"lastName":"A","phone":"1"})");
  REQUIRE(account.sandbox.edit(*parse_json(fmt::format(R"({{"id":"{}","values":{{"phone":"2"}}}})", id))));
  Json notes =
      account.query("SELECT field, oldvalue, newvalue, context FROM systemnote WHERE recordid = " + id +
                    " AND field = 'ENTITY.phone' ORDER BY id");
  CHECK(column(notes, "newvalue") == "1 2");
  CHECK(column(notes, "context") == "RST UIF");
  account.call("DELETE", record + "/" + id);
  CHECK(column(account.query("SELECT recordid FROM deletedrecord WHERE type = 'Customer'"), "recordid") ==
        id);
}

TEST_CASE("netsuite: too many calls at once are refused, a store-then-500 has stored") {
  Account account;
  Request crowded = account.sign("GET", record);
  crowded.in_flight = 6;
  Response limited = account.sandbox.answer(crowded);
  CHECK(limited.status == 429);
  CHECK(account.error(limited) == "CONCURRENCY_LIMIT_EXCEEDED");
  account.sandbox.add_fault({.action = FaultAction::applied_status, .method = "PUT", .status = 500});
  CHECK(account.call("PUT", record + "/eid:K1", R"({"isPerson":true,"lastName":"A"})").status == 500);
  CHECK(at(account.get("eid:K1"), "lastName") == "\"A\"");
  account.sandbox.add_fault({.action = FaultAction::html});
  Response page = account.call("GET", record);
  CHECK(page.status == 200);
  CHECK(page.body.starts_with("<!DOCTYPE html>"));
}

TEST_CASE("netsuite: the catalog describes the customer") {
  Account account;
  Json list = *parse_json(
      account.call("GET", "/services/rest/record/v1/metadata-catalog?select=customer,subsidiary").body);
  CHECK(list.find("items")->items().size() == 1);
  Json schema = *parse_json(account.call("GET", "/services/rest/record/v1/metadata-catalog/customer").body);
  CHECK(at(schema, "properties.lastName.maxLength") == "32");
  CHECK(at(schema, "properties.lastModifiedDate.format") == "\"date-time\"");
  CHECK(account.call("GET", "/services/rest/record/v1/Customer").status == 404);
}
