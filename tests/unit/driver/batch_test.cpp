// Batches and the evaluator of a sync: generated code and the interpreter say the same of every image.
#include "compiler/driver/batch.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <deque>
#include <map>

#include "compiler/driver/compiled.hpp"
#include "compiler/driver/evaluator.hpp"
#include "stdlib/core/random.hpp"
#include "tests/support/repository_files.hpp"

using namespace parley;
using abi::Side;
using value::State;

namespace {

constexpr const char* mapping_path = "mappings/hubspot_netsuite/contacts.parley";

const driver::CompiledMapping& contacts() {
  static support::RepositoryFiles disk;
  static auto compilation = *driver::compile(mapping_path, disk);
  REQUIRE(compilation->mappings.size() == 1);
  return compilation->mappings.front();
}

// Images whose texts live as long as they do.
struct Images {
  std::deque<std::string> texts;
  std::deque<std::vector<abi::Operand>> fields;
  std::vector<abi::Image> all;

  void add(const abi::SideShape& shape, core::Random& random) {
    static const std::vector<std::string> words = {"Ana",
                                                   " Zoë ",
                                                   "ANA@Acme.com",
                                                   "ana@acme.com",
                                                   "no address",
                                                   "+14155550100",
                                                   "(415) 555-0100",
                                                   "true",
                                                   "false",
                                                   "lead",
                                                   "17",
                                                   "-3.25",
                                                   "2026-01-02",
                                                   "2026-01-02T03:04:05Z",
                                                   "https://acme.com",
                                                   "a \"b\" \\ c",
                                                   std::string(3'000, 'x'),
                                                   std::string(1'100'000, 'y')};
    std::vector<abi::Operand>& image = fields.emplace_back();
    for (std::size_t i = 0; i < shape.fields.size(); ++i) {
      const std::uint64_t state = random.below(10);
      if (state > 5 || state == 0) {
        const std::string& word = words[random.below(words.size() - (random.chance(1) ? 0 : 1))];
        image.push_back({State::value, texts.emplace_back(word)});
      } else {
        image.push_back({static_cast<State>(state), {}});
        if (image.back().state == State::invalid) image.back().bytes = "???";
      }
    }
    all.emplace_back(image);
  }
};

Images images_of(Side side, std::size_t count, std::uint64_t seed) {
  core::Random random(seed);
  Images images;
  for (std::size_t i = 0; i < count; ++i) images.add(contacts().module.shape(side), random);
  return images;
}

std::vector<std::string> pages(std::size_t count) {
  std::vector<std::string> records;
  for (std::size_t i = 0; i < count; ++i)
    records.push_back(fmt::format(
        R"({{"id":"{}","properties":{{"email":"User{}@Acme.com","firstname":"Zo\u00eb","lastname":{},"lifecyclestage":"{}","createdate":"2026-01-02T03:04:05.6{}Z","annualrevenue":"{}"}}}})",
        i, i, i % 3 == 0 ? "null" : "\"Lu \"", i % 5 == 0 ? "unheard of" : "lead", i % 10,
        i % 7 == 0 ? "1e3" : "1.50"));
  records.insert(records.begin() + 3,
                 {"{\n  \"id\": \"x\",\n  \"properties\": {\"email\": \"a@b.c\"}\n}", "", "[1]", "{", "{}",
                  R"({"properties":{"email":"a@b.c","email":"d@e.f"}})",
                  R"({"properties":{"\u0065mail":"a@b.c"}})", "{}\n{}"});
  return records;
}

driver::CompiledEvaluator compiled(std::uint64_t verify_every) {
  return {contacts(), driver::interpreted(contacts(), {}), {.now = {}, .verify_every = verify_every}};
}

}  // namespace

TEST_CASE("every carry of the contact mapping evaluates alike by both engines") {
  const ir::Module& module = contacts().module;
  std::vector<const ir::Function*> functions;
  std::vector<Side> sides;
  for (const ir::RuleFunctions& rule : module.rules)
    for (const abi::Direction direction : {abi::Direction::to_right, abi::Direction::to_left})
      if (const auto& carry = rule.carry[static_cast<std::size_t>(direction)]) {
        functions.push_back(&*carry);
        sides.push_back(abi::source(direction));
      }
  driver::Batch batch(module, functions, {});
  batch.make_code();
  driver::Evaluations fast, slow;
  std::size_t with_code = 0;
  for (std::size_t f = 0; f < functions.size(); ++f) {
    const Images images = images_of(sides[f], 700, f + 1);
    batch.run(f, sides[f], images.all, fast);
    batch.interpret(f, sides[f], images.all, slow);
    CHECK_MESSAGE(fast.all == slow.all, functions[f]->name);
    with_code += batch.interpreted_because(f).empty() ? 1 : 0;
  }
  MESSAGE(fmt::format("{} of {} functions compiled; {} images compiled, {} given up", with_code,
                      functions.size(), batch.counts().compiled, batch.counts().given_up));
  CHECK(with_code * 4 >= functions.size() * 3);
  CHECK(batch.counts().given_up * 2 < batch.counts().compiled);
}

TEST_CASE("a page is projected and judged alike by both engines, whatever stands in it") {
  auto evaluator = compiled(1);
  CHECK(evaluator.interpreted_parts() == "");
  const std::vector<std::string> records = pages(600);
  const std::vector<std::string_view> views(records.begin(), records.end());
  const abi::FieldNo hidden[] = {abi::FieldNo(1)};
  abi::Projection projection;
  for (int round = 0; round < 2; ++round) {
    evaluator.project(Side::left, views, {schema::Missing::null, hidden}, projection);
    CHECK(evaluator.difference() == "");
  }
  CHECK(evaluator.counts().verified == 2 * records.size());
  CHECK(projection.failures[0].empty());
  CHECK(projection.failures[3].empty());
  for (const std::size_t bad : {4, 5, 6, 10}) CHECK_MESSAGE(!projection.failures[bad].empty(), bad);
  for (const Side side : {Side::left, Side::right}) {
    const Images images = images_of(side, 700, 9);
    abi::Judgement judgement;
    evaluator.judge(side, images.all, judgement);
    CHECK(evaluator.difference() == "");
  }
}

namespace {

// An evaluator that finds another scope than everybody else, from some record on.
class Contrary final : public abi::ForwardingEvaluator {
 public:
  Contrary() : ForwardingEvaluator(driver::interpreted(contacts(), {})) {}
  void judge(Side side, std::span<const abi::Image> images, abi::Judgement& judgement) override {
    ForwardingEvaluator::judge(side, images, judgement);
    for (abi::Verdict& verdict : judgement.scope)
      verdict = verdict == abi::Verdict::yes ? abi::Verdict::no : abi::Verdict::yes;
  }
};

}  // namespace

TEST_CASE("one record in many runs through both engines, and a difference ends generated code for good") {
  driver::CompiledEvaluator evaluator(contacts(), std::make_unique<Contrary>(),
                                      {.now = {}, .verify_every = 100});
  const Images images = images_of(Side::left, 250, 3);
  abi::Judgement judgement, reference;
  Contrary contrary;
  evaluator.judge(Side::left, images.all, judgement);
  CHECK(evaluator.difference() == "scope of hs: the interpreter says otherwise");
  contrary.judge(Side::left, images.all, reference);
  CHECK(judgement.scope == reference.scope);
  evaluator.judge(Side::left, images.all, judgement);
  CHECK(judgement.scope == reference.scope);
}

TEST_CASE("verification counts records over pages") {
  auto evaluator = compiled(100);
  const std::vector<std::string> records(30, R"({"properties":{"email":"a@b.c"}})");
  const std::vector<std::string_view> views(records.begin(), records.end());
  abi::Projection projection;
  for (int page = 0; page < 20; ++page)
    evaluator.project(Side::left, views, {schema::Missing::null, {}}, projection);
  CHECK(evaluator.counts().projected == 600);
  CHECK(evaluator.counts().verified == 6);
}

namespace {

struct MemoryCache : core::Cache {
  std::map<std::string, std::string, std::less<>> kept = {};
  int made = 0;

