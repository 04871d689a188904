#include "engine/sandbox/population.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include <doctest/doctest.h>

#include "engine/sandbox/hubspot_sandbox.hpp"
#include "engine/sandbox/load.hpp"
#include "engine/sandbox/netsuite_sandbox.hpp"
#include "engine/sandbox/virtual_clock.hpp"
#include "stdlib/core/text.hpp"

using namespace parley::sandbox;
using parley::core::ErrorKind;
using parley::value::Json;
using parley::value::write_json;

namespace {

std::string text(const Json& json, std::string_view name) {
  const Json* found = json.find(name);
  return found == nullptr ? "" : found->text_or("");
}

std::string digits(const std::string& phone) {
  std::string out;
  for (char c : phone) {
    if (c >= '0' && c <= '9') out += c;
  }
  return out.substr(out.size() < 8 ? 0 : out.size() - 8);
}

template <class Key>
int repeated(const std::vector<PopulationRecord>& records, Key key) {
  std::map<std::string, int> seen;
  for (const PopulationRecord& record : records) {
    std::string found = key(record.values);
    if (!found.empty()) ++seen[found];
  }
  int groups = 0;
  for (const auto& [name, times] : seen) groups += times > 1 ? 1 : 0;
  return groups;
}

}  // namespace

TEST_CASE("a population has exactly what was asked for, and both systems take it") {
  PopulationOptions options{
      .count = 500, .seed = 7, .overlap_percent = 60, .duplicates = 30, .without_email = 30, .inactive = 30};
  auto population = make_population(options, virtual_start);
  REQUIRE(population);
  CHECK(population->hubspot.size() == 500);
  CHECK(population->netsuite.size() == 500);
  int hubspot_without = 0;
  int netsuite_without = 0;
  int inactive = 0;
  int shared = 0;
  std::map<std::string, int> left;
  for (const PopulationRecord& record : population->hubspot) {
    hubspot_without += text(record.values, "email").empty() ? 1 : 0;
    left[text(record.values, "email")] = 1;
    CHECK(record.modified < virtual_start);
  }
  for (const PopulationRecord& record : population->netsuite) {
    std::string email = parley::core::lower_ascii(text(record.values, "email"));
    netsuite_without += email.empty() ? 1 : 0;
    shared += !email.empty() && left.contains(email) ? 1 : 0;
    inactive += record.values.find("isInactive")->boolean() ? 1 : 0;
  }
  CHECK(hubspot_without == 30);
  CHECK(netsuite_without == 30);
  CHECK(inactive == 30);
  CHECK(shared > 200);
  CHECK(repeated(population->hubspot, [](const Json& v) { return text(v, "email"); }) == 0);
  CHECK(repeated(population->netsuite,
                 [](const Json& v) { return parley::core::lower_ascii(text(v, "email")); }) == 30);
  auto name_and_phone = [](const Json& v) {
    std::string phone = digits(text(v, "phone"));
    return phone.empty() ? "" : text(v, "firstname") + text(v, "lastname") + phone;
  };
  CHECK(repeated(population->hubspot, name_and_phone) == 30);
  VirtualClock clock;
  HubspotSandbox hubspot({}, clock);
  NetsuiteSandbox netsuite({}, clock);
  CHECK(fill(hubspot, population->hubspot));
  CHECK(fill(netsuite, population->netsuite));
  CHECK(hubspot.dump().find("records")->items().size() == 500);
}

TEST_CASE("the same seed gives the same people, another one others") {
  auto all = [](std::uint64_t seed) {
    std::string out;
    auto population = make_population({.count = 50, .seed = seed, .duplicates = 5}, virtual_start);
    for (const PopulationRecord& record : population->hubspot) out += write_json(record.values);
    for (const PopulationRecord& record : population->netsuite) out += write_json(record.values);
    return out;
  };
  CHECK(all(7) == all(7));
  CHECK(all(7) != all(8));
}

