// Small questions about text that every layer asks. Text is UTF-8 in std::string_view; nothing here allocates
// unless it returns a std::string.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parley::core {

bool is_valid_utf8(std::string_view text);
// Of the longest beginning that is valid.
std::size_t valid_utf8_length(std::string_view text);
std::string_view trim_ascii(std::string_view text);
std::string lower_ascii(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);

// Levenshtein distance in bytes, or `limit` + 1 as soon as it is known to be larger.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

}  // namespace parley::core
