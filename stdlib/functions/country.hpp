// Countries by code or English name, from ICU's tables. Native only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace parley::functions {

// Two capital letters (ISO 3166); nothing where the text names no country.
std::optional<std::string> country_code(std::string_view text);

}  // namespace parley::functions
