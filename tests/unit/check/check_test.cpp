// What a checked file holds.
#include <doctest/doctest.h>

#include <algorithm>

#include "compiler/laws/constant.hpp"
#include "compiler/laws/decide.hpp"
#include "compiler/laws/write_graph.hpp"
#include "tests/support/checked.hpp"

using namespace parley;
using check::ExpressionKind;
using support::Checked;

namespace {

// A mapping of the shop with these lines of `fields`, and more of the mapping before them.
std::string shop(const std::string& lines, const std::string& more = "", const std::string& after = "") {
  return "mapping orders {\n  left o = shop.orders\n  right i = shop.invoices\n  match o.number == "
         "i.number\n" +
         more + "\n  fields {\n    o.number <-> i.number\n" + lines + "\n  }\n}\n" + after;
}

const check::Rule& rule(const Checked& run, std::size_t index = 1) {
  REQUIRE(run.checked.mappings.size() == 1);
  REQUIRE(run.checked.mappings[0].rules.size() > index);
  return run.checked.mappings[0].rules[index];
}

std::string codes(const std::string& text) {
  return Checked(text).codes();
}

check::CheckedExpression lone(const std::string& text, diagnostics::Sink& sink,
                              const std::vector<check::Binder>& environment = {}) {
  source::SourceSet sources;
  const auto parsed = parse::parse_expression(sources.add("expression", text), sink);
  return check::check_expression(parsed, environment, sink);
}

std::string type_of(const std::string& text) {
  diagnostics::Sink sink;
  const auto checked = lone(text, sink);
  if (sink.has_errors()) return std::string(sink.all().front().code);
  return schema::to_text(*checked.expressions[checked.root].type);
}

}  // namespace

TEST_CASE("types of expressions") {
  CHECK(type_of("1 + 2") == "int");
  CHECK(type_of("1 + 2.5") == "decimal");
  CHECK(type_of("1 == 1.0") == "bool");
  CHECK(type_of("\"a\" + \"b\"") == "text");
  CHECK(type_of("[1, 2.5]") == "list<decimal>");
  CHECK(type_of("[]") == "list<null>");
  CHECK(type_of("{\"a\": 1}") == "map<text, int>");
  CHECK(type_of("{\"a\": 1}.a") == "int");
  CHECK(type_of("[1, 2].map(x, x * 2.5)") == "list<decimal>");
  CHECK(type_of("[1, 2].filter(x, x > 1)") == "list<int>");
  CHECK(type_of("[1, 2].exists(x, x == 2)") == "bool");
  CHECK(type_of("size([1, 2])") == "int");
  CHECK(type_of("true ? 1 : 2.5") == "decimal");
  CHECK(type_of("null ?? 1") == "int");
  CHECK(type_of("try(1 / 0, 7)") == "int");
  CHECK(type_of("1.0 / 8") == "decimal");
  CHECK(type_of("2 in [1, 2]") == "bool");
  CHECK(type_of(".5 + 1") == "decimal");
  CHECK(type_of("[].map(n, n / 2)") == "list<int>");
}

TEST_CASE("what does not fit") {
  CHECK(type_of("1 + \"a\"") == "P103");
  CHECK(type_of("[1, \"a\"]") == "P103");
  CHECK(type_of("\"a\" && true") == "P103");
  CHECK(type_of("null < 1") == "P107");
  CHECK(type_of("1.0 / 3") == "P113");
  CHECK(type_of("x + 1") == "P101");
  CHECK(type_of("nothing(1)") == "P102");
  CHECK(type_of("trim(1)") == "P108");
  CHECK(type_of("true ? 1 : \"a\"") == "P103");
}

TEST_CASE("an error makes no second one") {
  CHECK(codes(shop("    o.nothing + 1 -> i.count else keep\n    trim(o.nope) == 1 -> i.urgent")) ==
        "P101 P101");
  CHECK(codes("mapping m {\n  left a = nowhere.x\n  right b = shop.invoices\n  scope a: a.y > 1\n"
              "  match a.z == b.number\n  fields {\n    a.q -> b.memo\n  }\n}\n") == "P101");
}

