// What has no fast form is left to the interpreter leaf by leaf, in the midst of records that generated code
// does.
#include <doctest/doctest.h>

#include "compiler/driver/compile.hpp"
#include "compiler/driver/transform.hpp"
#include "tests/support/streams.hpp"

using namespace parley;

namespace {

constexpr const char* schema = R"(system: shop
objects:
  orders:
    id: id
    missing: null
    fields:
      number: {type: text}
      tags:   {type: set, of: text}
      note:   {type: text}
      placed: {type: date}
  invoices:
    id: id
    missing: null
    fields:
      number: {type: text}
      labels: {type: set, of: text}
      urgent: {type: bool}
      memo:   {type: text}
      late:   {type: date}
      who:    {type: text}
)";

constexpr const char* mapping = R"(mapping m {
  left  o = shop.orders
  right i = shop.invoices
  scope o: !has(o.tags) || !o.tags.exists(t, t == "test")
  fields {
    o.number -> i.number else reject
    o.tags -> i.labels
    o.tags.exists(t, t == "urgent") -> i.urgent else keep
    o.note -> i.memo blank clear
    o.placed -> i.late else skip
    o.number -> i.who
  }
}
)";

struct ShopFiles : driver::Files {
  core::Result<std::string> read(const std::string& path) override {
    return path == "m.parley" ? mapping : schema;
  }
  bool exists(const std::string& path) override { return path == "m.parley" || path == "schemas/shop.yaml"; }
  std::vector<std::string> list(const std::string& folder) override {
    return folder.starts_with("schemas") ? std::vector<std::string>{"shop.yaml"} : std::vector<std::string>{};
  }
};

struct Ran {
  std::string written;
  std::string errors;
  driver::Counts counts;
};

Ran run(const std::string& input, driver::TransformOptions options, driver::Engine engine) {
  static ShopFiles files;
  static const auto compilation = *driver::compile("m.parley", files);
  REQUIRE(compilation->mappings.size() == 1);
  options.engine = engine;
  driver::Transform transform(compilation->mappings.front(), options);
  support::TextSource source(input);
  support::TextOutlet outlet;
  REQUIRE(transform.run(source, outlet).has_value());
  return {outlet.written, outlet.errors, transform.counts()};
}

std::string order(int number, const std::string& tags) {
  const std::string note = number % 3 == 0 ? "null" : fmt::format("\"note {}\"", number);
  return fmt::format(R"({{"id":"{0}","number":"N{0}","tags":{1},"note":{2},"placed":"2026-01-{3:02}"}})",
                     number, tags, note, 1 + number % 40) +
         "\n";
}

}  // namespace

TEST_CASE("lists and what depends on them are interpreted, the rest of their records is not") {
  static const char* const tags[] = {"null", "[]", R"(["urgent","x"])", R"(["test"])", R"(["a","\u00e9\""])"};
  std::string input;
  std::uint64_t wrong_dates = 0;
  for (int i = 0; i < 600; ++i) {
    input += order(i, tags[i % 5]);
    wrong_dates += i % 40 >= 31 && i % 5 != 3 ? 1 : 0;
  }
  for (abi::BodyKind kind : {abi::BodyKind::create, abi::BodyKind::update}) {
    const Ran oracle = run(input, {.kind = kind}, driver::Engine::interpret);
    CHECK(oracle.counts.left_out == 120);
    CHECK(oracle.counts.skipped == wrong_dates);
    CHECK(oracle.written.contains("\"memo\":null") == (kind == abi::BodyKind::update));
    CHECK(oracle.written.contains(R"("labels":["urgent","x"],"urgent":true)"));
    for (codegen::Tier tier : {codegen::Tier::quick, codegen::Tier::thorough}) {
      const Ran ran = run(input, {.kind = kind, .tier = tier}, driver::Engine::compiled);
      CHECK(ran.written == oracle.written);
      CHECK(ran.errors == oracle.errors);
      CHECK(ran.counts.left_out == 120);
      CHECK(ran.counts.skipped == wrong_dates);
      CHECK(ran.counts.given_up == 0);
      CHECK(ran.counts.compiled == 600);
    }
  }
}

TEST_CASE("a list for which there is no room sends its record to the interpreter") {
  std::string tags = "[\"x\"";
  for (int i = 0; i < 200'000; ++i) tags += fmt::format(",\"label {}\"", i);
  tags += "]";
  const std::string input = order(1, "[\"a\"]") + order(2, tags) + order(4, "[\"b\"]");
  const Ran oracle = run(input, {}, driver::Engine::interpret);
  const Ran ran = run(input, {}, driver::Engine::compiled);
  CHECK((ran.written == oracle.written));
  CHECK(ran.counts.given_up == 1);
  CHECK(ran.counts.compiled == 2);
}
