// How fast a sync finds that there is nothing to do: pairs of records that agree, fed as decoded pages from
// memory into run::cycle with a real SQLite state.
//     bench_pairs [PAIRS] [PAGE] [FOLDER]
// Prints one line a cycle: pairs a second of CPU time, and where the time went. The first sync links the
// pairs; the full compare is the steady state, by generated code and interpreted; "rules changed" decides
// every linked pair once more.
#include <fmt/core.h>

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

struct Bench {
  sync::Sides<bench::StoredSide> sides;
  std::unique_ptr<driver::Compilation> compilation;
  io::SimulatedClock clock{core::Instant{1'700'000'000'000'000}};
  std::string state;
  std::uint64_t pairs = 0;
  bool compiled = true;

  // One cycle, as a process of its own would run it.
  void cycle(const char* name, const abi::Program& program, bool full) {
    const driver::CompiledMapping& mapping = compilation->mappings.front();
    const auto real_store = must(store::open_sqlite(state, clock));
    std::unique_ptr<abi::Evaluator> real_evaluator = driver::interpreted(mapping, clock.now());
    if (compiled)
      real_evaluator = std::make_unique<driver::CompiledEvaluator>(
          mapping, std::move(real_evaluator), driver::CompiledEvaluator::Options{clock.now()});
    bench::TimedStore store(*real_store);
    bench::TimedEvaluator evaluator(*real_evaluator);
    bench::PagedRemote remote(sides);
    const store::Lease lease = must(store.acquire({}, "bench", core::Duration::seconds(3600)));
    const sync::Setting setting = must(sync::open_setting(
        {program, evaluator, store, lease, remote, {sides.left.account, sides.right.account}, "bench"}));
    const double cpu = bench::thread_seconds();
    const auto begin = std::chrono::steady_clock::now();
    run::CycleOptions options;
    options.full = full;
    options.accepted = true;
    const run::Cycle done = must(run::cycle(setting, options));
    const double spent = bench::thread_seconds() - cpu;
    const double wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (!store.release(lease)) std::exit(1);
    print(name, done, {spent, wall, store.spent.seconds, evaluator.spent.seconds});
  }

  struct Times {
    double cpu, wall, store, evaluation;
  };
  void print(const char* name, const run::Cycle& done, const Times& times) const {
    const auto share = [&](double seconds) { return 100 * seconds / times.cpu; };
    const double other = times.cpu - times.store - times.evaluation;
    fmt::print(
        "{:<14} {:>9.0f} pairs/s of CPU  (store {:>2.0f} %, evaluation {:>2.0f} %, other {:>2.0f} %)  "
        "{:>8.0f} "
        "pairs/s of the clock;  {} observed, {} decided, {} writes\n",
        name, static_cast<double>(pairs) / times.cpu, share(times.store), share(times.evaluation),
        share(other), static_cast<double>(pairs) / times.wall,
        done.seen.left.records + done.seen.right.records, done.plan.decisions, done.plan.counters.writes());
  }
};

}  // namespace

int main(int count, char** words) {
  Bench bench;
  bench.pairs = count > 1 ? std::strtoull(words[1], nullptr, 10) : 20'000;
  const std::size_t page = count > 2 ? std::strtoull(words[2], nullptr, 10) : 100;
  std::string folder = std::string(count > 3 ? words[3] : "/tmp") + "/parley-pairs-XXXXXX";
  if (bench.pairs == 0 || page == 0 || mkdtemp(folder.data()) == nullptr) {
    fmt::print(stderr, "usage: bench_pairs [PAIRS] [PAGE] [FOLDER]\n");
    return 3;
  }
  bench.state = folder + "/state.db";
  OnDisk files;
  bench.compilation = must(driver::compile(mapping_path, files));
  if (bench.compilation->mappings.empty()) {
    fmt::print(stderr, "bench_pairs: {} does not compile\n", mapping_path);
    return 1;
  }
  abi::Program program = bench.compilation->mappings.front().program;
  bench.sides.left = {program.left.system, "left", program.left.missing, page, {}};
  bench.sides.right = {program.right.system, "right", program.right.missing, page, {}};
  core::Random random(7);
  for (std::uint64_t i = 0; i < bench.pairs; ++i) add_person(random, i, bench.sides);
  fmt::print("{} pairs, pages of {}, {}\n", bench.pairs, page, mapping_path);
  bench.cycle("first sync", program, false);
  bench.cycle("full compare", program, true);
  bench.cycle("again", program, true);
  bench.compiled = false;
  bench.cycle("interpreted", program, true);
  bench.compiled = true;
  program.hash += "-changed";
  bench.cycle("rules changed", program, false);
  std::filesystem::remove_all(folder);
  return 0;
}
