// Texts that generated code copies in place of reading and writing them anew: only those that come out the
// same by the reader and the writer, whatever byte stands at whatever place, and all that are usual.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "compiler/codegen/runtime/runtime.hpp"
#include "stdlib/core/random.hpp"
#include "stdlib/value/decimal.hpp"
#include "stdlib/value/time.hpp"
#include "tests/support/fence.hpp"

#include <doctest/doctest.h>

using namespace parley;

namespace {

constexpr std::size_t copy_width = 32;  // compiler/codegen/emitter.hpp
constexpr std::uint64_t seed = 12;

// Behind the text stand bytes that may be read and mean nothing, and then nothing that may.
class Place {
 public:
  const char* of(const std::string& text, char behind) {
    char* at = fence_.end() - copy_width - text.size();
    return fence_.put(text, at, behind).data();
  }

 private:
  support::Fence fence_;
};

std::string rewritten_instant(const std::string& text) {
  auto instant = value::parse_instant(text);
  return instant ? value::to_text(*instant) : "";
}

std::string rewritten_date(const std::string& text) {
  auto date = value::parse_date(text);
  return date ? value::to_text(*date) : "";
}

constexpr std::array<char, 4> behind = {'0', '.', 'Z', '\0'};

// Every byte at every place, and every text without its last bytes or with more.
template <class Check>
void around(const std::string& text, Check check) {
  for (std::size_t at = 0; at < text.size(); ++at)
    for (int byte = 0; byte < 256; ++byte) {
      std::string other = text;
      other[at] = static_cast<char>(byte);
      check(other);
    }
  for (std::size_t length = 0; length <= text.size(); ++length) check(text.substr(0, length));
  for (const char* more : {"0", "Z", ".", "00", "+00:00", "\"", "000000000000000000"}) check(text + more);
}

void check_instant(Place& place, const std::string& text) {
  for (char c : behind) {
    const std::uint64_t image = parley_instant_image(place.of(text, c), text.size());
    if (image != 0) CHECK_MESSAGE(rewritten_instant(text).compare(text.substr(0, image)) == 0, text);
  }
}

void check_date(Place& place, const std::string& text) {
  for (char c : behind) {
    const std::uint64_t image = parley_date_image(place.of(text, c), text.size());
    if (image != 0) CHECK_MESSAGE(rewritten_date(text).compare(text.substr(0, image)) == 0, text);
  }
}

struct Digits {
  std::uint64_t whole;
  std::uint64_t fraction;
};

// How many digits stand before the point and behind it.
Digits digits_of(const std::string& text) {
  const std::size_t point = std::min(text.find('.'), text.size());
  return {point - (text.starts_with('-') ? 1 : 0), text.size() - std::min(point + 1, text.size())};
}

void check_number(Place& place, const std::string& text) {
  for (char c : behind)
    for (Digits most : {Digits{64, 64}, Digits{16, 2}, Digits{2, 0}, Digits{0, 3}}) {
      const std::uint64_t image =
          parley_number_image(place.of(text, c), text.size(), most.whole, most.fraction);
      if (image == 0) continue;
      auto number = value::parse_decimal(text);
      REQUIRE_MESSAGE(number, text);
      const std::string expected = value::to_text(*number);
      CHECK_MESSAGE(expected == text.substr(0, image), text);
      CHECK(digits_of(expected).whole <= most.whole);
      CHECK(digits_of(expected).fraction <= most.fraction);
    }
}

}  // namespace

TEST_CASE("an instant is copied only where it would be written so") {
  Place place;
  for (const char* text :
       {"2024-03-01T12:34:56.789Z", "2023-02-28T23:59:59.999Z", "1999-12-31T00:00:00Z",
        "2024-02-29T00:00:00.001Z", "2024-03-01T12:34:56.789012Z", "2024-03-01T12:34:56.000Z",
        "2024-03-01T12:34:56+01:00", "2024-03-01T12:34:56.78Z", "0001-01-01T00:00:00Z"})
    around(text, [&](const std::string& other) { check_instant(place, other); });
  for (const char* text :
       {"2024-02-30T00:00:00Z", "2023-02-29T00:00:00Z", "2024-04-31T00:00:00Z", "2024-00-10T00:00:00Z",
        "2024-13-10T00:00:00Z", "2024-01-00T00:00:00Z", "2024-01-32T00:00:00Z", "2024-01-01T24:00:00Z",
        "2024-01-01T23:60:00Z", "2024-01-01T23:59:60Z", "2024-01-01t23:59:00Z", "2024-01-01T23:59:00z",
        "2024-01-01 23:59:00Z", "2024-01-01T23:59:00.000Z", "2024-01-01T23:59:00.100000Z"})
    for (char c : behind) CHECK(parley_instant_image(place.of(text, c), std::string(text).size()) == 0);
}

TEST_CASE("every day of the usual instants is copied") {
  Place place;
  core::Random random(seed);
  constexpr std::int64_t microseconds_a_day = 86'400'000'000;
  constexpr std::int32_t days_a_century = 36'525;
  for (std::int32_t day = 0; day < days_a_century; ++day) {
    const std::string date = value::to_text(value::Date{day});
    const bool is_leap_day = date.ends_with("02-29");
    CHECK((parley_date_image(place.of(date, '9'), date.size()) != 0) == !is_leap_day);
    const auto second = static_cast<std::int64_t>(random.below(86'400)) * 1'000'000;
    const auto fraction = static_cast<std::int64_t>(random.chance(20) ? 0 : random.below(1'000)) * 1'000;
    const std::string instant = value::to_text(core::Instant{day * microseconds_a_day + second + fraction});
    CHECK((parley_instant_image(place.of(instant, '9'), instant.size()) == instant.size()) == !is_leap_day);
  }
}

TEST_CASE("a day is copied only where it would be written so") {
  Place place;
  for (const char* text : {"2024-03-01", "2023-02-28", "2024-02-29", "1999-12-31", "0001-01-01", "2024-3-1"})
    around(text, [&](const std::string& other) { check_date(place, other); });
  for (const char* text : {"2024-02-30", "2023-02-29", "2024-04-31", "2024-00-10", "2024-13-10", "2024-01-00",
                           "2024-01-32", "2024-11-31"})
    CHECK(parley_date_image(place.of(text, '0'), std::string(text).size()) == 0);
}

TEST_CASE("a number is copied only where it would be written so") {
  Place place;
  for (const char* text : {"0", "-0", "7", "-7", "12.50", "-12.05", "0.5", "-0.0", "00.5", "100", "1.00",
                           "1234567890123456.78", "1e3", "0.000", "123456789012345678901234567890.1"})
    around(text, [&](const std::string& other) { check_number(place, other); });
  core::Random random(seed);
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    const std::size_t length = random.below(copy_width + 4);
    while (text.size() < length) text += "00123456789.-"[random.below(13)];
    check_number(place, text);
  }
}

TEST_CASE("usual numbers are copied as far as they are written") {
  Place place;
  auto image = [&](const std::string& text) {
    return parley_number_image(place.of(text, '9'), text.size(), 16, 2);
  };
  CHECK(image("0") == 1);
  CHECK(image("-7") == 2);
  CHECK(image("12.50") == 4);
  CHECK(image("12.00") == 2);
  CHECK(image("0.05") == 4);
  CHECK(image("-0.10") == 4);
  CHECK(image("4999999.99") == 10);
  CHECK(image("1234567890123456") == 16);
  CHECK(image("12345678901234567") == 0);
  CHECK(image("0.005") == 0);
}
