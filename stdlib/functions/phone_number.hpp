// Phone numbers, by libphonenumber and its tables. Native only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace parley::functions {

constexpr std::string_view region_expected = "a country's two capital letters (ISO 3166)";

bool is_region(std::string_view region);
// E.164, with "x" and the extension behind it where there is one. Nothing where the text is no valid number.
std::optional<std::string> e164(std::string_view text, std::string_view region);

// No number is longer than its 15 digits, sign, "x" and an extension.
constexpr std::size_t phone_bytes_max = 40;

}  // namespace parley::functions
