#include "compiler/schema/infer.hpp"

#include <doctest/doctest.h>

#include "compiler/schema/load.hpp"

using namespace parley;

TEST_CASE("a schema is proposed from what records show, and reads as a schema") {
  schema::Inference inference;
  for (int i = 0; i < 20; ++i) {
    std::string record =
        R"({"id":)" + std::to_string(i) +
        R"(,"zip":"01234","total":12.5,"paid":true,"placed":"2026-11-22T09:30:00Z","day":"2026-11-22",)"
        R"("status":"open","note":null,"to":{"city":"Ulm"},"lines":[{"sku":"A","quantity":2}],"tags":["x"]})";
    inference.observe(*value::parse_json(record));
  }
  inference.observe(*value::parse_json(R"({"id":20,"status":"shipped","strange key":1})"));
  std::string yaml = inference.yaml({"shop", "orders"});
  CHECK(yaml.find("id: int\n") != std::string::npos);
  CHECK(yaml.find("zip: text") != std::string::npos);
  CHECK(yaml.find("total: decimal") != std::string::npos);
  CHECK(yaml.find("paid: bool") != std::string::npos);
  CHECK(yaml.find("placed: instant") != std::string::npos);
  CHECK(yaml.find("day: date") != std::string::npos);
  CHECK(yaml.find("status: text  # an enum? only: open, shipped") != std::string::npos);
  CHECK(yaml.find("note: text  # no value was seen") != std::string::npos);
  CHECK(yaml.find("to: {type: object, of: {city: text}}") != std::string::npos);
  CHECK(yaml.find("lines: {type: list, of: {sku: text, quantity: int}}") != std::string::npos);
  CHECK(yaml.find("\"strange key\": int  # in 1 of 21 records") != std::string::npos);

  source::SourceSet sources;
  diagnostics::Sink sink;
  auto loaded = schema::load(sources.add("shop.yaml", yaml), sink);
  REQUIRE(loaded);
  CHECK(sink.all().empty());
  CHECK(loaded->find("orders")->find("to.city") != nullptr);
}

TEST_CASE("the number of proposed fields is bounded") {
  schema::Inference inference;
  value::Json wide = value::Json::object();
  for (std::size_t i = 0; i <= schema::inferred_fields_max; ++i) wide["f" + std::to_string(i)] = true;
  inference.observe(wide);
  CHECK(inference.yaml({"a", "b"}).find("later ones are left out") != std::string::npos);
}
