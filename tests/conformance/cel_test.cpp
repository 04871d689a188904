// CEL's conformance cases against the interpreter. Every disagreement stands in cel_ledger.txt with its
// reason; one that does not, or an entry that is no disagreement, fails. PARLEY_SHOW_CEL=1 prints what each
// disagreeing case gave.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <map>
#include <set>
#include <sstream>

#include "tests/conformance/cel_case.hpp"
#include "tests/conformance/data.hpp"
#include "tests/support/golden.hpp"

using namespace parley;
using conformance::Verdict;

namespace {

constexpr std::size_t passes_min = 340;

struct Tally {
  std::size_t cases = 0;
  std::map<Verdict, std::size_t> ended;
  std::size_t passes() const {
    auto of = [&](Verdict v) { return ended.contains(v) ? ended.at(v) : 0; };
    return of(Verdict::equal) + of(Verdict::fails) + of(Verdict::refused);
  }
  void print(const std::string& name) {
    fmt::print("{:<14} {:>4} of {:>4} agree: {} by value, {} by failing, {} by being refused\n", name,
               passes(), cases, ended[Verdict::equal], ended[Verdict::fails], ended[Verdict::refused]);
  }
};

// Lines that are names of cases; "[group] why" and "# …" are for people.
std::set<std::string> read_ledger() {
  std::set<std::string> names;
  std::istringstream lines(support::read_text("tests/conformance/cel_ledger.txt"));
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#' || line[0] == '[') continue;
    INFO("twice in the ledger: ", line);
    CHECK(names.insert(line).second);
  }
  return names;
}

}  // namespace

TEST_CASE("CEL's conformance cases agree, or stand in the ledger") {
  auto folder = conformance::shared_folder();
  if (!folder) return;
  std::set<std::string> stale = read_ledger();
  bool show = std::getenv("PARLEY_SHOW_CEL") != nullptr;
  Tally all;
  for (const auto& path : support::files_below(*folder / "data/corpora/cel", ".textproto")) {
    auto file = conformance::read_textproto(support::read_text(path));
    INFO(path.string(), file ? "" : ": " + file.error().message);
    REQUIRE(file.has_value());
    Tally tally;
    for (const conformance::Case& one : conformance::cases_of(*file)) {
      conformance::Judged judged = conformance::judge(one);
      ++tally.cases;
      ++tally.ended[judged.verdict];
      if (judged.verdict != Verdict::disagree) continue;
      if (show) fmt::print("{}\t{}\t{}\n", one.name, one.test.text("expr"), judged.got);
      INFO("not in the ledger: ", one.name, "\n", one.test.text("expr"), "\ngives ", judged.got);
      CHECK(stale.erase(one.name) == 1);
    }
    tally.print(path.stem().string());
    all.cases += tally.cases;
    for (auto [verdict, count] : tally.ended) all.ended[verdict] += count;
  }
  all.print("all");
  CHECK(all.passes() >= passes_min);
  for (const std::string& name : stale) {
    INFO("in the ledger, but no disagreement: ", name);
    CHECK(false);
  }
}
