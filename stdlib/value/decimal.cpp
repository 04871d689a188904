// Arithmetic on sign and magnitude in 128 bits; a product that needs more goes through 256. Nothing here
// allocates or throws: the file is also part of the bitcode that generated code inlines.
#include "stdlib/value/decimal.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace parley::value {

namespace {

__extension__ typedef unsigned __int128 Uint128;

consteval std::array<Uint128, decimal_digits_max + 1> powers_of_ten() {
  std::array<Uint128, decimal_digits_max + 1> powers{};
  powers[0] = 1;
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}
constexpr auto ten_to = powers_of_ten();
constexpr Uint128 limit = ten_to[decimal_digits_max];

// Larger exponents than this decide nothing more: every number but zero is out of range.
constexpr std::int64_t exponent_max = 1'000'000;

Uint128 magnitude(const Decimal& d) {
  return d.coefficient < 0 ? -static_cast<Uint128>(d.coefficient) : static_cast<Uint128>(d.coefficient);
}

// |d|'s digits where 64 bits hold them: divisions are then cheap.
std::optional<std::uint64_t> small_magnitude(const Decimal& d) {
  Uint128 all = magnitude(d);
  if (all > UINT64_MAX) return std::nullopt;
  return static_cast<std::uint64_t>(all);
}

// Takes zeros off that stand behind the point.
std::uint64_t without_zeros(std::uint64_t digits, std::int32_t& scale) {
  while (scale > 0 && digits % 10 == 0) {
    digits /= 10;
    --scale;
  }
  return digits;
}

std::optional<Decimal> make(bool negative, Uint128 coefficient, int scale) {
  if (coefficient >= limit) return std::nullopt;
  auto positive = static_cast<Int128>(coefficient);
  return Decimal{negative ? -positive : positive, scale};
}

// What a division leaves, compared with half of the divisor.
enum class Rest : std::uint8_t { zero, below_half, half, above_half };

Rest rest_of(Uint128 remainder, Uint128 divisor) {
  if (remainder == 0) return Rest::zero;
  Uint128 complement = divisor - remainder;
  if (remainder == complement) return Rest::half;
  return remainder < complement ? Rest::below_half : Rest::above_half;
}

bool rounds_away(bool negative, bool odd, Rest rest, Rounding mode) {
  if (rest == Rest::zero) return false;
  switch (mode) {
    case Rounding::half_even:
      return rest == Rest::above_half || (rest == Rest::half && odd);
    case Rounding::half_up:
      return rest >= Rest::half;
    case Rounding::half_down:
      return rest == Rest::above_half;
    case Rounding::up:
      return true;
    case Rounding::down:
      return false;
    case Rounding::ceiling:
      return !negative;
    case Rounding::floor:
      return negative;
  }
  __builtin_unreachable();
}

Uint128 rounded(Uint128 quotient, bool negative, Rest rest, Rounding mode) {
  return quotient + (rounds_away(negative, (quotient & 1U) != 0, rest, mode) ? 1 : 0);
}

// |d| aligned to a larger scale; nothing where that needs more than 128 bits.
std::optional<Uint128> aligned(const Decimal& d, int scale) {
  Uint128 out = magnitude(d);
  if (out == 0) return out;
  if (scale - d.scale > decimal_digits_max) return std::nullopt;
  if (__builtin_mul_overflow(out, ten_to[static_cast<std::size_t>(scale - d.scale)], &out))
    return std::nullopt;
  return out;
}

std::optional<Decimal> add_magnitudes(Uint128 a, bool a_negative, Uint128 b, bool b_negative, int scale) {
  if (a_negative != b_negative) {
    bool a_larger = a >= b;
    return make(a_larger ? a_negative : b_negative, a_larger ? a - b : b - a, scale);
  }
  Uint128 sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) return std::nullopt;
  // X.5 + Y.5: one digit too many only until the zero behind the point is gone.
  while (sum >= limit && scale > 0 && sum % 10 == 0) {
    sum /= 10;
    --scale;
  }
  return make(a_negative, sum, scale);
}

// Once both are normalized, the sum of numbers of different scales ends in a digit that is not zero, so that
// an alignment that overflows 128 bits means a result that needs more than 38 digits.
std::optional<Decimal> add_signed(Decimal a, Decimal b) {
  if (a.scale != b.scale) {
    a = normalized(a);
    b = normalized(b);
  }
  int scale = std::max(a.scale, b.scale);
  auto x = aligned(a, scale);
  auto y = aligned(b, scale);
  if (!x || !y) return std::nullopt;
  return add_magnitudes(*x, a.coefficient < 0, *y, b.coefficient < 0, scale);
}

