#include "compiler/parse/literals.hpp"

#include <fmt/format.h>

#include <charconv>

namespace parley::parse {

namespace {

void append_utf8(std::string& out, std::uint32_t code_point) {
  auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0 | (code_point >> 6U));
    put(0x80 | (code_point & 0x3FU));
  } else if (code_point < 0x10000) {
    put(0xE0 | (code_point >> 12U));
    put(0x80 | ((code_point >> 6U) & 0x3FU));
    put(0x80 | (code_point & 0x3FU));
  } else {
    put(0xF0 | (code_point >> 18U));
    put(0x80 | ((code_point >> 12U) & 0x3FU));
    put(0x80 | ((code_point >> 6U) & 0x3FU));
    put(0x80 | (code_point & 0x3FU));
  }
}

bool is_scalar(std::uint32_t code_point) {
  return code_point <= 0x10FFFF && (code_point < 0xD800 || code_point > 0xDFFF);
}

// What a one-letter escape stands for, or 0.
char simple_escape(char letter) {
  switch (letter) {
    case 'a':
      return '\a';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'v':
      return '\v';
    case '\\':
    case '\'':
    case '"':
    case '`':
    case '?':
      return letter;
    default:
      return 0;
  }
}

// Digits of an escape with a code: how many, and in which base; 0 where `letter` starts none.
struct CodeEscape {
  std::size_t digits;
  int radix;
};
CodeEscape code_escape(char letter) {
  switch (letter) {
    case 'x':
    case 'X':
      return {2, 16};
    case 'u':
      return {4, 16};
    case 'U':
      return {8, 16};
    default:
      return letter >= '0' && letter <= '3' ? CodeEscape{3, 8} : CodeEscape{0, 0};
  }
}

// The escape whose backslash stands at `at`: appends its value and gives its length, or gives 0.
std::size_t append_escape(std::string& out, std::string_view body, std::size_t at) {
  if (at + 1 >= body.size()) return 0;
  const char letter = body[at + 1];
  if (const char simple = simple_escape(letter); simple != 0) {
    out += simple;
    return 2;
  }
  const CodeEscape escape = code_escape(letter);
  if (escape.digits == 0) return 0;
  const std::size_t first = at + (escape.radix == 8 ? 1 : 2);
  if (body.size() - first < escape.digits) return 0;
  std::uint32_t code_point = 0;
  const char* end = body.data() + first + escape.digits;
  auto [stopped, failed] = std::from_chars(body.data() + first, end, code_point, escape.radix);
  if (failed != std::errc() || stopped != end || !is_scalar(code_point)) return 0;
  append_utf8(out, code_point);
  return first - at + escape.digits;
}

}  // namespace

std::string decode_text(const Context& context, const Node& node) {
  std::string_view written = context.text(node);
  const bool raw = written.front() == 'r' || written.front() == 'R';
  std::size_t skipped = raw ? 1 : 0;
  const char quote = written[skipped];
  const bool triple =
      written.size() >= skipped + 6 && written[skipped + 1] == quote && written[skipped + 2] == quote;
  const std::size_t quotes = triple ? 3 : 1;
  skipped += quotes;
  std::string_view body = written.substr(skipped, written.size() - skipped - quotes);
  if (raw) return std::string(body);
  std::string value;
  value.reserve(body.size());
  for (std::size_t at = 0; at < body.size();) {
    if (body[at] != '\\') {
      value += body[at++];
      continue;
    }
    const std::size_t length = append_escape(value, body, at);
    if (length == 0) {
      const auto begin = static_cast<std::uint32_t>(node.begin + skipped + at);
      context.report("P007", {context.file.id(), begin, begin + 2}, "this escape is not known",
                     "Write a backslash as `\\\\`, or the whole text as `r\"…\"`.");
    }
    at += length == 0 ? 2 : length;
  }
  return value;
}

std::optional<std::int64_t> decode_integer(const Context& context, const Node& node, bool negative) {
  std::string digits(context.text(node));
  const bool hexadecimal = digits.starts_with("0x") || digits.starts_with("0X");
  if (hexadecimal) digits.erase(0, 2);
  if (negative) digits.insert(0, "-");
  std::int64_t value = 0;
  auto [stopped, failed] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, hexadecimal ? 16 : 10);
  if (failed == std::errc() && stopped == digits.data() + digits.size()) return value;
  context.report("P007", context.span(node),
                 fmt::format("`{}` does not fit into 64 bits", context.text(node)),
                 "Write it with a fraction (`.0`) to make it a decimal of up to 38 digits.");
  return std::nullopt;
}

}  // namespace parley::parse