TEST_CASE("an environment's names have types and states") {
  diagnostics::Sink sink;
  const auto fine = lone("x + 1", sink,
                         {{"x", check::CheckedExpression{}.expressions.nodes.empty()
                                    ? schema::Type{.kind = schema::TypeKind::integer}
                                    : schema::Type{}}});
  CHECK(!sink.has_errors());
  CHECK(fine.failures.size() == 1);
  CHECK(fine.failures[0].code == "overflow");
  lone("x + 1", sink, {{"x", schema::Type{.kind = schema::TypeKind::integer}, true}});
  REQUIRE(sink.error_count() == 1);
  CHECK(sink.all()[0].code == "P107");
}

TEST_CASE("no value is refused where it has no meaning, and asked for first where it was asked") {
  CHECK(codes(shop("    o.note -> i.memo when o.count > 5")) == "P107");
  CHECK(codes(shop("    o.note -> i.memo when has(o.count) && o.count > 5")).empty());
  CHECK(codes(shop("    o.note -> i.memo when o.count != null && o.count > 5")).empty());
  CHECK(codes(shop("    o.note -> i.memo when !has(o.count) || o.count > 5")).empty());
  CHECK(codes(shop("    o.note -> i.memo when has(o.count) || o.count > 5")) == "P107");
  CHECK(codes(shop("    has(o.count) ? o.count + 1 : 0 -> i.count else keep")).empty());
  CHECK(codes(shop("    o.note -> i.memo when o.urgent")) == "P107");
  CHECK(codes(shop("    o.note -> i.memo when startsWith(o.note, \"x\")")).empty());
}

TEST_CASE("a default may be a library function of constants") {
  const Checked run(shop("    o.due -> i.due default -> date(\"2026-01-31\")"));
  REQUIRE_MESSAGE(!run.sink.has_errors(), run.text());
  REQUIRE(rule(run).to_right->defaults[0].has_value());
  CHECK(canonical(*rule(run).to_right->defaults[0]) == "2026-01-31");
  CHECK(codes(shop("    o.due -> i.due default -> date(\"31.1.2026\")")) == "P110");
}

TEST_CASE("failures name their case and the argument to blame") {
  const Checked run(shop("    int(o.note) -> i.count else 7"));
  REQUIRE_MESSAGE(!run.sink.has_errors(), run.text());
  const check::Way& way = *rule(run).to_right;
  REQUIRE(way.failures.size() >= 2);
  CHECK(way.failures[0].code == "invalid");
  CHECK(way.failures[1].code == "not_an_int");
  CHECK(run.sources.text(way.failures[1].span) == "o.note");
  CHECK(way.answer.kind == check::Answer::Kind::value);
}

TEST_CASE("an answer is inherited, the nearest one counts") {
  const std::string lines = "    int(o.note) -> i.count\n    int(o.email) -> i.memo else keep";
  CHECK(codes(shop("    int(o.note) -> i.count")) == "P104");
  const Checked run(shop("    int(o.note) -> i.count", "  else skip"));
  REQUIRE_MESSAGE(!run.sink.has_errors(), run.text());
  CHECK(rule(run).to_right->answer.kind == check::Answer::Kind::skip);
  const Checked near(shop("    int(o.note) -> i.count else keep", "  else skip"));
  CHECK(rule(near).to_right->answer.kind == check::Answer::Kind::keep);
}

TEST_CASE("a try and a table's answer leave no failure") {
  CHECK(codes(shop("    try(int(o.note), 0) -> i.count")).empty());
  const std::string table = "table t: shop.orders.status -> shop.invoices.state {\n  \"open\" -> \"Draft\"\n";
  CHECK(codes(shop("    o.status -> i.state via t", "", table + "}\n")) == "P104");
  CHECK(codes(shop("    o.status -> i.state via t", "", table + "  else -> \"Sent\"\n}\n")).empty());
}