// 256 bits, the lowest limb first.
using Wide = std::array<std::uint64_t, 4>;

Wide wide_product(Uint128 a, Uint128 b) {
  std::array<std::uint64_t, 2> x = {static_cast<std::uint64_t>(a), static_cast<std::uint64_t>(a >> 64U)};
  std::array<std::uint64_t, 2> y = {static_cast<std::uint64_t>(b), static_cast<std::uint64_t>(b >> 64U)};
  Wide out{};
  for (std::size_t i = 0; i < 2; ++i) {
    Uint128 carry = 0;
    for (std::size_t j = 0; j < 2; ++j) {
      carry += Uint128{x[i]} * y[j] + out[i + j];
      out[i + j] = static_cast<std::uint64_t>(carry);
      carry >>= 64U;
    }
    out[i + 2] = static_cast<std::uint64_t>(carry);
  }
  return out;
}

// Divides by ten; the remainder.
unsigned divide_by_ten(Wide& n) {
  Uint128 rest = 0;
  for (std::size_t i = n.size(); i-- > 0;) {
    Uint128 part = (rest << 64U) | n[i];
    n[i] = static_cast<std::uint64_t>(part / 10);
    rest = part % 10;
  }
  return static_cast<unsigned>(rest);
}

std::optional<Decimal> multiply_wide(const Decimal& a, const Decimal& b, bool negative) {
  Wide product = wide_product(magnitude(a), magnitude(b));
  int scale = a.scale + b.scale;
  auto low = [&] { return (Uint128{product[1]} << 64U) | product[0]; };
  auto fits = [&] {
    return product[3] == 0 && product[2] == 0 && low() < limit && scale <= decimal_digits_max;
  };
  while (!fits()) {
    if (scale == 0 || divide_by_ten(product) != 0) return std::nullopt;
    --scale;
  }
  return make(negative, low(), scale);
}

// quotient·10^shift with the digits that the remainder brings; nothing on overflow. Ten times a remainder may
// need more than 128 bits, so each digit is counted.
bool extend_quotient(Uint128& quotient, Uint128& remainder, Uint128 divisor, int shift) {
  for (int i = 0; i < shift; ++i) {
    if (quotient == 0 && remainder == 0) return true;
    unsigned digit = 0;
    Uint128 sum = 0;
    for (int k = 0; k < 10; ++k) {
      sum += remainder;
      if (sum >= divisor) {
        sum -= divisor;
        ++digit;
      }
    }
    remainder = sum;
    quotient = quotient * 10 + digit;
    if (quotient >= limit) return false;
  }
  return true;
}

// The rest of (quotient + rest/1) / 10^shift where `low` is what the shift cuts off.
Rest shifted_rest(Uint128 low, Uint128 power, bool sticky) {
  Rest rest = rest_of(low, power);
  if (!sticky) return rest;
  if (rest == Rest::zero) return Rest::below_half;
  return rest == Rest::half ? Rest::above_half : rest;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Collects digits; zeros count only once a digit that is not zero stands behind them.
struct DigitCollector {
  Uint128 coefficient = 0;
  int digits = 0;
  std::int64_t pending = 0;  // zeros not yet in the coefficient

  bool take(char c) {
    if (c == '0') {
      if (digits > 0) ++pending;
      return true;
    }
    if (digits + pending + 1 > decimal_digits_max) return false;
    coefficient =
        coefficient * ten_to[static_cast<std::size_t>(pending + 1)] + static_cast<unsigned>(c - '0');
    digits += static_cast<int>(pending) + 1;
    pending = 0;
    return true;
  }
};

// The exponent at `at` ("e-3"), or 0 where there is none; false where it is malformed.
bool read_exponent(std::string_view text, std::size_t& at, std::int64_t& exponent) {
  exponent = 0;
  if (at == text.size() || (text[at] != 'e' && text[at] != 'E')) return true;
  ++at;
  bool negative = at < text.size() && text[at] == '-';
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
  if (at == text.size() || !is_digit(text[at])) return false;
  for (; at < text.size() && is_digit(text[at]); ++at)
    exponent = std::min(exponent * 10 + (text[at] - '0'), exponent_max);
  if (negative) exponent = -exponent;
  return true;
}

// Digits with at most one point between them, few enough for 64 bits: what most numbers are. Nothing for any
// other text, be it a number or not.
std::optional<Decimal> parse_small(std::string_view text) {
  constexpr std::size_t small_max = 18;
  bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.size() > small_max || !is_digit(text.front()) || !is_digit(text.back()))
    return std::nullopt;
  if (text.size() > 1 && text[0] == '0' && text[1] != '.') return std::nullopt;
  std::uint64_t digits = 0;
  std::int32_t points = 0;
  std::int32_t scale = 0;
  for (char c : text) {
    if (c == '.') {
      ++points;
      continue;
    }
    if (!is_digit(c)) return std::nullopt;
    digits = digits * 10 + static_cast<unsigned>(c - '0');
    scale += points;
  }
  if (points > 1) return std::nullopt;
  if (digits == 0) return Decimal{};
  digits = without_zeros(digits, scale);
  return make(negative, digits, scale);
}