TEST_CASE("numbers that cannot be met together are refused") {
  CHECK(make_population({.count = 10, .duplicates = 11}, virtual_start).error().kind == ErrorKind::usage);
  CHECK_FALSE(make_population({.count = 10, .duplicates = 3, .without_email = 8}, virtual_start));
  CHECK_FALSE(make_population({.count = 10, .overlap_percent = 10, .inactive = 2}, virtual_start));
  CHECK(make_population({.count = 0}, virtual_start));
}

TEST_CASE("files: lines, values with commas and quotes, Salesforce's tree") {
  auto lines = read_records(ServedSystem::hubspot, "a.ndjson",
                            "{\"email\":\"a@b.co\"}\n\n{\"id\":\"1\",\"properties\":{\"lastname\":\"B\"}}\n");
  REQUIRE(lines);
  CHECK(write_json(Json(*lines)) == R"([{"email":"a@b.co"},{"lastname":"B"}])");
  auto cells = read_records(ServedSystem::netsuite, "a.csv",
                            "\xEF\xBB\xBFisPerson,lastName,creditLimit,comments\r\nT,\"O\"\"Hara, "
                            "Jr.\",12.50,\"two\nlines\"\r\nfalse,B,,\r\n");
  REQUIRE(cells);
  CHECK(
      write_json(Json(*cells)) ==
      R"([{"isPerson":true,"lastName":"O\"Hara, Jr.","creditLimit":12.50,"comments":"two\nlines"},{"isPerson":false,"lastName":"B"}])");
  std::string tree =
      R"({"records":[{"attributes":{"type":"Lead"},"LastName":"P","Email":"p@q.co","Title":"VP","MailingCity":"X","accountId":"@A"}]})";
  CHECK(write_json(Json(*read_records(ServedSystem::hubspot, "a.json", tree))) ==
        R"([{"lastname":"P","email":"p@q.co","jobtitle":"VP","city":"X"}])");
  CHECK(write_json(Json(*read_records(ServedSystem::netsuite, "a.json", tree))) ==
        R"([{"isPerson":true,"lastName":"P","email":"p@q.co","title":"VP"}])");
}

TEST_CASE("files that cannot be read name the place") {
  auto words = [](const char* name, const char* content) {
    auto read = read_records(ServedSystem::hubspot, name, content);
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == ErrorKind::input);
    return read.error().message;
  };
  CHECK(words("a.ndjson", "{}\n{\"a\":").starts_with("a.ndjson: line 2: "));
  CHECK(words("a.ndjson", "[1]").starts_with("a.ndjson: line 1: "));
  CHECK(words("a.csv", "email,phone\na@b.co\n").starts_with("a.csv: row 2: 1 cells, the header has 2"));
  CHECK(words("a.csv", "email\n\"open\n").starts_with("a.csv: row 2: a quote"));
  CHECK(words("a.json", "{}").find("records") != std::string::npos);
  CHECK(words("a.xml", "").find("unknown kind") != std::string::npos);
  CHECK(words("a.csv", "\xC0\xAF").find("UTF-8") != std::string::npos);
}

TEST_CASE("the real contacts of Salesforce's sample load into both systems") {
  std::string path = "../shared/data/salesforce/apex-recipes-Contacts.json";
  if (!std::filesystem::exists(path)) {
    MESSAGE("skipped: " << path << " is not there");
    return;
  }
  std::ifstream file(path);
  std::ostringstream content;
  content << file.rdbuf();
  VirtualClock clock;
  HubspotSandbox hubspot({}, clock);
  NetsuiteSandbox netsuite({}, clock);
  for (auto [kind, system] : {std::pair<ServedSystem, System*>{ServedSystem::hubspot, &hubspot},
                              {ServedSystem::netsuite, &netsuite}}) {
    auto records = read_records(kind, path, content.str());
    REQUIRE(records);
    CHECK(records->size() == 150);
    for (const Json& record : *records) CHECK(system->load(record, virtual_start));
  }
}
