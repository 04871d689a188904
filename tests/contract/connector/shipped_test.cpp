// The shipped schemas and the connectors must speak of the same fields in the same form: NetSuite's records
// come from two sources, and HubSpot drops names that it does not know in silence.
#include <doctest/doctest.h>

#include <algorithm>

#include "compiler/diagnostics/diagnostic.hpp"
#include "compiler/schema/load.hpp"
#include "compiler/source/source.hpp"
#include "stdlib/schema/shipped.hpp"
#include "stdlib/value/json.hpp"
#include "tests/contract/connector/subject.hpp"

using namespace parley;
using namespace parley::connector;

namespace {

schema::Object shipped_object(std::string_view system, std::string_view object) {
  source::SourceSet sources;
  diagnostics::Sink sink;
  for (const schema::ShippedFile& file : schema::shipped()) {
    if (file.system != system) continue;
    const auto loaded =
        schema::load(sources.add(std::string(file.system) + ".yaml", std::string(file.text)), sink);
    if (loaded && loaded->find(object)) return *loaded->find(object);
  }
  FAIL("no shipped object");
  return {};
}

FieldSet all_fields(const schema::Object& object) {
  FieldSet all;
  for (const schema::Field& field : object.fields) all.names.emplace_back(field.name);
  return all;
}

const value::Json* present(const value::Json& record, const std::string& path) {
  const value::Json* found = record.at_path(path);
  return found && !found->is_null() ? found : nullptr;
}

// A GET adds what a query cannot: the label of a reference.
std::string comparable(const value::Json& cell) {
  const value::Json* id = cell.find("id");
  return value::write_json(id ? *id : cell);
}

}  // namespace

TEST_CASE("NetSuite: every shipped field has one form in queries and in records") {
  const schema::Object customer = shipped_object("netsuite", "customer");
  auto subject = contract::make_netsuite_with({customer});
  value::Json values = subject->loaded(1);
  values["entityStatus"] = "13";
  values["creditLimit"] = value::Json::Number{"1500.5"};
  values["startDate"] = "2026-02-28";
  values["salesRep"] = "21";
  values["externalId"] = "abc";
  values["comments"] = "two\nlines, \"quotes\" and O'Neill";
  values["isInactive"] = true;
  const auto id = subject->system().load(values, subject->ago(600));
  REQUIRE_MESSAGE(id, (id ? "" : id.error().message));
  const FieldSet fields = all_fields(customer);
  auto& connector = subject->connector();
  const auto scanned = test::play(connector.scan(subject->object, fields, {}), subject->server());
  REQUIRE_MESSAGE(!scanned.fault, scanned.words());
  REQUIRE(scanned.items.size() == 1);
  const std::vector<RecordId> ids = {RecordId(*id)};
  const auto got = test::play(connector.get(subject->object, fields, ids), subject->server());
  REQUIRE_MESSAGE(!got.fault, got.words());
  const auto row = value::parse_json(scanned.items.at(0).json);
  const auto record = value::parse_json(got.items.at(0).json);
  std::size_t compared = 0;
  for (const schema::Field& field : customer.fields) {
    const bool unreadable =
        std::ranges::find(scanned.unreadable.names, FieldName(field.name)) != scanned.unreadable.names.end();
    if (unreadable) continue;  // said so, not taken for empty
    const value::Json* a = present(*row, field.path);
    const value::Json* b = present(*record, field.path);
    CHECK_MESSAGE((a == nullptr) == (b == nullptr), field.name);
    if (!a || !b) continue;
    CHECK_MESSAGE(comparable(*a) == comparable(*b), field.name);
    ++compared;
  }
  CHECK(compared >= 12);
  CHECK(std::ranges::find(scanned.unreadable.names, FieldName("subsidiary")) !=
        scanned.unreadable.names.end());
}

TEST_CASE("HubSpot: shipped properties and the account's description agree on who may write") {
  const schema::Object contacts = shipped_object("hubspot", "contacts");
  auto subject = contract::make_hubspot();
  const auto talk = test::play(subject->connector().describe(subject->object), subject->server());
  REQUIRE(talk.schema);
  std::size_t compared = 0;
  for (const schema::Field& field : contacts.fields) {
    const auto at = std::ranges::find(talk.schema->fields, FieldName(field.name), &FieldRights::field);
    // Accounts differ in their properties; the sandbox's has not all of them. It calls hs_additional_emails
    // read-only, which HubSpot's pages leave open.
    if (at == talk.schema->fields.end() || field.name == "hs_additional_emails") continue;
    CHECK_MESSAGE((at->updatable || !field.updateable), field.name);
    ++compared;
  }
  CHECK(compared >= 50);
}
