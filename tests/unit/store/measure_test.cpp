// Figures, not checks of speed: test_unit_store --no-skip -tc='measured*' prints them. The size of a link is
// checked.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <fstream>

#include "stdlib/core/random.hpp"
#include "tests/contract/store/implementations.hpp"

using namespace parley;
using namespace parley::store;

namespace {

using FileWorld = World<SqliteFile>;

double seconds_of(auto work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void print(const char* what, double count, double seconds) {
  fmt::print("{:<34} {:>10.0f} in {:6.2f} s {:>10.0f} /s\n", what, count, seconds, count / seconds);
}

// Two records and a link, as a first sync leaves them: ids and versions as HubSpot and NetSuite have them,
// two match keys and a marker a side.
void add_link(FileWorld& world, core::Random& random, std::uint64_t n, std::vector<Mutation>& mutations) {
  const KeyHash mail(random.next());
  const KeyHash phone(random.next());
  const KeyHash marker(random.next());
  RecordNo ends[2];
  for (const Side side : {Side::left, Side::right}) {
    const bool is_left = side == Side::left;
    RecordRow row = world.record(is_left ? world.left : world.right,
                                 fmt::format("{}", is_left ? 147'893'286'000 + n : n));
    row.version = Version{"", core::Instant{1'795'000'000'000'000 + static_cast<std::int64_t>(n)}};
    row.hash = Hash(random.next());
    ends[is_left ? 0 : 1] = row.no;
    mutations.push_back(PutRecord{row});
    mutations.push_back(PutKeys{
        world.pair, side, row.no, {{MatchRule(0), marker}, {MatchRule(1), mail}, {MatchRule(2), phone}}});
  }
  const LinkNo link = world.link_no();
  mutations.push_back(PutLink{{link, world.pair, ends[0], ends[1], LinkStatus::linked, "", RunNo(1)}});
}

void fill(FileWorld& world, core::Random& random, std::uint64_t first, std::uint64_t last) {
  constexpr std::uint64_t links_in_batch = 1'000;
  std::vector<Mutation> mutations;
  for (std::uint64_t n = first; n <= last; ++n) {
    add_link(world, random, n, mutations);
    if (n % links_in_batch == 0 || n == last) world.write(std::exchange(mutations, {}));
  }
}

std::uint64_t anonymous_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (std::uint64_t kib = 0; word == "RssAnon:" && status >> kib) return kib;
  return 0;
}

}  // namespace

TEST_CASE("a link with its two records and six keys takes at most 400 bytes") {
  FileWorld world;
  core::Random random(3);
  fill(world, random, 1, 20'000);
  const double bytes = static_cast<double>(good(world.store->counts()).bytes) / 20'000;
  MESSAGE("bytes a link: ", bytes);
  CHECK(bytes <= 400);
}

TEST_CASE("measured: memory does not grow with the state" * doctest::skip()) {
  FileWorld world;
  core::Random random(3);
  std::uint64_t links = 0;
  for (const std::uint64_t until : {2'000, 20'000, 100'000}) {
    fill(world, random, links + 1, until);
    links = until;
    auto rows = world.store->pairs(world.pair, world.mapping, Side::left, {});
    while (good(rows.next())) {
    }
    fmt::print("{:<34} {:>10} KiB\n", fmt::format("anonymous memory at {} links", links), anonymous_kib());
  }
}

TEST_CASE("measured: the store" * doctest::skip()) {
  constexpr std::uint64_t links = 200'000;
  constexpr std::size_t lookups = 200'000;
  FileWorld world;
  core::Random random(3);
  print("links added, 1,000 a batch", links, seconds_of([&] { fill(world, random, 1, links); }));
  print("durable batches of 3 rows", 2'000, seconds_of([&] {
          for (std::uint64_t i = 0; i < 2'000; ++i) {
            RecordRow row = world.record(world.left, fmt::format("s{}", i));
            world.write({PutRecord{row}, PutInbox{{world.mapping, row.no, {}, Cause::changed, {}, "image"}},
                         PutCursor{{world.left, "changes", fmt::format("{}", i), {}, ""}}});
          }
        }));
  std::vector<RemoteId> ids;
  std::vector<RecordNo> numbers;
  for (std::size_t i = 0; i < lookups; ++i) {
    ids.emplace_back(fmt::format("{}", 147'893'286'001 + random.below(links)));
    numbers.emplace_back(1 + random.below(2 * links));
  }
  print("records by remote id, at random", lookups, seconds_of([&] {
          for (std::size_t i = 0; i < lookups; i += 1'000)
            CHECK(good(world.store->records(world.left, std::span(ids).subspan(i, 1'000))).size() == 1'000);
        }));
  print("records by number, at random", lookups, seconds_of([&] {
          for (std::size_t i = 0; i < lookups; i += 1'000)
            CHECK(good(world.store->records(std::span(numbers).subspan(i, 1'000))).size() == 1'000);
        }));
  print("links by record, at random", lookups, seconds_of([&] {
          for (std::size_t i = 0; i < lookups; i += 1'000)
            good(world.store->links(world.pair, Side::left, std::span(numbers).subspan(i, 1'000)));
        }));
  std::uint64_t groups = 0;
  const double join = seconds_of([&] {
    auto rows = world.store->join(world.pair, MatchRule(1), {}, std::nullopt);
    while (good(rows.next())) ++groups;
  });
  print("groups of the join", static_cast<double>(groups), join);
  const double bytes = static_cast<double>(good(world.store->counts()).bytes);
  fmt::print("{:<34} {:>10.0f}\n", "bytes a link", bytes / static_cast<double>(links));
}
