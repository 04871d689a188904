#include "stdlib/value/decimal.hpp"

#include <fmt/format.h>

#include <array>
#include <string>
#include <vector>

#include "stdlib/core/random.hpp"

#include <doctest/doctest.h>

using namespace parley::value;

namespace {

const std::string nines(38, '9');

Decimal d(std::string_view text) {
  auto parsed = parse_decimal(text);
  REQUIRE_MESSAGE(parsed.has_value(), std::string(text));
  return *parsed;
}

std::string shown(const std::optional<Decimal>& decimal) {
  return decimal ? to_text(*decimal) : "nothing";
}

}  // namespace

TEST_CASE("the number syntax is JSON's") {
  for (auto [text, expected] : std::vector<std::pair<std::string, std::string>>{
           {"0", "0"},
           {"-0", "0"},
           {"0.00", "0"},
           {"0e999999999999", "0"},
           {"12.50", "12.5"},
           {"-0.02", "-0.02"},
           {"1e3", "1000"},
           {"1.5E+2", "150"},
           {"25e-2", "0.25"},
           {"100", "100"},
           {"1000e-3", "1"},
           {nines, nines},
           {"-0." + nines, "-0." + nines},
           {"1e-38", "0." + std::string(37, '0') + "1"},
           {"1" + std::string(37, '0'), "1" + std::string(37, '0')},
           {"0." + std::string(60, '0'), "0"},
           {"1." + std::string(60, '0'), "1"},
           {"0." + std::string(60, '0') + "7e61", "7"},
           {"1" + std::string(60, '0') + "e-60", "1"}})
    CHECK(to_text(d(text)) == expected);
  for (const std::string& bad :
       {std::string(""), std::string("-"), std::string("+1"), std::string("01"), std::string(".5"),
        std::string("1."), std::string("1e"), std::string("1e+"), std::string(" 1"), std::string("1 "),
        std::string("1,0"), std::string("0x1"), std::string("NaN"), std::string("--1"),
        "1" + std::string(38, '0'), nines + ".9", std::string("1e38"), std::string("1e-39"),
        std::string("1e999999999999")})
    CHECK_MESSAGE(!parse_decimal(bad), bad);
}

TEST_CASE("numbers are equal whatever their scales") {
  CHECK(Decimal{150, 2} == Decimal{15, 1});
  CHECK(Decimal{0, 5} == Decimal{});
  CHECK(d("-1.5") < d("-1.49"));
  CHECK(d("-1") < d("0.1"));
  CHECK(d(nines) > d("0." + nines));
  CHECK(d("-" + nines) < d("-0." + nines));
  CHECK(Decimal{0, 38} < d(nines));
}

TEST_CASE("sums are exact or nothing") {
  CHECK(shown(add(d("0.1"), d("0.2"))) == "0.3");
  CHECK(shown(add(d(nines), d("1"))) == "nothing");
  CHECK(shown(add(d(nines), d("-1"))) == std::string(37, '9') + "8");
  CHECK(shown(add(d(nines), d("0.1"))) == "nothing");
  CHECK(shown(subtract(d("1" + std::string(37, '0')), d("0.5"))) == std::string(37, '9') + ".5");
  std::string half(37, '6');
  CHECK(shown(add(d(half + ".5"), d(half + ".5"))) == "1" + std::string(36, '3') + "3");
  CHECK(shown(subtract(d("0.1"), d("0.1"))) == "0");
  CHECK(shown(add(d("0." + nines), d("1e-38"))) == "1");
  CHECK(shown(subtract(Decimal{}, d("0." + nines))) == "-0." + nines);
}

