// The grammar of JSON's tokens (RFC 8259), checked on bytes whose structure is known.
#pragma once

#include <string>
#include <string_view>

namespace parley::stream {

constexpr bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_number(std::string_view token);
bool is_literal(std::string_view token);  // true, false, null
// How many bytes the escape has that the text begins with; 0: JSON knows none such. What stands behind a
// text's quote is no part of one.
std::size_t escape_length(std::string_view text);
// Every backslash starts an escape, and surrogates come in pairs. Quotes are outside.
bool has_valid_escapes(std::string_view text);
// Appends the text without escapes. Precondition: has_valid_escapes.
void append_unescaped(std::string& out, std::string_view text);

}  // namespace parley::stream
