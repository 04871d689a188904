// Every claim about a lens, held against what the lens does: a class says what there and back must come to,
// and the interpreter runs it on edges, on what the lens itself names, and on random values.
#include <doctest/doctest.h>

#include <string>

#include "compiler/laws/decide.hpp"
#include "compiler/laws/samples.hpp"
#include "stdlib/core/random.hpp"
#include "stdlib/functions/registry.hpp"
#include "tests/support/checked.hpp"

using namespace parley;
using check::LawClass;
using value::Value;

namespace {

constexpr std::uint64_t seed = 20261122;
constexpr std::size_t values_of_lens = 600;
constexpr std::size_t values_of_pair = 80;  // there are many pairs, and phone() is slow

struct Case {
  const char* fields;  // "o.big <-> i.big"
  const char* lens;    // "decimal <-> decimal { -> x + 1 <- x - 1 }"
  LawClass law;
};

// Declared lenses, and the class that composition should find.
const Case cases[] = {
    {"o.urgent <-> i.urgent", "bool <-> bool {\n-> !x\n<- !x\n}", LawClass::exact},
    {"o.count <-> i.count", "int <-> int {\n-> x + 7\n<- x - 7\n}", LawClass::exact},
    {"o.count <-> i.count", "int <-> int {\n-> 100 - x\n<- 100 - x\n}", LawClass::exact},
    {"o.count <-> i.count", "int <-> int {\n-> -(x + 1)\n<- -x - 1\n}", LawClass::exact},
    {"o.big <-> i.big", "decimal <-> decimal {\n-> x * 1.25\n<- x / 1.25\n}", LawClass::exact},
    {"o.big <-> i.big", "decimal <-> decimal {\n-> x * 8\n<- x / 8\n}", LawClass::exact},
    {"o.big <-> i.big", "decimal <-> decimal {\n-> (x - 0.5) / 0.01\n<- x * 0.01 + 0.5\n}", LawClass::exact},
    {"o.big <-> i.big", "decimal <-> decimal {\n-> ratioToPercent(x)\n<- percentToRatio(x)\n}",
     LawClass::exact},
    {"o.total <-> i.count", "decimal <-> int {\n-> int(x * 100)\n<- decimal(x) / 100\n}", LawClass::exact},
    {"o.count <-> i.amount", "decimal <-> int {\n-> int(x * 100)\n<- decimal(x) / 100\n}", LawClass::exact},
    {"o.count <-> i.count", "int <-> int {\n-> x * 100\n<- x / 100\n}", LawClass::merging},
    {"o.note <-> i.count", "text <-> int {\n-> int(x)\n<- text(x)\n}", LawClass::merging},
    {"o.note <-> i.big", "text <-> decimal {\n-> decimal(x) * 100\n<- text(x / 100)\n}", LawClass::merging},
    {"o.note <-> i.urgent", "text <-> bool {\n-> !bool(x)\n<- text(!x)\n}", LawClass::merging},
    {"o.note <-> i.due", "text <-> date {\n-> date(x)\n<- text(x)\n}", LawClass::merging},
    {"o.note <-> i.at", "text <-> instant {\n-> instant(x)\n<- text(x)\n}", LawClass::merging},
    {"o.count <-> i.at", "int <-> instant {\n-> fromEpochMs(x)\n<- epochMs(x)\n}", LawClass::merging},
    {"o.due <-> i.at",
     "date <-> instant {\n-> midnight(x, \"Europe/Berlin\")\n<- dateOf(x, \"Europe/Berlin\")\n}",
     LawClass::merging},
    {"o.placed <-> i.at", "instant <-> instant {\n-> x + duration(\"3600s\")\n<- x - duration(\"3600s\")\n}",
     LawClass::exact},
    {"o.note <-> i.memo", "text <-> text {\n-> lower(trim(x))\n<- trim(lower(x))\n}", LawClass::normal},
    {"o.note <-> i.memo", "text <-> text {\n-> phone(x, \"US\")\n<- phone(x, \"US\")\n}", LawClass::normal},
    // Not by composition: another zone, another constant, another order, twice the value, another form.
    {"o.due <-> i.at", "date <-> instant {\n-> midnight(x, \"UTC\")\n<- dateOf(x, \"+12:00\")\n}",
     LawClass::unproved},
    {"o.count <-> i.count", "int <-> int {\n-> x + 7\n<- x - 8\n}", LawClass::unproved},
    {"o.count <-> i.count", "int <-> int {\n-> x - 7\n<- 7 - x\n}", LawClass::unproved},
    {"o.count <-> i.count", "int <-> int {\n-> (x + 7) * 2\n<- (x - 7) / 2\n}", LawClass::unproved},
    {"o.count <-> i.count", "int <-> int {\n-> x + x\n<- x - x\n}", LawClass::unproved},
    {"o.note <-> i.memo", "text <-> text {\n-> lower(x)\n<- x\n}", LawClass::unproved},
    {"o.note <-> i.memo", "text <-> text {\n-> lower(x)\n<- upper(x)\n}", LawClass::unproved},
    {"o.note <-> i.memo", "text <-> text {\n-> phone(x, \"US\")\n<- phone(x, \"DE\")\n}", LawClass::unproved},
    {"o.note <-> i.memo", "text <-> text {\n-> \"a\" + x\n<- x + \"a\"\n}", LawClass::unproved},
    {"o.note <-> i.count", "text <-> int {\n-> int(trim(x))\n<- trim(text(x))\n}", LawClass::unproved},
};

std::string file(const std::string& fields, const std::string& via, const std::string& rest) {
  return "mapping orders {\n  left o = shop.orders\n  right i = shop.invoices\n  match o.number == i.number\n"
         "  conflict prefer left\n  else keep\n  fields {\n    " +
         fields + " via " + via + "\n  }\n}\n" + rest;
}
std::string file(const Case& c) {
  return file(c.fields, "l", std::string("lens l: ") + c.lens + "\n");
}

// The first value that breaks what the class says, from one side; empty where none does.
std::string broken(laws::Trial& trial, LawClass claim, abi::Side side, std::size_t count,
                   std::size_t& passed) {
  using How = laws::Trial::Carried::How;
  const auto away = side == abi::Side::left ? abi::Direction::to_right : abi::Direction::to_left;
  const auto back = side == abi::Side::left ? abi::Direction::to_left : abi::Direction::to_right;
  core::Random random(seed);
  std::vector<Value> named;
  for (const auto& e : trial.mapping().expressions.nodes)
    if (e.kind == check::ExpressionKind::constant) named.push_back(e.value);
  for (const Value& a : laws::samples(trial.type(0, side), named, random, count)) {
    const auto b = trial.carry(0, away, a);
    if (b.how != How::value) continue;
    const auto returned = trial.carry(0, back, b.value);
    if (returned.how != How::value) continue;
    ++passed;
    if (equal(returned.value, a)) continue;
    if (claim == LawClass::exact) return canonical(a) + " comes back as " + canonical(returned.value);
    const auto again = trial.carry(0, away, returned.value);
    const bool same = again.how == How::value && equal(again.value, b.value);
    if (!same) return canonical(a) + " becomes " + canonical(b.value) + ", then " + canonical(again.value);
  }
  return {};
}

std::string broken(laws::Trial& trial, LawClass claim, std::size_t& passed,
                   std::size_t count = values_of_lens) {
  const std::string left = broken(trial, claim, abi::Side::left, count, passed);
  return left.empty() ? broken(trial, claim, abi::Side::right, count, passed) : left;
}

}  // namespace

