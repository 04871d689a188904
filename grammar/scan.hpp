// The few things about a text that hold wherever one stands in it: where a string ends, where a comment ends.
// They serve what looks at broken text: recovery, and the collection of comments.
#pragma once

#include <cstddef>
#include <string_view>

namespace parley::grammar {

inline bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// The end of the comment that starts at `at`: before the line end.
inline std::size_t comment_end(std::string_view text, std::size_t at) {
  std::size_t end = text.find('\n', at);
  if (end == std::string_view::npos) return text.size();
  return end > at && text[end - 1] == '\r' ? end - 1 : end;
}

// The end of the string whose opening quote stands at `at`. An unclosed one ends with its line, an unclosed
// triple-quoted one with the text.
inline std::size_t string_end(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const bool raw = at > 0 && (text[at - 1] == 'r' || text[at - 1] == 'R') &&
                   (at < 2 || !is_word_byte(text[at - 2]) || text[at - 2] == 'b' || text[at - 2] == 'B');
  const bool triple = text.size() - at >= 3 && text[at + 1] == quote && text[at + 2] == quote;
  for (std::size_t i = at + (triple ? 3 : 1); i < text.size(); ++i) {
    if (text[i] == '\\' && !raw) {
      ++i;
    } else if (!triple && text[i] == '\n') {
      return i;
    } else if (text[i] == quote) {
      if (!triple) return i + 1;
      if (text.size() - i >= 3 && text[i + 1] == quote && text[i + 2] == quote) return i + 3;
    }
  }
  return text.size();
}

}  // namespace parley::grammar