TEST_CASE("a row names a value or its label") {
  const Checked run(shop("    o.status <-> i.state via t else keep", "",
                         "table t: shop.orders.status <-> shop.invoices.state {\n  \"open\" <-> \"Draft\"\n"
                         "  \"paid\" <-> \"2\"\n}\n"));
  REQUIRE_MESSAGE(!run.sink.has_errors(), run.text());
  REQUIRE(run.checked.tables.size() == 1);
  CHECK(*run.checked.tables[0].forward[0].second.as<std::string>() == "1");
  CHECK(rule(run).law == check::LawClass::exact);
}

TEST_CASE("a lens is turned the way that its types fit") {
  const std::string lens = "lens cents: decimal <-> int {\n  -> int(x * 100)\n  <- decimal(x) / 100\n}\n";
  const Checked run(shop("    o.count <-> i.amount via cents else keep", "", lens));
  REQUIRE_MESSAGE(!run.sink.has_errors(), run.text());
  CHECK(rule(run).steps[0].reversed);
  CHECK(rule(run).law == check::LawClass::exact);
  const check::Mapping& mapping = run.checked.mappings[0];
  CHECK(mapping.expressions[rule(run).to_right->values[0]].kind == ExpressionKind::bind);
  CHECK(codes(shop("    o.note -> i.memo via cents else keep", "", lens)) == "P111");
}

TEST_CASE("a normal lens compares by its canonical form") {
  const Checked run(shop("    o.email <-> i.mail via email else keep\n    o.note <-> i.memo"));
  REQUIRE_MESSAGE(!run.sink.has_errors(), run.text());
  CHECK(rule(run).law == check::LawClass::normal);
  REQUIRE(rule(run).canonical_left[0].has_value());
  CHECK(run.checked.mappings[0].expressions[*rule(run).canonical_left[0]].kind == ExpressionKind::call);
  CHECK(rule(run, 2).law == check::LawClass::exact);
  CHECK(!rule(run, 2).canonical_left[0].has_value());
}

TEST_CASE("where binds what it says") {
  const Checked run(
      "mapping m {\n  left o = shop.orders where o.sure && o.status == \"paid\" && o.total != null\n"
      "  right i = shop.invoices\n  match o.number == i.number\n  fields {\n    o.number <-> i.number\n  "
      "}\n}\n");
  REQUIRE_MESSAGE(!run.sink.has_errors(), run.text());
  const check::Side& side = run.checked.mappings[0].left;
  REQUIRE(side.bindings.size() == 2);
  CHECK(*side.bindings[0].value.as<bool>());
  CHECK(*side.bindings[1].value.as<std::string>() == "paid");
  CHECK(side.unbound.size() == 1);
}

TEST_CASE("rules that guards look at merge first") {
  const Checked run(shop("    o.note -> i.memo when i.count == 1\n    o.count -> i.count"));
  REQUIRE_MESSAGE(!run.sink.has_errors(), run.text());
  const auto& order = run.checked.mappings[0].program.merge_order;
  REQUIRE(order.size() == 3);
  CHECK(order[1].value == 2);
  CHECK(order[2].value == 1);
}

TEST_CASE("match keys are sorted to their sides") {
  const Checked run(shop("", "  match i.mail == email(o.email)"));
  REQUIRE_MESSAGE(!run.sink.has_errors(), run.text());
  const check::Mapping& mapping = run.checked.mappings[0];
  REQUIRE(mapping.matches.size() == 2);
  CHECK(mapping.expressions[mapping.matches[1].left[0]].kind == ExpressionKind::call);
  CHECK(mapping.expressions[mapping.matches[1].right[0]].kind == ExpressionKind::field);
}

