// Phone numbers, by libphonenumber and its tables. Native only.
#pragma once

#include <string_view>

#include "stdlib/functions/numbering_plan.hpp"

namespace parley::functions {

constexpr std::string_view region_expected = "a country's two capital letters (ISO 3166)";

bool is_region(std::string_view region);
// Writes E.164, with "x" and the extension behind it where there is one, to `out`, which has room for
// phone_bytes_max. Its length, or 0 where the text is no valid number.
std::size_t write_e164(std::string_view text, std::string_view region, char* out);
// The same by libphonenumber alone.
std::size_t write_e164_by_library(std::string_view text, std::string_view region, char* out);

}  // namespace parley::functions