TEST_CASE("lenses keep what their class says") {
  MESSAGE("seed " << seed);
  for (const Case& c : cases) {
    CAPTURE(std::string(c.lens));
    const support::Checked run(file(c));
    REQUIRE_MESSAGE(!run.sink.has_errors(), run.text());
    const check::Mapping& mapping = run.checked.mappings[0];
    CHECK(mapping.rules[0].law == c.law);
    CHECK(run.checked.lenses[0].law == c.law);
    if (c.law == LawClass::unproved) continue;
    laws::Trial trial(run.checked, mapping, run.sources);
    std::size_t passed = 0;
    CHECK(broken(trial, c.law, passed) == "");
    CHECK(passed >= 4);
    const laws::Finding finding = laws::decide(trial, 0);
    CHECK(finding.verdict == laws::Verdict::proved);
    CHECK(!finding.reason.empty());
  }
}

TEST_CASE("a class that promises too much is caught") {
  for (const Case& c : cases) {
    if (c.law != LawClass::merging && c.law != LawClass::normal) continue;
    // A text that reads as a number, bool or date has one spelling only, and there nothing is promised too
    // much.
    const std::string text = c.lens;
    if (text.find("int(x)") != std::string::npos || text.find("bool(x)") != std::string::npos ||
        text.find("date(x)") != std::string::npos)
      continue;
    CAPTURE(std::string(c.lens));
    const support::Checked run(file(c));
    laws::Trial trial(run.checked, run.checked.mappings[0], run.sources);
    std::size_t passed = 0;
    CHECK(broken(trial, LawClass::exact, passed) != "");
  }
  for (const char* lens :
       {"int <-> int {\n-> x + 7\n<- x - 8\n}", "int <-> int {\n-> (x + 7) * 2\n<- (x - 7) / 2\n}"}) {
    const support::Checked run(file({"o.count <-> i.count", lens, LawClass::merging}));
    laws::Trial trial(run.checked, run.checked.mappings[0], run.sources);
    std::size_t passed = 0;
    CHECK(broken(trial, LawClass::merging, passed) != "");
  }
}

