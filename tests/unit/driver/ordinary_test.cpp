// Ordinary records, as the benchmark makes them: generated code gives up next to none, allocates for none,
// and bad records among them cost the good ones nothing.
#include <doctest/doctest.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <new>

#include "compiler/driver/transform.hpp"
#include "stdlib/core/random.hpp"
#include "stdlib/value/json.hpp"
#include "tests/support/repository_files.hpp"
#include "tests/support/streams.hpp"

using namespace parley;

namespace {

std::atomic<std::uint64_t> allocations = 0;

void* counted(std::size_t size) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  void* memory = std::malloc(size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

void* operator new(std::size_t size) {
  return counted(size);
}
void* operator new[](std::size_t size) {
  return counted(size);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace {

constexpr std::uint64_t records_wanted = 20'000;

const driver::CompiledMapping& main_case() {
  static support::RepositoryFiles disk;
  static auto compilation = *driver::compile("tests/bench/contacts.parley", disk);
  REQUIRE(compilation->mappings.size() == 1);
  return compilation->mappings.front();
}

// By tests/bench/generate.cpp.
const std::string& generated() {
  static const std::string text = [] {
    std::string read;
    FILE* pipe = popen(PARLEY_BENCH_GENERATE " 18000000 7", "r");
    REQUIRE(pipe != nullptr);
    std::string piece(1U << 16U, '\0');
    while (std::size_t count = std::fread(piece.data(), 1, piece.size(), pipe)) read.append(piece, 0, count);
    REQUIRE(pclose(pipe) == 0);
    return read;
  }();
  return text;
}

struct Ran {
  std::string written;
  std::string errors;
  driver::Counts counts;
  std::size_t shapes = 0;
};

Ran map(const std::string& input, const driver::TransformOptions& options) {
  driver::Transform transform(main_case(), options);
  support::TextSource source(input);
  support::TextOutlet outlet;
  REQUIRE(transform.run(source, outlet).has_value());
  return {outlet.written, outlet.errors, transform.counts(), transform.shape_count()};
}

// The same lines for ever, until it was read `times`.
struct RepeatingSource : stream::Source {
  RepeatingSource(std::string_view t, std::uint64_t n) : text(t), rest(n) {}
  core::Result<std::size_t> read(std::span<char> into) override {
    if (at == text.size() && rest > 0) --rest, at = 0;
    std::string_view piece = rest == 0 ? std::string_view() : text.substr(at, into.size());
    std::ranges::copy(piece, into.begin());
    at += piece.size();
    return piece.size();
  }
  std::string_view text;
  std::uint64_t rest;
  std::size_t at = 0;
};

// How many allocations there were when so many bytes were mapped.
struct CountingOutlet : driver::Outlet {
  core::Result<void> lines(std::string_view text) override {
    written += text.size();
    return {};
  }
  void rejected(const driver::Rejection&) override {}
  void window_done(const driver::Counts& so_far) override {
    if (so_far.bytes < warm) return;
    if (at_warm == 0) at_warm = allocations.load();
    at_end = allocations.load();
    records = so_far.read;
  }
  std::uint64_t warm = 0;
  std::uint64_t at_warm = 0;
  std::uint64_t at_end = 0;
  std::uint64_t written = 0;
  std::uint64_t records = 0;
};

CountingOutlet count_allocations(std::size_t workers) {
  driver::Transform transform(main_case(), {.engine = driver::Engine::compiled, .workers = workers});
  std::string_view stretch = generated();
  RepeatingSource source(stretch, 4);
  CountingOutlet outlet;
  outlet.warm = stretch.size() * 2;
  REQUIRE(transform.run(source, outlet).has_value());
  CHECK(transform.counts().given_up == 0);
  CHECK(outlet.records >= 4 * records_wanted);
  return outlet;
}

}  // namespace

TEST_CASE("of ordinary records at most one in a thousand is given up") {
  Ran ran = map(generated(), {.engine = driver::Engine::compiled});
  CHECK(ran.counts.read >= records_wanted);
  CHECK(ran.counts.given_up * 1'000 <= ran.counts.read);
  CHECK(ran.counts.compiled + ran.counts.given_up == ran.counts.read);
  CHECK(ran.shapes == 1);
}

TEST_CASE("no record costs an allocation once buffers have their size") {
  CountingOutlet one = count_allocations(1);
  CHECK(one.at_warm > 0);
  CHECK(one.at_end == one.at_warm);
  // A sheet of the ring may be used for the first time late.
  CountingOutlet two = count_allocations(2);
  CHECK(two.at_end - two.at_warm < 100);
}

TEST_CASE("bad records among good ones leave the good ones to generated code") {
  constexpr std::uint64_t seed = 5;
  CAPTURE(seed);
  static const char* const bad_lines[] = {
      "{\"id\":", "[]", "{\"properties\":{\"email\":\"\xff\"}}", "{\"a\":\"\x01\"}", "{\"a\":\"open}", "}"};
  core::Random random(seed);
  std::string mixed;
  std::uint64_t bad = 0;
  std::string_view rest = generated();
  for (std::uint64_t i = 0; i < records_wanted; ++i) {
    for (; random.chance(5); ++bad) mixed += std::string(bad_lines[random.below(6)]) + "\n";
    std::size_t end = rest.find('\n') + 1;
    mixed += rest.substr(0, end);
    rest.remove_prefix(end);
  }
  std::string good(generated(), 0, generated().size() - rest.size());
  Ran alone = map(good, {.engine = driver::Engine::compiled});
  Ran both = map(mixed, {.engine = driver::Engine::compiled});
  CHECK(bad > records_wanted / 25);
  CHECK((both.written == alone.written));
  CHECK(both.counts.compiled == alone.counts.compiled);
  CHECK(both.counts.rejected == bad + alone.counts.rejected);
  CHECK(both.counts.given_up_for[static_cast<std::size_t>(driver::GiveUp::malformed)] == bad);
  CHECK(both.errors.find(", byte 7: ends before the record does") != std::string::npos);
  CHECK(both.errors.find(", byte 25: is not valid UTF-8") != std::string::npos);
  CHECK(both.errors.find(", byte 7: has a control character inside a text") != std::string::npos);
  CHECK(both.errors.find(", byte 6: has a text without its closing quote") != std::string::npos);
}

TEST_CASE("the same fields in another order are the same record, and no surprise") {
  constexpr std::uint64_t seed = 9;
  CAPTURE(seed);
  core::Random random(seed);
  std::string in_order;
  std::string shuffled;
  std::string_view rest = generated();
  for (int i = 0; i < 3'000; ++i) {
    std::size_t end = rest.find('\n') + 1;
    in_order += rest.substr(0, end);
    value::Json record = *value::parse_json(rest.substr(0, end - 1));
    rest.remove_prefix(end);
    auto& members = record["properties"].members();
    // Fields that no rule reads come and go.
    std::erase_if(members, [&](const auto& m) {
      return (m.first == "fax" || m.first == "message" || m.first == "hs_object_id") && random.chance(50);
    });
    if (random.chance(50))
      for (std::size_t k = members.size(); k > 1; --k) std::swap(members[k - 1], members[random.below(k)]);
    shuffled += value::write_json(record) + "\n";
  }
  Ran straight = map(in_order, {.engine = driver::Engine::compiled});
  Ran mixed = map(shuffled, {.engine = driver::Engine::compiled});
  CHECK(straight.counts.given_up == 0);
  CHECK(mixed.counts.given_up == 0);
  CHECK(mixed.counts.written > 1'000);
  CHECK(mixed.shapes > 1);
  CHECK((mixed.written == straight.written));
}
