// `(a, b) <-> c`: one rule over several fields, in both directions.
#include <doctest/doctest.h>

#include "compiler/diagnostics/render.hpp"
#include "compiler/driver/evaluator.hpp"
#include "compiler/driver/transform.hpp"
#include "tests/support/streams.hpp"

using namespace parley;

namespace {

constexpr const char* schema =
    "system: shop\nobjects:\n"
    "  person:\n    missing: unknown\n    fields:\n      id: id\n      first: text\n      last: text\n      "
    "age: int\n"
    "  card:\n    missing: unknown\n    fields:\n      id: id\n      name: text\n      older: text\n";

struct TwoFiles : driver::Files {
  explicit TwoFiles(std::string lines)
      : mapping(
            "mapping m {\n  left p = shop.person\n  right c = shop.card\n  conflict prefer left\n  fields "
            "{\n    " +
            std::move(lines) +
            "\n  }\n}\n\nlens words: list<text> <-> text {\n  -> join(x, \" \")\n  <- split(x, \" \")\n}\n") {
  }
  core::Result<std::string> read(const std::string& path) override {
    return path == "m.parley" ? mapping : std::string(schema);
  }
  bool exists(const std::string& path) override { return path == "m.parley" || path == "schemas/shop.yaml"; }
  std::vector<std::string> list(const std::string&) override { return {}; }
  std::string mapping;
};

std::string codes(const std::string& lines) {
  TwoFiles files(lines);
  const auto c = *driver::compile("m.parley", files);
  std::string all;
  for (const auto& finding : c->sink.sorted()) all += std::string(finding.code) + " ";
  return all;
}

std::string mapped(const std::string& lines, abi::Direction direction, const std::string& input) {
  TwoFiles files(lines);
  const auto c = *driver::compile("m.parley", files);
  REQUIRE_MESSAGE(!c->mappings.empty(),
                  diagnostics::render_text(c->sink.sorted(), c->sources, diagnostics::Colour::never));
  driver::Transform transform(c->mappings.front(),
                              {.direction = direction, .engine = driver::Engine::automatic});
  support::TextSource source(input);
  support::TextOutlet outlet;
  REQUIRE(transform.run(source, outlet).has_value());
  return outlet.written + outlet.errors;
}

constexpr const char* line = "(p.first, p.last) <-> c.name via words else keep";

}  // namespace

TEST_CASE("a group goes into one field, and comes back into its fields") {
  CHECK(mapped(line, abi::Direction::to_right, "{\"first\":\"Ana\",\"last\":\"Lu\"}\n") ==
        "{\"name\":\"Ana Lu\"}\n");
  CHECK(mapped(line, abi::Direction::to_left, "{\"name\":\"Ana Lu\"}\n") ==
        "{\"first\":\"Ana\",\"last\":\"Lu\"}\n");
}

TEST_CASE("an unknown field makes the whole unknown, and other counts of values are failures") {
  CHECK(mapped(line, abi::Direction::to_right, "{\"first\":\"Ana\"}\n") == "{}\n");
  CHECK(mapped(line, abi::Direction::to_left, "{\"name\":\"Ana Maria Lu\"}\n{\"name\":\"Ana\"}\n") ==
        "{}\n{}\n");
  const std::string rejected = mapped("(p.first, p.last) <- c.name via words else reject",
                                      abi::Direction::to_left, "{\"name\":\"Ana\"}\n");
  CHECK(rejected.starts_with("line 1"));
  CHECK(rejected.find("p.first") != std::string::npos);
}

TEST_CASE("one field into several, one way") {
  CHECK(mapped("p.first -> (c.name, c.older) via parts else keep\n  }\n}\n"
               "lens parts: text -> list<text> {\n  -> split(x, \"-\")\n}\n"
               "mapping n {\n  left p = shop.person\n  right c = shop.card\n  fields {\n    p.last -> c.name",
               abi::Direction::to_right, "{\"first\":\"a-b\"}\n") == "{\"name\":\"a\",\"older\":\"b\"}\n");
}

TEST_CASE("what a group cannot be") {
  CHECK(codes(line).empty());
  CHECK(codes("(p.first, p.last) <-> (c.name, c.older) via words else keep") == "P005 ");
  CHECK(codes("(p.first, p.age) <-> c.name via words else keep") == "P103 ");
  CHECK(codes("(p.first, p.last) <-> c.name via trim else keep").find("P108") != std::string::npos);
  CHECK(codes("(p.first, p.last) <-> c.name via words else -> keep, <- \"x\"") == "P110 ");
  CHECK(codes("(p.first, p.last) <-> c.name via words else keep default <- \"x\"").find("P110") !=
        std::string::npos);
  CHECK(codes("(p.first, p.last) <- c.name else keep") == "P103 ");
}

TEST_CASE("a rule over a group has a base and an operand for each field") {
  TwoFiles files(line);
  const auto c = *driver::compile("m.parley", files);
  REQUIRE(c->mappings.size() == 1);
  const abi::Rule& rule = c->mappings.front().program.rules[0];
  CHECK(rule.left.size() == 2);
  CHECK(rule.right.size() == 1);
  const auto evaluator = driver::interpreted(c->mappings.front(), {});
  std::vector<abi::Operand> image(c->mappings.front().program.right.fields.size());
  image[rule.right[0].value] = {value::State::value, "Ana Lu"};
  const abi::Carried carried = evaluator->carry(abi::RuleNo(0), abi::Direction::to_left, image);
  REQUIRE(carried.operands.size() == 2);
  CHECK(carried.operands[0].bytes == "Ana");
  CHECK(carried.operands[1].bytes == "Lu");
}
