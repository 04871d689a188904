#include "stdlib/stream/cursor.hpp"

#include <bitset>

#include "stdlib/core/processor.hpp"
#include "stdlib/stream/skip.hpp"
#include "stdlib/stream/token.hpp"

namespace parley::stream {

std::string_view Cursor::token_here() const {
  std::uint32_t limit = std::min(at[1], end);
  while (limit > *at && is_blank(bytes[limit - 1])) --limit;
  return {bytes + *at, limit - *at};
}

std::string_view Cursor::string_here() const {
  std::string_view token = token_here();
  return token.size() < 2 ? std::string_view() : token.substr(1, token.size() - 2);
}

Slot Cursor::slot_here() const {
  Slot slot;
  slot.start = offset();
  switch (peek()) {
    case '"': {
      std::string_view text = string_here();
      slot.kind = Kind::text;
      slot.start += 1;
      slot.length = static_cast<std::uint32_t>(text.size());
      slot.has_escape = has_backslash && text.find('\\') != std::string_view::npos;
      return slot;
    }
    case '{':
      slot.kind = Kind::object;
      return slot;
    case '[':
      slot.kind = Kind::array;
      return slot;
    case 'n':
      slot.kind = Kind::null;
      return slot;
    case 't':
    case 'f':
      slot.kind = Kind::boolean;
      break;
    default:
      slot.kind = Kind::number;
  }
  slot.length = static_cast<std::uint32_t>(token_here().size());
  return slot;
}

bool Cursor::skip_value() {
  char c = peek();
  return c == '{' || c == '[' ? skip_by_words() || skip_container() : skip_scalar();
}

// A container that is not rare, or wrong.
bool Cursor::skip_by_words() {
  if (at_end == nullptr || !core::has_widest_registers) return false;
  const std::uint32_t* const behind = stream::skip_container(bytes, at, at_end);
  if (behind == nullptr || behind[-1] >= end || depth + depth_by_words > depth_max) return false;
  if (has_backslash && !has_valid_escapes({bytes + *at, behind[-1] - *at})) return false;
  at = behind;
  return true;
}

bool Cursor::skip_scalar() {
  switch (peek()) {
    case '"':
      if (has_backslash && !has_valid_escapes(string_here()))
        return fail("has an escape that JSON does not know");
      return advance();
    case '\0':
    case ',':
    case ':':
    case '}':
    case ']':
      return fail("expected a value");
    case 't':
    case 'f':
    case 'n':
      if (!is_literal(token_here())) return fail("has a word that JSON does not know");
      return advance();
    default:
      if (!is_number(token_here())) return fail("has a number that JSON does not allow");
      return advance();
  }
}

// The open brackets' kinds stand in a bit stack; no recursion, so depth costs no stack.
bool Cursor::skip_container() {
  std::bitset<depth_max> is_object;
  std::size_t open = 0;
  bool opens = true;  // the token at the cursor opens a container
  for (;;) {
    if (opens) {
      if (depth + open == depth_max) return fail("is nested too deep");
      is_object[open++] = peek() == '{';
      advance();
      opens = false;
    } else {
      if (peek() != ',') return fail("expected a comma or a closing bracket");
      advance();
      if (peek() == '}' || peek() == ']') return fail("has a comma before a closing bracket");
    }
    bool object = is_object[open - 1];
    if (peek() != (object ? '}' : ']')) {
      if (object) {
        if (peek() != '"' || !skip_scalar()) return fail("expected a key in quotes");
        if (peek() != ':') return fail("expected a colon after the key");
        advance();
      }
      opens = peek() == '{' || peek() == '[';
      if (opens) continue;
      if (!skip_scalar()) return false;
    }
    while (open > 0 && peek() == (is_object[open - 1] ? '}' : ']')) {
      advance();
      --open;
    }
    if (open == 0) return true;
  }
}

}  // namespace parley::stream
