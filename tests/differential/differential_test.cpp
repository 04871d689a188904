// Generated programs by both engines. PARLEY_SEED=n runs program n alone and prints it; PARLEY_SECONDS=n goes
// on for n seconds from a seed of its own (`make fuzz`).
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <thread>

#include "tests/differential/agreement.hpp"

using namespace parley;
using differential::Agreement;

namespace {

// A debug build is an order of magnitude slower; `make test` builds for release.
#ifdef NDEBUG
constexpr std::uint64_t programs_min = 2'000;
#else
constexpr std::uint64_t programs_min = 80;
#endif
constexpr std::uint64_t seeds = programs_min + programs_min / 10;  // some are refused
constexpr std::uint64_t first_seed = 1;
constexpr int shown_max = 5;

std::optional<std::uint64_t> number(const char* name) {
  const char* text = std::getenv(name);
  if (text == nullptr) return std::nullopt;
  return std::strtoull(text, nullptr, 10);
}

struct Totals {
  std::uint64_t programs = 0;  // that both engines ran
  std::uint64_t refused = 0;
  std::uint64_t records = 0;
  std::uint64_t given_up = 0;
  std::uint64_t written = 0;
  std::uint64_t rejected = 0;
  std::uint64_t by_quick = 0;
  std::uint64_t read_apart = 0;
  std::uint64_t switched = 0;
  int differing = 0;

  void add(std::uint64_t seed, const Agreement& a) {
    static const bool verbose = std::getenv("PARLEY_VERBOSE") != nullptr;
    if (verbose && a.kind != Agreement::Kind::differs && !a.what.empty())
      fmt::print("program {}: {}\n", seed, a.what);
    if (a.kind == Agreement::Kind::refused) ++refused;
    if (a.kind == Agreement::Kind::refused) return;
    ++programs;
    records += a.records;
    given_up += a.given_up;
    written += a.written;
    rejected += a.rejected;
    by_quick += a.by_quick;
    read_apart += a.read_apart;
    switched += a.switched ? 1 : 0;
    if (a.kind == Agreement::Kind::differs && ++differing <= shown_max)
      fmt::print("program {} differs: {}replay: PARLEY_SEED={} build/release/test_differential\n", seed,
                 a.what, seed);
  }
  void print(std::uint64_t from, std::uint64_t to) const {
    auto share = [&](std::uint64_t n) {
      return records == 0 ? 0.0 : 100.0 * static_cast<double>(n) / static_cast<double>(records);
    };
    fmt::print(
        "seeds {}-{}: {} programs by both engines, {} refused by the checker; {} records, {} written, {} "
        "rejected, {} ({:.1f} %) given up, {} also by quick code, {} also read by the independent reader, {} "
        "programs with a change of engines; {} differ\n",
        from, to, programs, refused, records, written, rejected, given_up, share(given_up), by_quick,
        read_apart, switched, differing);
  }
};

void replay(std::uint64_t seed) {
  fmt::print("{}\n", differential::show(seed));
  Agreement a = differential::compare(seed);
  fmt::print("{}\n", a.what.empty() ? "no difference" : a.what);
  CHECK(a.kind == Agreement::Kind::same);
}

}  // namespace

TEST_CASE("the interpreter and generated code agree on generated programs") {
  if (auto seed = number("PARLEY_SEED")) return replay(*seed);
  auto seconds = number("PARLEY_SECONDS");
  auto begin = std::chrono::steady_clock::now();
  auto end = begin + std::chrono::seconds(seconds.value_or(0));
  std::uint64_t from = seconds ? static_cast<std::uint64_t>(begin.time_since_epoch().count()) : first_seed;
  fmt::print("from seed {}\n", from);
  Totals totals;
  std::mutex guard;
  std::atomic<std::uint64_t> next = from;
  auto work = [&] {
    while (seconds ? std::chrono::steady_clock::now() < end : next < from + seeds) {
      std::uint64_t seed = next++;
      Agreement agreement = differential::compare(seed);
      std::lock_guard lock(guard);
      totals.add(seed, agreement);
    }
  };
  std::thread beside(work);
  work();
  beside.join();
  std::uint64_t seed = next;
  totals.print(from, seed - 1);
  CHECK(totals.differing == 0);
  CHECK((seconds || totals.programs >= programs_min));
  // A generator of nonsense would test nothing.
  CHECK(totals.refused * 2 < totals.programs);
  CHECK(totals.given_up * 2 < totals.records);
  CHECK(totals.by_quick * 3 > totals.records);
}
