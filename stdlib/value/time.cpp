// Civil dates to days by Howard Hinnant's days_from_civil
// (https://howardhinnant.github.io/date_algorithms.html): years begin in March, so that the leap day is the
// last. Nothing here allocates or throws: the file is also part of the bitcode that generated code inlines.
#include "stdlib/value/time.hpp"

#include <array>
#include <cstring>

namespace parley::value {

namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t minute = 60 * second;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t day = 24 * hour;
// ISO 8601 leaves nanoseconds to agreement; digits behind the sixth are accepted only as zeros.
constexpr int fraction_digits_max = 9;

// Reads from the front of a text; every take answers whether it found what it wants.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool at_end() const { return at_ == text_.size(); }
  bool take(char c) {
    if (at_end() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool digits(int count, int& out) {
    out = 0;
    for (int i = 0; i < count; ++i, ++at_) {
      if (at_end() || text_[at_] < '0' || text_[at_] > '9') return false;
      out = out * 10 + (text_[at_] - '0');
    }
    return true;
  }
  // ".5" as 500,000 microseconds; nothing stands there: 0.
  bool fraction(std::int64_t& microseconds) {
    microseconds = 0;
    if (!take('.')) return true;
    int count = 0;
    int digit = 0;
    for (; count < fraction_digits_max && !at_end() && text_[at_] >= '0' && text_[at_] <= '9'; ++count) {
      digit = text_[at_++] - '0';
      if (count >= 6 && digit != 0) return false;
      if (count < 6) microseconds = microseconds * 10 + digit;
    }
    for (int i = count; i < 6; ++i) microseconds *= 10;
    return count > 0;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

std::optional<Date> read_date(Reader& reader) {
  CivilDate c{};
  if (!reader.digits(4, c.year) || !reader.take('-') || !reader.digits(2, c.month) || !reader.take('-') ||
      !reader.digits(2, c.day))
    return std::nullopt;
  return date_of(c);
}

std::optional<TimeOfDay> read_time(Reader& reader) {
  int h = 0;
  int m = 0;
  int s = 0;
  std::int64_t fraction = 0;
  if (!reader.digits(2, h) || !reader.take(':') || !reader.digits(2, m) || !reader.take(':') ||
      !reader.digits(2, s) || !reader.fraction(fraction))
    return std::nullopt;
  if (h > 23 || m > 59 || s > 59) return std::nullopt;
  return TimeOfDay{h * hour + m * minute + s * second + fraction};
}

std::optional<DateTime> read_datetime(Reader& reader) {
  auto date = read_date(reader);
  if (!date || !reader.take('T')) return std::nullopt;
  auto time = read_time(reader);
  if (!time) return std::nullopt;
  return DateTime{date->days * day + time->microseconds};
}

// Z, +hh:mm or -hh:mm, in microseconds.
bool read_offset(Reader& reader, std::int64_t& offset) {
  offset = 0;
  if (reader.take('Z')) return true;
  bool west = reader.take('-');
  if (!west && !reader.take('+')) return false;
  int h = 0;
  int m = 0;
  if (!reader.digits(2, h) || !reader.take(':') || !reader.digits(2, m) || h > 23 || m > 59) return false;
  offset = (h * hour + m * minute) * (west ? -1 : 1);
  return true;
}

// Writes to the back of a buffer.
class Writer {
 public:
  explicit Writer(char* out) : out_(out) {}

  void put(char c) { out_[length_++] = c; }
  // As many digits as it takes, with leading zeros up to `width`.
  void digits(std::int64_t n, int width) {
    std::array<char, 20> reversed{};
    int count = 0;
    for (; n > 0 || count < width; n /= 10)
      reversed[static_cast<std::size_t>(count++)] = static_cast<char>('0' + n % 10);
    while (count > 0) put(reversed[static_cast<std::size_t>(--count)]);
  }
  // Precondition: 0 <= n < 10^width.
  template <int width>
  void digits_of(std::int64_t n) {
    auto rest = static_cast<std::uint32_t>(n);
    for (int at = width - 1; at >= 0; --at, rest /= 10)
      out_[length_ + at] = static_cast<char>('0' + rest % 10);
    length_ += width;
  }
  int length() const { return length_; }

 private:
  char* out_;
  int length_ = 0;
};

void put_date(Writer& writer, Date date) {
  CivilDate c = civil(date);
  if (c.year >= 0 && c.year <= 9999) {
    writer.digits_of<4>(c.year);
  } else {
    if (c.year < 0) writer.put('-');
    writer.digits(c.year < 0 ? -static_cast<std::int64_t>(c.year) : c.year, 4);
  }
  writer.put('-');
  writer.digits_of<2>(c.month);
  writer.put('-');
  writer.digits_of<2>(c.day);
}

void put_time(Writer& writer, std::int64_t microseconds) {
  std::int64_t seconds = microseconds / second;
  std::int64_t fraction = microseconds % second;
  writer.digits_of<2>(seconds / 3'600);
  writer.put(':');
  writer.digits_of<2>(seconds / 60 % 60);
  writer.put(':');
  writer.digits_of<2>(seconds % 60);
  if (fraction == 0) return;
  writer.put('.');
  if (fraction % 1'000 == 0)
    writer.digits_of<3>(fraction / 1'000);
  else
    writer.digits_of<6>(fraction);
}

// Eight characters at once. Where a template has a zero stands a digit, which remains; everything else of it
// stands there as it is, and nothing remains.
struct EightCharacters {
  std::uint64_t rest;
  bool fits;

  EightCharacters(const char* at, const char (&pattern)[9]) {
    std::uint64_t marks = 0;  // ones where no digit stands
    for (unsigned i = 0; i < 8; ++i) marks |= (pattern[i] == '0' ? std::uint64_t{0} : 0xFFU) << (8 * i);
    std::uint64_t expected = 0;
    std::memcpy(&rest, at, 8);
    std::memcpy(&expected, pattern, 8);
    rest ^= expected;
    constexpr std::uint64_t ones = 0x0101'0101'0101'0101;
    // A byte reaches its highest bit from 1 on, a digit's from 10 on.
    const std::uint64_t reached = (rest & (ones * 0x7F)) + ((ones * 0x7F & marks) | (ones * 0x76 & ~marks));
    fits = ((reached | rest) & (ones * 0x80)) == 0;
  }
  int digit(unsigned at) const { return static_cast<int>(rest >> (8 * at) & 0xFFU); }
  int two(unsigned at) const { return digit(at) * 10 + digit(at + 1); }
};

// `YYYY-MM-DDThh:mm:ss.fffZ`, with or without the fraction: what nearly every instant looks like. Nothing
// where the text is anything else, right or wrong.
std::optional<core::Instant> parse_usual_instant(std::string_view text) {
  constexpr std::size_t plain = std::string_view("YYYY-MM-DDThh:mm:ssZ").size();
  constexpr std::size_t with_fraction = plain + 4;
  if (text.size() != plain && text.size() != with_fraction) return std::nullopt;
  const char* at = text.data();
  const EightCharacters first(at, "0000-00-");
  const EightCharacters middle(at + 8, "00T00:00");
  const bool has_fraction = text.size() == with_fraction;
  const EightCharacters last =
      has_fraction ? EightCharacters(at + 16, ":00.000Z") : EightCharacters(at + 12, "0:00:00Z");
  const int h = middle.two(3);
  const int m = middle.two(6);
  const int s = last.two(has_fraction ? 1 : 5);
  const std::int64_t milliseconds = has_fraction ? last.two(4) * 10 + last.digit(6) : 0;
  if (!first.fits || !middle.fits || !last.fits || h > 23 || m > 59 || s > 59) return std::nullopt;
  const auto date = date_of({first.two(0) * 100 + first.two(2), first.two(5), middle.two(0)});
  if (!date) return std::nullopt;
  return core::Instant{date->days * day + h * hour + m * minute + s * second + milliseconds * 1'000};
}

}  // namespace

// By Cassio Neri and Lorenz Schneider, "Euclidean affine functions and their application to calendar
// algorithms" (2023), figure 12: three multiplications in place of seven divisions. All years are moved up by
// so many cycles of 400 that none is negative.
CivilDate civil(Date date) {
  constexpr std::int64_t cycles = 14'700;
  const auto days = static_cast<std::uint64_t>(std::int64_t{date.days} + 719'468 + cycles * 146'097);
  const std::uint64_t century = (4 * days + 3) / 146'097;
  const auto day_of_century = static_cast<std::uint32_t>((4 * days + 3) % 146'097 / 4);
  const std::uint64_t product = std::uint64_t{2'939'745} * (4 * day_of_century + 3);
  const auto day_of_year = static_cast<std::uint32_t>(product) / 2'939'745 / 4;
  const std::uint32_t month_and_day = 2'141 * day_of_year + 197'913;
  const bool is_next_year = day_of_year >= 306;
  const auto year = static_cast<std::int64_t>(100 * century + (product >> 32U)) - 400 * cycles;
  return {static_cast<int>(year + (is_next_year ? 1 : 0)),
          static_cast<int>((month_and_day >> 16U) - (is_next_year ? 12 : 0)),
          static_cast<int>((month_and_day & 0xFFFFU) / 2'141 + 1)};
}

int days_in_month(int year, int month) {
  constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return days[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
}

std::optional<Date> date_of(CivilDate c) {
  if (c.year < 1 || c.year > 9999 || c.month < 1 || c.month > 12 || c.day < 1) return std::nullopt;
  if (c.day > days_in_month(c.year, c.month)) return std::nullopt;
  int year = c.month <= 2 ? c.year - 1 : c.year;
  int era = year / 400;
  int year_of_era = year - era * 400;
  int day_of_year = (153 * (c.month > 2 ? c.month - 3 : c.month + 9) + 2) / 5 + c.day - 1;
  int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return Date{era * 146'097 + day_of_era - 719'468};
}

bool in_range(Date date) {
  return date >= date_min && date <= date_max;
}

bool in_range(DateTime t) {
  return t >= datetime_min && t <= datetime_max;
}

bool in_range(core::Instant t) {
  return t.microseconds >= datetime_min.microseconds && t.microseconds <= datetime_max.microseconds;
}

Date date_part(DateTime t) {
  std::int64_t days = t.microseconds / day - (t.microseconds % day < 0 ? 1 : 0);
  return {static_cast<std::int32_t>(days)};
}

TimeOfDay time_part(DateTime t) {
  std::int64_t rest = t.microseconds % day;
  return {rest < 0 ? rest + day : rest};
}

std::optional<Date> parse_date(std::string_view text) {
  Reader reader(text);
  auto date = read_date(reader);
  return reader.at_end() ? date : std::nullopt;
}

std::optional<TimeOfDay> parse_time(std::string_view text) {
  Reader reader(text);
  auto time = read_time(reader);
  return reader.at_end() ? time : std::nullopt;
}

std::optional<DateTime> parse_datetime(std::string_view text) {
  Reader reader(text);
  auto datetime = read_datetime(reader);
  return reader.at_end() ? datetime : std::nullopt;
}

std::optional<core::Instant> parse_instant(std::string_view text) {
  if (auto usual = parse_usual_instant(text)) return usual;
  Reader reader(text);
  auto datetime = read_datetime(reader);
  std::int64_t offset = 0;
  if (!datetime || !read_offset(reader, offset) || !reader.at_end()) return std::nullopt;
  core::Instant instant{datetime->microseconds - offset};
  if (!in_range(instant)) return std::nullopt;
  return instant;
}

int write_date(Date date, char* out) {
  Writer writer(out);
  put_date(writer, date);
  return writer.length();
}

int write_time(TimeOfDay time, char* out) {
  Writer writer(out);
  put_time(writer, time.microseconds);
  return writer.length();
}

int write_datetime(DateTime t, char* out) {
  Writer writer(out);
  put_date(writer, date_part(t));
  writer.put('T');
  put_time(writer, time_part(t).microseconds);
  return writer.length();
}

int write_instant(core::Instant t, char* out) {
  int length = write_datetime({t.microseconds}, out);
  out[length] = 'Z';
  return length + 1;
}

int write_duration(core::Duration d, char* out) {
  Writer writer(out);
  if (d.microseconds < 0) writer.put('-');
  std::uint64_t size = d.microseconds < 0 ? -static_cast<std::uint64_t>(d.microseconds)
                                          : static_cast<std::uint64_t>(d.microseconds);
  auto fraction = static_cast<std::int64_t>(size % second);
  writer.digits(static_cast<std::int64_t>(size / second), 1);
  if (fraction != 0) {
    writer.put('.');
    int width = 6;
    for (; fraction % 10 == 0; fraction /= 10) --width;
    writer.digits(fraction, width);
  }
  writer.put('s');
  return writer.length();
}

}  // namespace parley::value
