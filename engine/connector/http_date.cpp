#include "engine/connector/http_date.hpp"

#include <array>
#include <charconv>

#include "stdlib/value/time.hpp"

namespace parley::connector {

namespace {

constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::optional<int> number(std::string_view digits) {
  int n = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
  if (error != std::errc{} || end != digits.data() + digits.size() || n < 0) return std::nullopt;
  return n;
}

}  // namespace

std::optional<core::Instant> parse_http_date(std::string_view text) {
  constexpr std::string_view form = "Sun, 06 Nov 1994 08:49:37 GMT";
  if (text.size() != form.size() || !text.ends_with(" GMT") || text.substr(3, 2) != ", ") return std::nullopt;
  int month = 0;
  while (month < 12 && months[static_cast<std::size_t>(month)] != text.substr(8, 3)) ++month;
  const auto day = number(text.substr(5, 2));
  const auto year = number(text.substr(12, 4));
  const auto hour = number(text.substr(17, 2));
  const auto minute = number(text.substr(20, 2));
  const auto second = number(text.substr(23, 2));
  if (month == 12 || !day || !year || !hour || !minute || !second) return std::nullopt;
  if (*hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const auto date = value::date_of({*year, month + 1, *day});
  if (!date) return std::nullopt;
  const std::int64_t seconds = date->days * 86'400LL + *hour * 3'600LL + *minute * 60LL + *second;
  return core::Instant{seconds * 1'000'000};
}

std::optional<core::Instant> clock_of(const http::ResponseHead& head) {
  const auto date = head.headers.find("Date");
  if (!date) return std::nullopt;
  return parse_http_date(*date);
}

}  // namespace parley::connector