TEST_CASE("products are exact or nothing, with the zeros of both factors taken off") {
  CHECK(shown(multiply(d("1.5"), d("-2"))) == "-3");
  CHECK(shown(multiply(d(nines), d("0"))) == "0");
  CHECK(shown(multiply(d(nines), d("10"))) == "nothing");
  CHECK(shown(multiply(d(nines), Decimal{10, 1})) == nines);
  CHECK(shown(multiply(d("1e-20"), d("1e-20"))) == "nothing");
  CHECK(shown(multiply(d("1e-19"), d("1e-19"))) == to_text(d("1e-38")));
  // 2^100 · 5^20 · 10^-20 = 2^80: the raw product has 45 digits, the number 25.
  CHECK(shown(multiply(d("1267650600228229401496703205376"), d("0.00000095367431640625"))) ==
        "1208925819614629174706176");
}

TEST_CASE("every rounding mode, on both signs") {
  struct Row {
    const char* number;
    std::array<const char*, 7> results;  // in the order of the enumeration
  };
  for (const Row& row :
       {Row{"2.5", {"2", "3", "2", "3", "2", "3", "2"}}, Row{"3.5", {"4", "4", "3", "4", "3", "4", "3"}},
        Row{"-2.5", {"-2", "-3", "-2", "-3", "-2", "-2", "-3"}},
        Row{"2.51", {"3", "3", "3", "3", "2", "3", "2"}},
        Row{"-2.49", {"-2", "-2", "-2", "-3", "-2", "-2", "-3"}},
        Row{"0.01", {"0", "0", "0", "1", "0", "1", "0"}}, Row{"7", {"7", "7", "7", "7", "7", "7", "7"}}})
    for (std::size_t mode = 0; mode < 7; ++mode)
      CHECK(shown(round(d(row.number), 0, static_cast<Rounding>(mode))) == row.results[mode]);
}

TEST_CASE("rounding to digits before the point, and its overflow") {
  CHECK(shown(round(d("1250"), -2, Rounding::half_even)) == "1200");
  CHECK(shown(round(d("1250.1"), -2, Rounding::half_even)) == "1300");
  CHECK(shown(round(d("49"), -2, Rounding::half_up)) == "0");
  CHECK(shown(round(d(nines), -1, Rounding::half_up)) == "nothing");
  CHECK(shown(round(d(std::string(37, '9') + ".5"), 0, Rounding::half_up)) == "1" + std::string(37, '0'));
  CHECK(shown(round(d("1"), -100, Rounding::down)) == "0");
  CHECK(shown(round(d("1"), -100, Rounding::up)) == "nothing");
  CHECK(shown(round(d("1.23"), 100, Rounding::up)) == "1.23");
}

TEST_CASE("division rounds once, at the scale asked for") {
  CHECK(shown(divide(d("1"), d("3"), 4, Rounding::half_up)) == "0.3333");
  CHECK(shown(divide(d("2"), d("3"), 38, Rounding::half_even)) == "0." + std::string(37, '6') + "7");
  CHECK(shown(divide(d("-1"), d("8"), 2, Rounding::half_even)) == "-0.12");
  CHECK(shown(divide(d("1"), d("0"), 2, Rounding::half_even)) == "nothing");
  CHECK(shown(divide(d(nines), d("0.1"), 0, Rounding::down)) == "nothing");
  CHECK(shown(divide(d(nines), d(nines), 37, Rounding::down)) == "1");
  CHECK(shown(divide(d("0." + nines), d(nines), 38, Rounding::half_up)) == to_text(d("1e-38")));
  // The part that is cut off by the scale and the remainder of the division count together.
  CHECK(shown(divide(d("1.5000000001"), d("1"), 0, Rounding::half_even)) == "2");
  CHECK(shown(divide(d("7.5000001"), d("3"), 0, Rounding::half_even)) == "3");
  CHECK(shown(divide(d("7.5"), d("3"), 0, Rounding::half_even)) == "2");
  CHECK(shown(divide(d("1e-38"), d(nines), 38, Rounding::up)) == to_text(d("1e-38")));
  CHECK(shown(divide(d("1"), d("1"), 39, Rounding::up)) == "nothing");
}

