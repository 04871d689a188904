// Whether a text is the one that would be written for what it says: then it is copied, and never becomes a
// number. Each gives the length of that text, which begins where the given one does, or 0 where another would
// be written, none, or where that is not seen at a glance. No branch depends on the bytes.
#include "compiler/codegen/runtime/runtime.hpp"
#include "compiler/codegen/runtime/wide.hpp"

namespace {

using namespace parley::codegen;

// By month, with zeros for numbers that are none; February's last day in leap years is not seen here.
constexpr std::uint8_t days[32] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

// Each of the first `length` bytes between those of two texts.
inline bool is_between(const char* text, const char* low, const char* high, std::uint64_t length) {
  Bytes32 bytes, least, most;
  load_wide(bytes, text);
  load_wide(least, low);
  load_wide(most, high);
  auto within = (bytes >= least) & (bytes <= most);
  return (wide_lanes(within) | ~first_lanes(length)) == ~std::uint32_t{0};
}

inline unsigned two_digits(const char* at) {
  return static_cast<unsigned>(at[0] - '0') * 10 + static_cast<unsigned>(at[1] - '0');
}

inline bool is_day(const char* text) {
  unsigned day = two_digits(text + 8);
  return (day >= 1) & (day <= days[two_digits(text + 5) & 31U]);
}

alignas(wide) constexpr char low_millisecond[wide + 1] = "1000-00-00T00:00:00.000Z\0\0\0\0\0\0\0";
alignas(wide) constexpr char high_millisecond[wide + 1] = "9999-19-39T29:59:59.999Z\0\0\0\0\0\0\0";
alignas(wide) constexpr char low_second[wide + 1] = "1000-00-00T00:00:00Z\0\0\0\0\0\0\0\0\0\0\0";
alignas(wide) constexpr char high_second[wide + 1] = "9999-19-39T29:59:59Z\0\0\0\0\0\0\0\0\0\0\0";

}  // namespace

extern "C" {

std::uint64_t parley_date_image(const char* text, std::uint64_t length) {
  constexpr std::uint64_t whole = 10;
  bool shape = is_between(text, low_second, high_second, whole);
  bool usual = (length == whole) & shape & is_day(text);
  return usual ? whole : 0;
}

// In UTC, with milliseconds that are not all zero or without any.
std::uint64_t parley_instant_image(const char* text, std::uint64_t length) {
  constexpr std::uint64_t second = 20;
  constexpr std::uint64_t millisecond = 24;
  constexpr std::uint64_t fraction_at = 20;
  bool to_millisecond = length == millisecond;
  bool has_fraction =
      (text[fraction_at] != '0') | (text[fraction_at + 1] != '0') | (text[fraction_at + 2] != '0');
  bool is_long_enough = (length == second) | (to_millisecond & has_fraction);
  bool shape = is_long_enough & is_between(text, to_millisecond ? low_millisecond : low_second,
                                           to_millisecond ? high_millisecond : high_second, length);
  bool day = is_day(text);
  bool usual = shape & day & (two_digits(text + 11) <= 23);
  return usual ? length : 0;
}

// At most so many digits before the point and behind it. Zeros at the end are not written, and no point
// without a digit behind it.
std::uint64_t parley_number_image(const char* text, std::uint64_t length, std::uint64_t whole_max,
                                  std::uint64_t fraction_max) {
  Bytes32 bytes;
  load_wide(bytes, text);
  Bytes32 values = bytes - '0';
  std::uint32_t inside = first_lanes(length);
  std::uint32_t negative = text[0] == '-' ? 1 : 0;
  std::uint32_t points = wide_lanes(bytes == '.') & inside;
  std::uint32_t digits = wide_lanes(values <= 9) & inside;
  std::uint32_t others = wide_lanes(values != 0) & inside;  // all but zeros
  bool shape = ((digits | points | negative) == inside) & ((points & (points - 1)) == 0) & (length < wide);
  // A bit behind the text, so that there is always one.
  std::uint32_t end = std::uint32_t{1} << (length & (wide - 1));
  auto point = static_cast<std::uint64_t>(std::countr_zero(points | end));
  std::uint64_t whole = point - negative;
  bool has_digits = (whole >= 1) & (point + 1 != length);
  bool leading_zero = (text[negative] == '0') & (whole > 1);
  bool is_zero = (others & digits) == 0;
  auto last = static_cast<std::uint64_t>(std::bit_width(others | 1U)) - 1;
  std::uint64_t with_fraction = last == point ? point : last + 1;
  std::uint64_t image = points == 0 ? length : with_fraction;
  bool fits = (whole <= whole_max) & (image <= point + 1 + fraction_max);
  bool usual = shape & has_digits & !leading_zero & !((negative != 0) & is_zero) & fits & (length != 0);
  return usual ? image : 0;
}
}