// `via a, b` of two canonical forms is said to be normal, whichever they are.
TEST_CASE("canonical forms compose") {
  std::vector<std::string> forms;
  for (const abi::Function& function : functions::all()) {
    const bool text = function.result.kind == schema::TypeKind::text && !function.parameters.empty() &&
                      function.parameters[0].kind == schema::TypeKind::text;
    if (function.law != abi::Law::normal || !text) continue;
    forms.push_back(std::string(function.name) + (function.name == "phone" ? "(\"US\")" : ""));
  }
  CHECK(forms.size() >= 12);
  std::size_t passed = 0;
  for (const std::string& first : forms) {
    for (const std::string& second : forms) {
      CAPTURE(first);
      CAPTURE(second);
      const support::Checked run(file("o.note <-> i.memo", first + ", " + second, ""));
      REQUIRE_MESSAGE(!run.sink.has_errors(), run.text());
      REQUIRE(run.checked.mappings[0].rules[0].law == LawClass::normal);
      laws::Trial trial(run.checked, run.checked.mappings[0], run.sources);
      CHECK(broken(trial, LawClass::normal, passed, values_of_pair) == "");
    }
  }
  CHECK(passed > 10'000);
}

TEST_CASE("a search refutes what composition does not decide, and rests where it can") {
  const auto search = [](const char* fields, const char* lens) {
    const support::Checked run(file({fields, lens, LawClass::unproved}));
    REQUIRE_MESSAGE(!run.sink.has_errors(), run.text());
    laws::Trial trial(run.checked, run.checked.mappings[0], run.sources);
    CHECK(laws::decide(trial, 0).verdict == laws::Verdict::undecided);
    return laws::decide(trial, 0, laws::Search{});
  };
  const laws::Finding lower = search("o.note <-> i.memo", "text <-> text {\n-> lower(x)\n<- x\n}");
  REQUIRE(lower.verdict == laws::Verdict::refuted);
  CHECK(lower.traces[0].edited == abi::Side::right);
  CHECK(lower.traces[0].rests);
  const laws::Finding grows = search("o.count <-> i.count", "int <-> int {\n-> x + 7\n<- x - 8\n}");
  REQUIRE(grows.verdict == laws::Verdict::refuted);
  CHECK(!grows.traces[0].rests);
  const laws::Finding kept = search("o.count <-> i.count", "int <-> int {\n-> x + 3 + 4\n<- x - 7\n}");
  CHECK(kept.verdict == laws::Verdict::tested);
  CHECK(kept.reason.find("seed 1") != std::string::npos);
}

TEST_CASE("a value that answers a failure has to stay as well") {
  const std::string cents = "lens cents: decimal <-> int {\n  -> int(x * 100)\n  <- decimal(x) / 100\n}\n";
  const auto verdict = [&](const std::string& clause) {
    const support::Checked run(file("o.total <-> i.count", "cents " + clause, cents));
    REQUIRE_MESSAGE(!run.sink.has_errors(), run.text());
    laws::Trial trial(run.checked, run.checked.mappings[0], run.sources);
    return laws::decide(trial, 0).verdict;
  };
  CHECK(verdict("else keep") == laws::Verdict::proved);
  CHECK(verdict("else -> 0, <- keep") == laws::Verdict::proved);
}