TEST_CASE("integers of 64 bits") {
  CHECK(to_integer(d("9223372036854775807")) == INT64_MAX);
  CHECK(to_integer(d("-9223372036854775808")) == INT64_MIN);
  CHECK_FALSE(to_integer(d("9223372036854775808")));
  CHECK_FALSE(to_integer(d("1.5")));
  CHECK(to_integer(Decimal{1500, 2}) == 15);
}

TEST_CASE("random numbers: text comes back, and a quotient times its divisor is within half a step") {
  constexpr std::uint64_t seed = 20261122;
  parley::core::Random random(seed);
  INFO("seed " << seed);
  for (int i = 0; i < 20'000; ++i) {
    auto number = [&] {
      Int128 c = static_cast<Int128>(random.next() >> random.below(64)) *
                 static_cast<std::int64_t>(random.below(1U << 30U));
      return Decimal{random.chance(50) ? c : -c, static_cast<std::int32_t>(random.below(9))};
    };
    Decimal a = number();
    Decimal b = number();
    CHECK(parse_decimal(to_text(a)) == a);
    auto sum = add(a, b);
    REQUIRE(sum);
    CHECK(subtract(*sum, b) == a);
    CHECK((a < b) == (subtract(a, b)->coefficient < 0));
    if (b.coefficient == 0) continue;
    auto quotient = divide(a, b, 6, Rounding::half_even);
    if (!quotient) continue;
    auto back = multiply(*quotient, b);
    if (!back) continue;
    auto off = subtract(*back, a);
    auto step = multiply(b, Decimal{5, 7});
    if (!off || !step) continue;
    Decimal off_size{off->coefficient < 0 ? -off->coefficient : off->coefficient, off->scale};
    Decimal step_size{step->coefficient < 0 ? -step->coefficient : step->coefficient, step->scale};
    CHECK(off_size <= step_size);
  }
}

// The digits of a number as a text, without any arithmetic: what write_decimal() is to give, too.
TEST_CASE("numbers around 64 bits are read and written digit by digit") {
  constexpr std::uint64_t seed = 7;
  parley::core::Random random(seed);
  for (int round = 0; round < 20'000; ++round) {
    std::string whole = std::string(1, static_cast<char>('1' + random.below(9)));
    while (random.chance(90) && whole.size() < 21) whole += static_cast<char>('0' + random.below(10));
    if (random.chance(20)) whole = "0";
    std::string fraction;
    while (random.chance(80) && fraction.size() + whole.size() < 38)
      fraction += static_cast<char>('0' + (random.chance(40) ? 0 : random.below(10)));
    std::string written = whole + (fraction.empty() ? "" : "." + fraction);
    while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
    const bool zero = whole == "0" && fraction.empty();
    std::string sign = random.chance(50) ? "-" : "";
    const std::string expected = (zero ? "" : sign) + whole + (fraction.empty() ? "" : "." + fraction);
    const Decimal number = d(sign + written);
    CHECK_MESSAGE(to_text(number) == expected, written, ", seed ", seed);
    CHECK(number.scale == static_cast<int>(fraction.size()));
    CHECK(parse_decimal(sign + written + "e0").value_or(Decimal{}).coefficient == number.coefficient);
    // The same number with zeros behind it.
    Decimal longer = number;
    while (whole.size() + static_cast<std::size_t>(longer.scale) < 37 && random.chance(70)) {
      longer.coefficient *= 10;
      ++longer.scale;
    }
    CHECK(to_text(longer) == expected);
    const Decimal shortest = normalized(longer);
    CHECK(shortest.scale == number.scale);
    CHECK(shortest.coefficient == number.coefficient);
  }
  CHECK(to_text({static_cast<Int128>(UINT64_MAX), 0}) == "18446744073709551615");
  CHECK(to_text({-static_cast<Int128>(UINT64_MAX) - 1, 19}) == "-1.8446744073709551616");
  CHECK(to_text({1, 38}) == "0." + std::string(37, '0') + "1");
  CHECK(to_text({-static_cast<Int128>(UINT64_MAX), 38}) ==
        "-0." + std::string(18, '0') + "18446744073709551615");
}
