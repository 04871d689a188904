// Regular expressions in RE2's syntax. Compiled once a thread and pattern.
#pragma once

#include <string_view>

namespace parley::functions {

bool is_pattern(std::string_view pattern);
// Whether the pattern matches somewhere in the text. Precondition: is_pattern(pattern).
bool matches_somewhere(std::string_view text, std::string_view pattern);

}  // namespace parley::functions