std::optional<Decimal> scaled(bool negative, const DigitCollector& collected, std::int64_t exponent) {
  if (collected.digits == 0) return Decimal{};
  if (exponent >= 0) {
    if (collected.digits + exponent > decimal_digits_max) return std::nullopt;
    return make(negative, collected.coefficient * ten_to[static_cast<std::size_t>(exponent)], 0);
  }
  if (-exponent > decimal_digits_max) return std::nullopt;
  return make(negative, collected.coefficient, static_cast<int>(-exponent));
}

// The digits of n, at least `width`, into out; the count.
int write_digits(Uint128 n, int width, char* out) {
  std::array<char, decimal_digits_max + 2> reversed{};
  int count = 0;
  while (n > 0 || count < width) {
    // One 128-bit division for every 18 digits.
    constexpr std::uint64_t chunk = 1'000'000'000'000'000'000U;
    auto part = static_cast<std::uint64_t>(n % chunk);
    n /= chunk;
    for (int i = 0; i < 18 && (n > 0 || part > 0 || count < width); ++i) {
      reversed[static_cast<std::size_t>(count++)] = static_cast<char>('0' + part % 10);
      part /= 10;
    }
  }
  for (int i = 0; i < count; ++i) out[i] = reversed[static_cast<std::size_t>(count - 1 - i)];
  return count;
}

// write_decimal() of a number whose coefficient has this magnitude.
int write_small(std::uint64_t digits, const Decimal& d, char* out) {
  constexpr std::size_t room = decimal_text_max - 1;  // but for the sign
  std::array<char, 2 * room> text{};                  // the number ends in its middle
  char* const end = text.data() + room;
  char* at = end;
  std::int32_t scale = digits == 0 ? 0 : d.scale;
  digits = without_zeros(digits, scale);
  for (; scale > 0; --scale, digits /= 10) *--at = static_cast<char>('0' + digits % 10);
  if (at != end) *--at = '.';
  do {
    *--at = static_cast<char>('0' + digits % 10);
    digits /= 10;
  } while (digits != 0);
  int sign = d.coefficient < 0 ? 1 : 0;
  *out = '-';
  std::memcpy(out + sign, at, room);
  return sign + static_cast<int>(end - at);
}

}  // namespace

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  if (a.scale == b.scale) return a.coefficient <=> b.coefficient;
  bool negative = a.coefficient < 0;
  if (negative != (b.coefficient < 0))
    return negative ? std::strong_ordering::less : std::strong_ordering::greater;
  int scale = std::max(a.scale, b.scale);
  auto x = aligned(a, scale);
  auto y = aligned(b, scale);
  // At most one side is shifted; what does not fit is larger than anything that does.
  std::strong_ordering order = !x   ? std::strong_ordering::greater
                               : !y ? std::strong_ordering::less
                                    : *x <=> *y;
  return negative ? 0 <=> order : order;
}

bool operator==(const Decimal& a, const Decimal& b) {
  return (a <=> b) == std::strong_ordering::equal;
}

std::optional<Decimal> add(const Decimal& a, const Decimal& b) {
  return add_signed(a, b);
}

std::optional<Decimal> subtract(const Decimal& a, const Decimal& b) {
  return add_signed(a, {-b.coefficient, b.scale});
}

std::optional<Decimal> multiply(const Decimal& a, const Decimal& b) {
  bool negative = (a.coefficient < 0) != (b.coefficient < 0);
  Uint128 product = 0;
  bool overflow = __builtin_mul_overflow(magnitude(a), magnitude(b), &product);
  if (!overflow && product == 0) return Decimal{};
  if (!overflow && product < limit && a.scale + b.scale <= decimal_digits_max)
    return make(negative, product, a.scale + b.scale);
  return multiply_wide(a, b, negative);
}

