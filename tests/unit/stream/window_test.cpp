#include "stdlib/stream/window.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <string>

namespace parley::stream {

namespace {

struct TextSource : Source {
  std::string text;
  std::size_t piece;  // bytes a read gives at most
  std::size_t at = 0;

  TextSource(std::string t, std::size_t p) : text(std::move(t)), piece(p) {}
  core::Result<std::size_t> read(std::span<char> into) override {
    std::size_t count = std::min({piece, into.size(), text.size() - at});
    std::memcpy(into.data(), text.data() + at, count);
    at += count;
    return count;
  }
};

struct Seen {
  std::string text;
  std::vector<std::uint64_t> too_long;     // by number
  std::vector<std::uint64_t> first_lines;  // of the windows' bytes, by number
};

Seen read_all(const std::string& text, std::size_t piece, WindowOptions options,
              std::size_t most = line_bytes_max) {
  TextSource source(text, piece);
  Windows windows(source, options);
  Window window;
  Seen seen;
  std::uint64_t line = 1;
  for (;;) {
    auto more = windows.next(window, most);
    REQUIRE(more.has_value());
    for (std::uint64_t n = 0; n < window.lines_too_long(); ++n) seen.too_long.push_back(line++);
    if (!*more) return seen;
    seen.text += window.bytes();
    seen.first_lines.push_back(line);
    line += static_cast<std::uint64_t>(std::ranges::count(window.bytes(), '\n'));
  }
}

}  // namespace

TEST_CASE("windows hold whole lines whatever the reads give") {
  std::string text;
  for (int i = 0; i < 500; ++i) text += std::string(static_cast<std::size_t>(i % 37), 'x') + "\n";
  text += "last";
  for (std::size_t piece : {1UL, 7UL, 64UL, 1'000UL}) {
    CAPTURE(piece);
    CHECK(read_all(text, piece, {.size = 128, .line_max = 1'000}).text == text);
  }
}

TEST_CASE("windows can be asked to be smaller than what was read") {
  std::string text;
  for (int i = 0; i < 100; ++i) text += std::string(9, 'x') + "\n";
  text += std::string(300, 'y') + "\nlast";
  Seen seen = read_all(text, 10'000, {.size = 4'096, .line_max = 10'000}, 55);
  CHECK(seen.text == text);
  REQUIRE(seen.first_lines.size() == 22);
  CHECK(seen.first_lines[1] == 6);
  CHECK(seen.first_lines[20] == 101);
  CHECK(seen.first_lines[21] == 102);
}

TEST_CASE("lines too long are told of with the window that they stand before") {
  std::string text;
  std::vector<std::uint64_t> too_long;
  for (std::size_t line = 1; line <= 50; ++line) {
    const bool is_long = line % 7 == 0 || line > 45;
    text += std::string(is_long ? 1'000 + line : line, 'x') + "\n";
    if (is_long) too_long.push_back(line);
  }
  for (const char* end : {"", "end\n", "end"})
    CHECK(read_all(text + end, 1'000, {.size = 128, .line_max = 400}).too_long == too_long);
}

// A source that has less than a window, and would wait for more.
TEST_CASE("lines are shown before more is read") {
  struct Waiting : Source {
    int reads = 0;
    core::Result<std::size_t> read(std::span<char> into) override {
      if (++reads == 2) return core::fail(core::ErrorKind::machine, "waits");
      std::memcpy(into.data(), "a\nb\nc", 5);
      return 5;
    }
  } source;
  Windows windows(source);
  Window window;
  REQUIRE(windows.next(window).value());
  CHECK(window.bytes() == "a\nb\n");
  CHECK_FALSE(windows.next(window).has_value());
}

TEST_CASE("the buffer grows for one longer line") {
  std::string text = "a\n" + std::string(5'000, 'x') + "\nb\n";
  CHECK(read_all(text, 100, {.size = 128, .line_max = 10'000}).text == text);
}

TEST_CASE("a line over the maximum is passed over and reported") {
  Seen seen = read_all("a\n" + std::string(5'000, 'x') + "\nb\n", 100, {.size = 128, .line_max = 1'000});
  CHECK(seen.text == "a\nb\n");
  CHECK(seen.too_long == std::vector<std::uint64_t>{2});
  CHECK(seen.first_lines.back() == 3);
}

TEST_CASE("a byte order mark at the start is no part of the first line") {
  CHECK(read_all("\xEF\xBB\xBF{}\n", 1, {.size = 128, .line_max = 100}).text == "{}\n");
  CHECK(read_all("", 1, {}).text.empty());
}

}  // namespace parley::stream
