// Several workers change nothing: output, rejected lines and counts are those of one. And the ring itself:
// its order, its limits, what happens when the world fails.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <ranges>
#include <thread>

#include "compiler/driver/code.hpp"
#include "compiler/driver/ring.hpp"
#include "tests/unit/driver/contacts.hpp"

using namespace parley;
using support::Ran;

namespace {

constexpr std::uint64_t seed = 11;

std::string mixed_lines(int count) {
  core::Random random(seed);
  std::string input;
  for (int i = 0; i < count; ++i)
    input +=
        (random.chance(10) ? support::awkward_contact(random) : support::ordinary_contact(random)) + "\n";
  return input;
}

// Gives a piece, and the next one only when it was let.
struct SlowSource : stream::Source {
  core::Result<std::size_t> read(std::span<char> into) override {
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return !pieces.empty(); });
    std::string piece = pieces.front();
    pieces.erase(pieces.begin());
    std::ranges::copy(piece, into.begin());
    return piece.size();
  }
  void give(std::string piece) {
    std::lock_guard lock(mutex);
    pieces.push_back(std::move(piece));
    changed.notify_all();
  }
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::string> pieces;
};

struct WatchedOutlet : support::TextOutlet {
  core::Result<void> lines(std::string_view text) override {
    std::lock_guard lock(mutex);
    changed.notify_all();
    return TextOutlet::lines(text);
  }
  bool wait_for(std::size_t lines) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, std::chrono::seconds(20), [&] {
      return static_cast<std::size_t>(std::ranges::count(written, '\n')) >= lines;
    });
  }
  std::mutex mutex;
  std::condition_variable changed;
};

}  // namespace

