// The canonical texts as std::string, over the writers that do not allocate.
#include <array>

#include "stdlib/value/decimal.hpp"
#include "stdlib/value/time.hpp"

namespace parley::value {

namespace {

template <class T>
std::string written(T value, int (*write)(T, char*)) {
  std::array<char, time_text_max> buffer{};
  return {buffer.data(), static_cast<std::size_t>(write(value, buffer.data()))};
}

}  // namespace

std::string to_text(const Decimal& d) {
  std::array<char, decimal_text_max> buffer{};
  return {buffer.data(), static_cast<std::size_t>(write_decimal(d, buffer.data()))};
}

std::string to_text(Date date) {
  return written(date, write_date);
}

std::string to_text(TimeOfDay time) {
  return written(time, write_time);
}

std::string to_text(DateTime datetime) {
  return written(datetime, write_datetime);
}

std::string to_text(core::Instant instant) {
  return written(instant, write_instant);
}

std::string to_text(core::Duration duration) {
  return written(duration, write_duration);
}

}  // namespace parley::value