std::optional<Decimal> divide(const Decimal& a, const Decimal& b, int scale, Rounding mode) {
  if (b.coefficient == 0 || scale < 0 || scale > decimal_digits_max) return std::nullopt;
  bool negative = (a.coefficient < 0) != (b.coefficient < 0);
  Uint128 divisor = magnitude(b);
  Uint128 quotient = magnitude(a) / divisor;
  Uint128 remainder = magnitude(a) % divisor;
  int shift = scale + b.scale - a.scale;
  Rest rest = Rest::zero;
  if (shift >= 0) {
    if (!extend_quotient(quotient, remainder, divisor, shift)) return std::nullopt;
    rest = rest_of(remainder, divisor);
  } else {
    Uint128 power = ten_to[static_cast<std::size_t>(-shift)];
    rest = shifted_rest(quotient % power, power, remainder != 0);
    quotient /= power;
  }
  return make(negative, rounded(quotient, negative, rest, mode), scale);
}

std::optional<Decimal> round(const Decimal& d, int scale, Rounding mode) {
  if (d.scale <= scale) return d;
  if (scale < -decimal_digits_max) scale = -decimal_digits_max - 1;
  bool negative = d.coefficient < 0;
  int shift = d.scale - scale;
  Uint128 quotient = 0;
  Rest rest = d.coefficient == 0 ? Rest::zero : Rest::below_half;
  if (shift <= decimal_digits_max) {
    Uint128 power = ten_to[static_cast<std::size_t>(shift)];
    quotient = magnitude(d) / power;
    rest = rest_of(magnitude(d) % power, power);
  }
  quotient = rounded(quotient, negative, rest, mode);
  if (scale >= 0) return make(negative, quotient, scale);
  if (quotient == 0) return Decimal{};
  if (scale < -decimal_digits_max) return std::nullopt;
  if (__builtin_mul_overflow(quotient, ten_to[static_cast<std::size_t>(-scale)], &quotient))
    return std::nullopt;
  return make(negative, quotient, 0);
}

std::optional<std::int64_t> to_integer(const Decimal& d) {
  Decimal whole = normalized(d);
  if (whole.scale != 0 || whole.coefficient > INT64_MAX || whole.coefficient < INT64_MIN) return std::nullopt;
  return static_cast<std::int64_t>(whole.coefficient);
}

Decimal normalized(Decimal d) {
  if (d.coefficient == 0) return {};
  if (auto small = small_magnitude(d)) {
    std::uint64_t rest = without_zeros(*small, d.scale);
    auto coefficient = static_cast<Int128>(rest);
    return {d.coefficient < 0 ? -coefficient : coefficient, d.scale};
  }
  while (d.scale > 0 && d.coefficient % 10 == 0) {
    d.coefficient /= 10;
    --d.scale;
  }
  return d;
}

std::optional<Decimal> parse_decimal(std::string_view text) {
  if (auto small = parse_small(text)) return small;
  std::size_t at = 0;
  bool negative = !text.empty() && text[0] == '-';
  if (negative) ++at;
  std::size_t start = at;
  DigitCollector collected;
  for (; at < text.size() && is_digit(text[at]); ++at)
    if (!collected.take(text[at])) return std::nullopt;
  if (at == start || (at - start > 1 && text[start] == '0')) return std::nullopt;
  std::int64_t fraction = 0;
  if (at < text.size() && text[at] == '.') {
    std::size_t point = at++;
    for (; at < text.size() && is_digit(text[at]); ++at)
      if (!collected.take(text[at])) return std::nullopt;
    fraction = static_cast<std::int64_t>(at - point - 1);
    if (fraction == 0) return std::nullopt;
  }
  std::int64_t exponent = 0;
  if (!read_exponent(text, at, exponent) || at != text.size()) return std::nullopt;
  return scaled(negative, collected, collected.pending - fraction + exponent);
}

int write_decimal(const Decimal& d, char* out) {
  if (auto small = small_magnitude(d)) return write_small(*small, d, out);
  Decimal n = normalized(d);
  int at = 0;
  if (n.coefficient < 0) out[at++] = '-';
  std::array<char, decimal_digits_max + 2> digits{};
  int count = write_digits(magnitude(n), n.scale + 1, digits.data());
  for (int i = 0; i < count; ++i) {
    if (i == count - n.scale) out[at++] = '.';
    out[at++] = digits[static_cast<std::size_t>(i)];
  }
  return at;
}

}  // namespace parley::value