TEST_CASE("imports are read once, and not in a circle") {
  const std::string use = "import \"tables.parley\"\n" + shop("    o.status -> i.state via t");
  const std::string table =
      "table t: shop.orders.status -> shop.invoices.state {\n  \"open\" -> \"Draft\"\n  else -> keep\n}\n";
  CHECK(Checked(use, {{"tables.parley", table}}).codes().empty());
  CHECK(Checked(use, {{"tables.parley", "import \"example.parley\"\n" + table}}).codes() == "P112");
  CHECK(Checked(use).codes() == "P112 P102");
}

TEST_CASE("tests in the file have typed records") {
  const Checked run(shop("    o.total -> i.amount", "",
                         "test \"t\" in orders {\n  given o { number: \"7\", total: 3 }\n"
                         "  expect create i { number: \"7\", amount: 3 }\n}\n"));
  REQUIRE_MESSAGE(!run.sink.has_errors(), run.text());
  REQUIRE(run.checked.tests.size() == 1);
  REQUIRE(run.checked.tests[0].givens.size() == 1);
  CHECK(run.checked.tests[0].givens[0].cells[1].value.as<value::Decimal>() != nullptr);
  CHECK(run.checked.tests[0].expectations[0].kind == check::Test::Expectation::Kind::create);
}

TEST_CASE("tables that merge are proved, tables that drift are refuted with a trace") {
  const auto verdict = [](const std::string& rows) {
    const Checked run(shop("    o.status <-> i.state via t else keep", "",
                           "table t: shop.orders.status <-> shop.invoices.state {\n" + rows + "}\n"));
    REQUIRE_MESSAGE(!run.sink.has_errors(), run.text());
    laws::Trial trial(run.checked, run.checked.mappings[0], run.sources);
    return laws::decide(trial, 1);
  };
  CHECK(verdict("  \"open\" <-> \"1\"\n  \"paid\" -> \"1\"\n").verdict == laws::Verdict::proved);
  const laws::Finding bad = verdict("  \"open\" -> \"1\"\n  \"open\" <- \"2\"\n");
  CHECK(bad.verdict == laws::Verdict::refuted);
  REQUIRE(bad.traces.size() == 1);
  CHECK(bad.traces[0].values == std::vector<std::string>{"\"2\"", "\"open\"", "\"1\"", "nothing"});
}

TEST_CASE("the longest chain of the write graph") {
  const Checked one(shop("    o.total -> i.amount"));
  CHECK(laws::write_graph(one.checked).longest_chain == 1);
  const Checked two(shop("") +
                    "mapping back {\n  left i = shop.invoices\n  right o = shop.orders\n"
                    "  fields {\n    i.number -> o.note\n  }\n}\n");
  REQUIRE_MESSAGE(!two.sink.has_errors(), two.text());
  CHECK(laws::write_graph(two.checked).longest_chain == 2);
}

TEST_CASE("the write graph goes over the files of a project") {
  const std::string back =
      "mapping back {\n  left i = shop.invoices\n  right o = shop.orders\n"
      "  fields {\n    i.memo -> o.note\n  }\n}\n";
  const Checked other(back, {}, "back.parley");
  const auto elsewhere = laws::edges_elsewhere(other.checked, other.sources);
  REQUIRE(elsewhere.size() == 1);
  CHECK(elsewhere[0].elsewhere == "back.parley:5");
  Checked one(shop("    o.note -> i.memo else keep"));
  const lint::Outcome outcome = one.lint({.elsewhere = elsewhere});
  REQUIRE(one.of("P207").size() == 1);
  CHECK(one.of("P207")[0].why.find("back.parley:5 leads from `shop.invoices.memo` to `shop.orders.note`") !=
        std::string::npos);
  Checked alone(shop("    o.note -> i.memo else keep"));
  CHECK(alone.lint().longest_chain == 1);
  CHECK(alone.of("P207").empty());
  Checked chained(shop("    o.note -> i.memo else keep"));
  std::vector<laws::Edge> further = elsewhere;
  further[0].to = "shop.orders.email";
  CHECK(chained.lint({.elsewhere = further}).longest_chain == 2);
}
