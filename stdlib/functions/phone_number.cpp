#include "stdlib/functions/phone_number.hpp"

#include <phonenumbers/phonenumberutil.h>

#include <string>

namespace parley::functions {

namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

// libphonenumber reads at most 250 bytes; anything longer is no number.
constexpr std::size_t text_bytes_max = 250;

}  // namespace

bool is_region(std::string_view region) {
  return has_numbering_plan(region);
}

std::size_t write_e164(std::string_view text, std::string_view region, char* out) {
  if (text.size() > text_bytes_max) return 0;
  PhoneReading reading = read_phone(text, region, out);
  return reading.kind == PhoneReading::Kind::unread ? write_e164_by_library(text, region, out)
                                                    : reading.length;
}

std::size_t write_e164_by_library(std::string_view text, std::string_view region, char* out) {
  if (text.size() > text_bytes_max) return 0;
  const PhoneNumberUtil* numbers = PhoneNumberUtil::GetInstance();
  PhoneNumber number;
  if (numbers->Parse(std::string(text), std::string(region), &number) != PhoneNumberUtil::NO_PARSING_ERROR)
    return 0;
  if (!numbers->IsValidNumber(number)) return 0;
  std::string written;
  numbers->Format(number, PhoneNumberUtil::E164, &written);
  if (number.has_extension()) written += "x" + number.extension();
  if (written.size() > phone_bytes_max) return 0;
  return written.copy(out, written.size());
}

}  // namespace parley::functions
