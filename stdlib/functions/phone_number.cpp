#include "stdlib/functions/phone_number.hpp"

#include <phonenumbers/phonenumberutil.h>

#include <set>

namespace parley::functions {

namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

// libphonenumber reads at most 250 bytes; anything longer is no number.
constexpr std::size_t text_bytes_max = 250;

}  // namespace

bool is_region(std::string_view region) {
  static const std::set<std::string> regions = [] {
    std::set<std::string> found;
    PhoneNumberUtil::GetInstance()->GetSupportedRegions(&found);
    return found;
  }();
  return regions.contains(std::string(region));
}

std::optional<std::string> e164(std::string_view text, std::string_view region) {
  if (text.size() > text_bytes_max) return std::nullopt;
  const PhoneNumberUtil* numbers = PhoneNumberUtil::GetInstance();
  PhoneNumber number;
  if (numbers->Parse(std::string(text), std::string(region), &number) != PhoneNumberUtil::NO_PARSING_ERROR)
    return std::nullopt;
  if (!numbers->IsValidNumber(number)) return std::nullopt;
  std::string out;
  numbers->Format(number, PhoneNumberUtil::E164, &out);
  if (number.has_extension()) out += "x" + number.extension();
  if (out.size() > phone_bytes_max) return std::nullopt;
  return out;
}

}  // namespace parley::functions
