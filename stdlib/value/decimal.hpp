// Decimal: an exact decimal number of at most 38 digits: coefficient × 10^-scale, 0 ≤ scale ≤ 38. Money never
// passes through a float. Two decimals are equal when their numbers are equal, whatever their scales: 1.50
// == 1.5. The layout is part of the contract with generated code (stdlib/abi).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parley::value {

__extension__ typedef __int128 Int128;

enum class Rounding : std::uint8_t { half_even, half_up, half_down, up, down, ceiling, floor };

struct Decimal {
  Int128 coefficient = 0;  // |coefficient| < 10^38
  std::int32_t scale = 0;

  static Decimal of(std::int64_t integer) { return {integer, 0}; }
  friend bool operator==(const Decimal& a, const Decimal& b);
  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);
};

constexpr int decimal_digits_max = 38;
constexpr int decimal_text_max = 41;  // sign, "0.", 38 digits

// JSON's number syntax, exponent included ("-12.50", "1e3"); nothing before or behind it. Nothing where the
// text is no number or needs more than 38 digits.
std::optional<Decimal> parse_decimal(std::string_view text);
// Plain digits, no exponent, no trailing zeros behind the point: "1.5", "0", "-0.02".
std::string to_text(const Decimal& d);
// The same into `out` (decimal_text_max bytes, which may all be written); the length.
int write_decimal(const Decimal& d, char* out);

// Exact, or nothing on overflow of 38 digits.
std::optional<Decimal> add(const Decimal& a, const Decimal& b);
std::optional<Decimal> subtract(const Decimal& a, const Decimal& b);
std::optional<Decimal> multiply(const Decimal& a, const Decimal& b);
// a / b rounded to `scale` digits behind the point; nothing where b is zero or the result overflows.
std::optional<Decimal> divide(const Decimal& a, const Decimal& b, int scale, Rounding mode);
std::optional<Decimal> round(const Decimal& d, int scale, Rounding mode);
// The number as an integer; nothing where it has a fraction or does not fit.
std::optional<std::int64_t> to_integer(const Decimal& d);
// The same number with the smallest scale ≥ 0.
Decimal normalized(Decimal d);

}  // namespace parley::value
