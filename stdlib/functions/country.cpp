#include "stdlib/functions/country.hpp"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <map>

#include "stdlib/functions/unicode.hpp"

namespace parley::functions {

namespace {

using Names = std::map<std::string, std::string, std::less<>>;

// What a name is looked up by: folded letters, without blanks, marks and apostrophes of either kind.
std::string key_of(std::string_view name) {
  std::string key;
  for (char c : folded(name))
    if ((c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80) key += c;
  constexpr std::string_view apostrophe = "’";
  for (auto at = key.find(apostrophe); at != std::string::npos; at = key.find(apostrophe))
    key.erase(at, apostrophe.size());
  return key;
}

Names read_names() {
  Names names = {{"uk", "GB"},
                 {"england", "GB"},
                 {"scotland", "GB"},
                 {"wales", "GB"},
                 {"northernireland", "GB"},
                 {"greatbritain", "GB"},
                 {"unitedstatesofamerica", "US"},
                 {"holland", "NL"},
                 {"czechrepublic", "CZ"}};
  for (const char* const* code = icu::Locale::getISOCountries(); *code != nullptr; ++code) {
    icu::Locale locale("", *code);
    icu::UnicodeString display;
    locale.getDisplayCountry(icu::Locale::getEnglish(), display);
    std::string name;
    display.toUTF8String(name);
    names.emplace(key_of(name), *code);
    names.emplace(key_of(*code), *code);
    names.emplace(key_of(locale.getISO3Country()), *code);
  }
  return names;
}

}  // namespace

std::optional<std::string> country_code(std::string_view text) {
  static const Names names = read_names();
  auto found = names.find(key_of(text));
  if (found == names.end()) return std::nullopt;
  return found->second;
}

}  // namespace parley::functions