  std::optional<std::string> find(std::string_view key) override {
    const auto found = kept.find(key);
    return found == kept.end() ? std::nullopt : std::optional(found->second);
  }
  void keep(std::string_view key, std::string_view bytes) override {
    ++made;
    kept.insert_or_assign(std::string(key), std::string(bytes));
  }
};

// Every key and scope of the contact mapping, and a carry that has no fast form among them if there is one.
std::vector<const ir::Function*> functions_of_contacts() {
  const ir::Module& module = contacts().module;
  std::vector<const ir::Function*> functions;
  for (const auto& match : module.keys) functions.push_back(&match[0]);
  for (const ir::RuleFunctions& rule : module.rules)
    if (const auto& carry = rule.carry[0]) functions.push_back(&*carry);
  return functions;
}

struct Started {
  driver::Evaluations results;
  std::vector<std::string> interpreted;
  std::uint64_t compiled = 0;
};

Started start(const std::vector<const ir::Function*>& functions, core::Cache& cache, const Images& images) {
  driver::Batch batch(contacts().module, functions, {});
  batch.make_code(&cache);
  Started started;
  for (std::size_t f = 0; f < functions.size(); ++f)
    started.interpreted.push_back(batch.interpreted_because(f));
  batch.run(0, Side::left, images.all, started.results);
  started.compiled = batch.counts().compiled;
  return started;
}

}  // namespace

TEST_CASE("a second start takes a batch's code from the cache and compiles nothing") {
  const Images images = images_of(Side::left, 300, 5);
  const auto functions = functions_of_contacts();
  MemoryCache cache;
  const Started made = start(functions, cache, images);
  REQUIRE(cache.made == 1);
  REQUIRE(made.compiled > 0);
  const Started taken = start(functions, cache, images);
  CHECK(cache.made == 1);
  CHECK(taken.compiled == made.compiled);
  CHECK(taken.interpreted == made.interpreted);
  CHECK(taken.results.all == made.results.all);
  // Other functions, or another order of them, is other code.
  auto fewer = functions;
  fewer.pop_back();
  auto turned = functions;
  std::swap(turned[0], turned[1]);
  start(fewer, cache, images);
  start(turned, cache, images);
  CHECK(cache.kept.size() == 3);
}

TEST_CASE("a batch's code that cannot be placed is made anew") {
  const Images images = images_of(Side::left, 300, 6);
  const auto functions = functions_of_contacts();
  MemoryCache cache;
  const Started made = start(functions, cache, images);
  REQUIRE(cache.kept.size() == 1);
  std::string& kept = cache.kept.begin()->second;
  const std::string whole = kept;
  int expected = 1;
  for (const std::string& damaged :
       {std::string(), std::string("no object at all"), whole.substr(0, 1), std::string("99999:"),
        whole.substr(0, 2 * functions.size()), whole.substr(0, whole.find(":") + 400)}) {
    CAPTURE(damaged.size());
    kept = damaged;
    const Started again = start(functions, cache, images);
    CHECK(cache.made == ++expected);
    CHECK(again.compiled == made.compiled);
    CHECK(again.results.all == made.results.all);
    CHECK(kept == whole);
  }
}