TEST_CASE("several workers write what one writes, in its order") {
  CAPTURE(seed);
  // After each 500 lines, some of them blank, comes one that is too long.
  std::string input;
  std::string too_long;
  for (int part = 1; part <= 8; ++part) {
    input += mixed_lines(499) + "\n" + std::string(20'000, 'x') + "\n";
    too_long += fmt::format("line {}, byte 1: is longer than a record may be\n", part * 501);
  }
  constexpr stream::WindowOptions window{.size = 4'096, .line_max = 10'000};
  for (driver::Engine engine : {driver::Engine::interpret, driver::Engine::compiled}) {
    Ran one = support::map_contacts(input, {.engine = engine, .window = window});
    CHECK(one.counts.windows > 100);
    std::string told;
    for (const auto line : std::views::split(one.errors, '\n'))
      if (std::string_view(line).ends_with("may be")) told += fmt::format("{}\n", std::string_view(line));
    CHECK(told == too_long);
    for (std::size_t workers : {2UL, 3UL, 8UL}) {
      CAPTURE(workers);
      Ran many = support::map_contacts(input, {.engine = engine, .workers = workers, .window = window});
      CHECK((many.written == one.written));
      CHECK(many.errors == one.errors);
      CHECK(many.counts.read == one.counts.read);
      CHECK(many.counts.rejected == one.counts.rejected);
      CHECK(many.counts.windows == one.counts.windows);
    }
  }
}

TEST_CASE("output appears while the input waits") {
  for (std::size_t workers : {1UL, 2UL, 4UL}) {
    CAPTURE(workers);
    SlowSource source;
    WatchedOutlet outlet;
    driver::Transform transform(support::contacts(), {.workers = workers});
    std::thread mapping([&] { CHECK(transform.run(source, outlet).has_value()); });
    core::Random random(seed);
    for (std::size_t i = 1; i <= 6; ++i) {
      source.give(support::ordinary_contact(random) + "\n");
      CHECK(outlet.wait_for(i));
    }
    source.give("");
    mapping.join();
  }
}

TEST_CASE("an outlet that fails ends the run with its error") {
  struct Full : support::TextOutlet {
    core::Result<void> lines(std::string_view) override {
      ++calls;
      return core::fail(core::ErrorKind::machine, "full");
    }
    int calls = 0;
  };
  std::string input = mixed_lines(2'000);
  for (std::size_t workers : {1UL, 4UL}) {
    driver::Transform transform(
        support::contacts(),
        {.engine = driver::Engine::interpret, .workers = workers, .window = {.size = 4'096}});
    support::TextSource source(input);
    Full outlet;
    auto done = transform.run(source, outlet);
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().message == "full");
    CHECK(outlet.calls == 1);
    CHECK(source.at < input.size());
  }
}

TEST_CASE("what was read before the source failed is written") {
  struct Failing : support::TextSource {
    using TextSource::TextSource;
    core::Result<std::size_t> read(std::span<char> into) override {
      std::size_t count = *TextSource::read(into);
      if (count == 0) return core::fail(core::ErrorKind::input, "cut off");
      return count;
    }
  };
  std::string input = mixed_lines(1'000);
  Ran whole = support::map_contacts(input, {.engine = driver::Engine::interpret});
  for (std::size_t workers : {1UL, 3UL}) {
    driver::Transform transform(
        support::contacts(),
        {.engine = driver::Engine::interpret, .workers = workers, .window = {.size = 4'096}});
    Failing source(input + "{\"id\":\"half a rec");
    support::TextOutlet outlet;
    auto done = transform.run(source, outlet);
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().message == "cut off");
    CHECK((outlet.written == whole.written));
    CHECK(outlet.errors == whole.errors);
  }
}

TEST_CASE("no more windows are under way than the ring has sheets") {
  struct Counting : support::TextOutlet {
    core::Result<void> lines(std::string_view) override { return {}; }
  } outlet;
  std::string text;
  for (int i = 0; i < 100; ++i) text += std::to_string(1'000 + i) + "\n";
  support::TextSource source(text);
  stream::Windows windows(source, {.size = 4'096});
  driver::Ring ring(windows, outlet, 2);
  std::vector<driver::Sheet*> held;
  for (std::size_t i = 0; i < 2 * driver::windows_per_worker; ++i) held.push_back(ring.take(5));
  std::atomic<driver::Sheet*> next = nullptr;
  std::thread waiting([&] { next = ring.take(5); });
  for (std::size_t i = held.size() - 1; i > 0; --i) ring.give(*held[i]);
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  CHECK(next.load() == nullptr);  // the first window holds up all others
  ring.give(*held[0]);
  waiting.join();
  REQUIRE(next.load() != nullptr);
  CHECK(next.load()->window.bytes() == std::to_string(1'000 + held.size()) + "\n");
  CHECK(ring.counts().windows == held.size());
}

TEST_CASE("a sheet that grows large is written before its window is done") {
  std::string input;
  std::string line = "not a record\n";
  for (int i = 0; i < 120'000; ++i) input += line;
  for (std::size_t workers : {1UL, 3UL}) {
    Ran ran = support::map_contacts(
        input, {.engine = driver::Engine::interpret, .workers = workers, .window = {.size = 8U << 20U}});
    CHECK(ran.counts.rejected == 120'000);
    CHECK(ran.counts.windows == 1);
    CHECK(ran.errors.ends_with("line 120000, byte 1: is not a JSON object\n"));
    CHECK(std::ranges::count(ran.errors, '\n') == 120'000);
  }
}

TEST_CASE("a short input starts no compile, and a long one takes the code up between windows") {
  core::Random random(seed);
  std::string line = support::ordinary_contact(random) + "\n";
  std::string ten;
  for (int i = 0; i < 10; ++i) ten += line;
  CHECK(support::map_contacts(ten, {}).counts.windows == 1);
  CHECK_FALSE(driver::code_is_being_made());

  struct Endless : stream::Source {
    explicit Endless(std::string l) : line(std::move(l)) {}
    core::Result<std::size_t> read(std::span<char> into) override {
      if (is_over) return 0;
      std::size_t count = 0;
      for (; count + line.size() <= into.size(); count += line.size())
        std::ranges::copy(line, into.begin() + static_cast<std::ptrdiff_t>(count));
      return count;
    }
    std::string line;
    std::atomic<bool> is_over = false;
  } endless(line);
  struct Ending : support::TextOutlet {
    explicit Ending(Endless& e) : source(e) {}
    core::Result<void> lines(std::string_view) override { return {}; }
    void window_done(const driver::Counts& so_far) override {
      if (so_far.compiled > 0) source.is_over = true;
    }
    Endless& source;
  } outlet(endless);
  driver::Transform transform(support::contacts(), {.workers = 2});
  REQUIRE(transform.run(endless, outlet).has_value());
  CHECK(transform.counts().swaps == 1);
  CHECK(transform.counts().compiled > 0);
  CHECK(transform.counts().written == transform.counts().read);
  driver::await_code();
}

TEST_CASE("the end of the input does not wait for a compile") {
  core::Random random(seed);
  std::string input;
  while (input.size() < 2'048) input += support::ordinary_contact(random) + "\n";
  {
    // The smallest window that is full at once: the compile starts before the first record, and outlasts the
    // rest.
    driver::Transform transform(support::contacts(), {.window = {.size = 1'024}});
    support::TextSource source(input);
    support::TextOutlet outlet;
    REQUIRE(transform.run(source, outlet).has_value());
    CHECK(transform.counts().compiled == 0);
    CHECK(driver::code_is_being_made());
  }
  driver::await_code();
  CHECK_FALSE(driver::code_is_being_made());
}
