// How fast a sync finds that there is nothing to do: pairs of records that agree, fed as decoded pages from
// memory into run::cycle with a real SQLite state.
//     bench_pairs [PAIRS] [PAGE] [FOLDER] [ROUNDS] [same|other]
// Prints one line a kind of cycle: pairs a second of CPU time, median and spread of the rounds, and where the
// time went. The first sync links the pairs. Then every record is compared again: with the bytes that the
// state knows, with others that hold the same values under the same versions (by generated code, and
// interpreted), and under new versions, which the state takes down. "rules changed" decides every linked pair
// once more. With "same" or "other" bytes it does these alone, behind the first sync: for callgrind.
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "compiler/driver/compile.hpp"
#include "compiler/driver/compiled.hpp"
#include "compiler/driver/evaluator.hpp"
#include "engine/io/simulated.hpp"
#include "engine/run/cycle.hpp"
#include "stdlib/core/random.hpp"
#include "tests/bench/paged_remote.hpp"
#include "tests/bench/timed.hpp"

namespace {

using namespace parley;

constexpr const char* mapping_path = "mappings/hubspot_netsuite/contacts.parley";

struct OnDisk final : driver::Files {
  core::Result<std::string> read(const std::string& path) override {
    std::ifstream file(path);
    if (!file) return core::fail(core::ErrorKind::input, "cannot read " + path);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }
  bool exists(const std::string& path) override { return std::filesystem::is_regular_file(path); }
  std::vector<std::string> list(const std::string&) override { return {}; }
};

template <class T>
T must(core::Result<T> result) {
  if (result) return *std::move(result);
  fmt::print(stderr, "bench_pairs: {}\n", result.error().message);
  std::exit(1);
}

std::string digits(core::Random& random, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += static_cast<char>('0' + random.below(10));
  return text;
}

// One person as both systems hold him: the same values in each one's own form.
void add_person(core::Random& random, std::uint64_t number, sync::Sides<bench::StoredSide>& sides) {
  const std::string first = random.chance(10) ? "Zoë" : "Ana", last = "Lopez " + digits(random, 3);
  const std::string local = fmt::format("person.{}", number), area = "41555" + digits(random, 5);
  const std::string company = "Acme \\\"" + digits(random, 2) + "\\\" Inc.";
  const std::string stamp = "2026-01-02T03:04:05.678Z";
  const connector::Version version{stamp, core::Instant{1'767'323'045'678'000}};
  const std::string left_id = std::to_string(20'000'000'000 + number * 3);
  const std::string right_id = std::to_string(1'000'000 + number * 2);
  sides.left.records.push_back(
      {left_id,
       fmt::format(
           R"({{"id":"{}","properties":{{"annualrevenue":"{}.50","company":"{}","createdate":"{}","email":"{}@Acme.com","fax":null,"firstname":"{}","hs_analytics_source":"OFFLINE","hs_object_id":"{}","jobtitle":"Head of R&D","lastmodifieddate":"{}","lastname":"{}","lifecyclestage":"lead","message":null,"mobilephone":null,"phone":"+1{}","salutation":null,"website":"https://acme.com/{}"}},"createdAt":"{}","updatedAt":"{}","archived":false}})",
           left_id, number, company, stamp, local, first, left_id, stamp, last, area, number, stamp, stamp),
       version});
  sides.right.records.push_back(
      {right_id,
       fmt::format(
           R"({{"links":[],"id":"{}","isPerson":true,"isInactive":false,"email":"{}@acme.com","firstName":"{}","lastName":"{}","title":"Head of R&D","companyName":"{}","phone":"({}) {}-{}","mobilePhone":null,"fax":null,"salutation":null,"url":"https://acme.com/{}","entityStatus":{{"id":"17","refName":"LEAD-New"}},"comments":null,"custentity_hs_created":"2026-01-02T03:04:05Z","custentity_revenue":{}.5,"custentity_source":"OFFLINE","lastModifiedDate":"{}"}})",
           right_id, local, first, last, company, area.substr(0, 3), area.substr(3, 3), area.substr(6),
           number, number, stamp),
       version});
}

// Of their own names, so that callgrind can count such cycles and nothing else.
[[gnu::noinline]] run::Cycle same_bytes_cycle(const sync::Setting& setting,
                                              const run::CycleOptions& options) {
  return must(run::cycle(setting, options));
}
[[gnu::noinline]] run::Cycle other_bytes_cycle(const sync::Setting& setting,
                                               const run::CycleOptions& options) {
  run::Cycle done = must(run::cycle(setting, options));
  return done;
}

using Records = sync::Sides<bench::StoredSide>;

// The same values in other bytes; under a version of its own if it has a number.
void change_bytes(bench::StoredSide& side, int version) {
  for (bench::StoredRecord& record : side.records) {
    record.json.back() = ',';
    record.json += fmt::format("\"unmapped\":\"{}\"}}", version);
    if (version == 0) continue;
    record.version.token += std::to_string(version);
    record.version.modified->microseconds += version;
  }
}

enum class Kind { first, same_bytes, other_bytes, new_versions, interpreted, rules_changed };

struct Round {
  double cpu, wall, store, evaluation;
  run::Cycle done;
};

struct Bench {
  std::unique_ptr<driver::Compilation> compilation;
  abi::Program program;
  io::SimulatedClock clock{core::Instant{1'700'000'000'000'000}};
  std::string state;
  std::uint64_t pairs = 0;

  // One cycle, as a process of its own would run it.
  Round cycle(Kind kind, const Records& records) {
    const driver::CompiledMapping& mapping = compilation->mappings.front();
    const auto real_store = must(store::open_sqlite(state, clock));
    std::unique_ptr<abi::Evaluator> real_evaluator = driver::interpreted(mapping, clock.now());
    if (kind != Kind::interpreted)
      real_evaluator = std::make_unique<driver::CompiledEvaluator>(
          mapping, std::move(real_evaluator), driver::CompiledEvaluator::Options{clock.now()});
    bench::TimedStore store(*real_store);
    bench::TimedEvaluator evaluator(*real_evaluator);
    bench::PagedRemote remote(records);
    const store::Lease lease = must(store.acquire({}, "bench", core::Duration::seconds(3600)));
    const sync::Setting setting = must(sync::open_setting(
        {program, evaluator, store, lease, remote, {records.left.account, records.right.account}, "bench"}));
    run::CycleOptions options;
    options.full = kind != Kind::first && kind != Kind::rules_changed;
    options.accepted = true;
    const double cpu = bench::thread_seconds();
    const auto begin = std::chrono::steady_clock::now();
    const auto cycle_of = [&](Kind one) {
      if (one == Kind::same_bytes) return same_bytes_cycle(setting, options);
      if (one == Kind::other_bytes) return other_bytes_cycle(setting, options);
      return must(run::cycle(setting, options));
    };
    run::Cycle done = cycle_of(kind);
    const double spent = bench::thread_seconds() - cpu;
    const double wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (!store.release(lease)) std::exit(1);
    return {spent, wall, store.spent.seconds, evaluator.spent.seconds, std::move(done)};
  }

  // The round in the middle, by CPU time.
  void print(const char* name, std::vector<Round> rounds) const {
    std::ranges::sort(rounds, {}, &Round::cpu);
    const Round& round = rounds[rounds.size() / 2];
    const auto share = [&](double seconds) { return 100 * seconds / round.cpu; };
    const auto speed = [&](double seconds) { return static_cast<double>(pairs) / seconds; };
    fmt::print(
        "{:<13} {:>8.0f} pairs/s of CPU ({:.0f} to {:.0f}); store {:.0f} %, evaluation {:.0f} %, other "
        "{:.0f} "
        "%; {:.0f} pairs/s of the clock; {} observed, {} decided, {} writes\n",
        name, speed(round.cpu), speed(rounds.back().cpu), speed(rounds.front().cpu), share(round.store),
        share(round.evaluation), share(round.cpu - round.store - round.evaluation), speed(round.wall),
        round.done.seen.left.records + round.done.seen.right.records, round.done.plan.decisions,
        round.done.plan.counters.writes());
  }
};

Records make_records(const abi::Program& program, std::uint64_t pairs, std::size_t page) {
  Records records;
  records.left = {program.left.system, "left", program.left.missing, page, {}};
  records.right = {program.right.system, "right", program.right.missing, page, {}};
  core::Random random(7);
  for (std::uint64_t i = 0; i < pairs; ++i) add_person(random, i, records);
  return records;
}

// Cycles of one kind behind a first sync.
void run_one(Bench& bench, Records records, std::uint64_t rounds, Kind kind) {
  bench.print("first sync", {bench.cycle(Kind::first, records)});
  if (kind == Kind::other_bytes)
    for (const auto side : sync::both_sides) change_bytes(records.at(side), 0);
  std::vector<Round> done;
  for (std::uint64_t i = 0; i < rounds; ++i) done.push_back(bench.cycle(kind, records));
  bench.print(kind == Kind::other_bytes ? "other bytes" : "same bytes", std::move(done));
}

void run_all(Bench& bench, Records records, std::uint64_t rounds) {
  bench.print("first sync", {bench.cycle(Kind::first, records)});
  Records others = records;
  for (const auto side : sync::both_sides) change_bytes(others.at(side), 0);
  std::vector<Round> same, other, interpreted, touched;
  for (std::uint64_t i = 0; i < rounds; ++i) {
    same.push_back(bench.cycle(Kind::same_bytes, records));
    other.push_back(bench.cycle(Kind::other_bytes, others));
    interpreted.push_back(bench.cycle(Kind::interpreted, others));
  }
  bench.print("same bytes", std::move(same));
  bench.print("other bytes", std::move(other));
  bench.print("interpreted", std::move(interpreted));
  for (std::uint64_t i = 0; i < rounds; ++i) {
    for (const auto side : sync::both_sides) change_bytes(records.at(side), static_cast<int>(i) + 1);
    touched.push_back(bench.cycle(Kind::new_versions, records));
  }
  bench.print("new versions", std::move(touched));
  bench.program.hash += "-changed";
  bench.print("rules changed", {bench.cycle(Kind::rules_changed, records)});
}

}  // namespace

int main(int count, char** words) {
  const auto number = [&](int place, std::uint64_t unwritten) {
    return count > place ? std::strtoull(words[place], nullptr, 10) : unwritten;
  };
  Bench bench;
  bench.pairs = number(1, 20'000);
  const std::size_t page = number(2, 100);
  std::string folder = std::string(count > 3 ? words[3] : "/tmp") + "/parley-pairs-XXXXXX";
  const std::uint64_t rounds = number(4, 5);
  const std::string only = count > 5 ? words[5] : "";
  const bool known = only.empty() || only == "same" || only == "other";
  if (!known || bench.pairs == 0 || page == 0 || rounds == 0 || mkdtemp(folder.data()) == nullptr) {
    fmt::print(stderr, "usage: bench_pairs [PAIRS] [PAGE] [FOLDER] [ROUNDS] [same|other]\n");
    return 3;
  }
  bench.state = folder + "/state.db";
  OnDisk files;
  bench.compilation = must(driver::compile(mapping_path, files));
  if (bench.compilation->mappings.empty()) {
    fmt::print(stderr, "bench_pairs: {} does not compile\n", mapping_path);
    return 1;
  }
  bench.program = bench.compilation->mappings.front().program;
  fmt::print("{} pairs, pages of {}, {} rounds, {}\n", bench.pairs, page, rounds, mapping_path);
  Records records = make_records(bench.program, bench.pairs, page);
  if (only.empty())
    run_all(bench, std::move(records), rounds);
  else
    run_one(bench, std::move(records), rounds, only == "other" ? Kind::other_bytes : Kind::same_bytes);
  std::filesystem::remove_all(folder);
  return 0;
}
