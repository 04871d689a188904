#include "compiler/schema/load.hpp"

#include <doctest/doctest.h>

#include "stdlib/schema/shipped.hpp"

using namespace parley;

namespace {

struct Loaded {
  source::SourceSet sources;
  diagnostics::Sink sink;
  std::optional<schema::System> system;

  explicit Loaded(std::string_view yaml) {
    system = schema::load(sources.add("shop.yaml", std::string(yaml)), sink);
  }
  source::Position first_place() const {
    return sources.file(sink.all().at(0).span.file).position(sink.all().at(0).span.begin);
  }
};

}  // namespace

TEST_CASE("the shipped schemas load without a finding") {
  REQUIRE(schema::shipped().size() >= 2);
  for (const schema::ShippedFile& file : schema::shipped()) {
    Loaded loaded(file.text);
    REQUIRE(loaded.system);
    CHECK(loaded.sink.all().empty());
    CHECK(loaded.system->name == file.system);
  }
}

TEST_CASE("HubSpot contacts and NetSuite customers have at least 60 fields each, every one with its source") {
  std::size_t objects = 0;
  for (const schema::ShippedFile& file : schema::shipped()) {
    Loaded loaded(file.text);
    for (const schema::Object& object : loaded.system->objects) {
      ++objects;
      CHECK(object.fields.size() >= 60);
      CHECK(object.find(*object.marker) != nullptr);
      CHECK(object.find(*object.modified)->type.kind == schema::TypeKind::instant);
      for (const schema::Field& field : object.fields) CHECK_FALSE(field.source.empty());
    }
  }
  CHECK(objects >= 2);
}

TEST_CASE("an object of one's own") {
  Loaded loaded(R"yaml(system: shop
objects:
  orders:
    id: number
    missing: null
    fields:
      total:  {type: "decimal(12,2)", at: amounts.total, wire: text, create: required}
      placed: {type: instant, wire: epoch_ms}
      status: {type: enum, values: [{value: "1", label: open}, "2"]}
      lines:  {
type:
  list, of : {
  sku:
    "text(40, utf16)", quantity : int
  }
}
      to:     {type: object, of: {city: text, geo: {type: object, of: {lat: decimal}}}}
)yaml");
  REQUIRE(loaded.system);
      CHECK(loaded.sink.all().empty());
      const schema::Object& orders = *loaded.system->find("orders");
      CHECK(orders.missing == schema::Missing::null);
      CHECK(orders.find("total")->path == "amounts.total");
      CHECK(orders.find("total")->create == schema::OnCreate::required);
      CHECK(orders.find("placed")->wire == schema::Wire::epoch_ms);
      CHECK(orders.find("status")->type.picklist[1].label == "2");
      CHECK(schema::to_text(*orders.find("lines")->type.element->members[0].type) == "text(40, utf16)");
      CHECK(orders.find("to.geo.lat")->path == "to.geo.lat");
      }

TEST_CASE("all mistakes of a file are reported, each with its place") {
  Loaded loaded(R"yaml(system: shop
objects:
  orders:
    fields:
      total: {type: decimale}
      when:  {type: instant, wire: fax}
      size:  {type: "text(0)"}
      kind:  {type: enum}
      note:  {type: text, colour: red}
)yaml");
  CHECK(loaded.sink.error_count() == 5);
CHECK(loaded.first_place() == source::Position{5, 21});
}

TEST_CASE("what is no schema is refused") {
  CHECK_FALSE(Loaded("a: [1").system);
  CHECK(Loaded("a: [1").sink.all().at(0).code == "P020");
  CHECK_FALSE(Loaded("- 1").system);
  CHECK_FALSE(Loaded("").system);
}
