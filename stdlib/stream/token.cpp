#include "stdlib/stream/token.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace parley::stream {

namespace {

std::size_t digits_from(std::string_view token, std::size_t at) {
  while (at < token.size() && token[at] >= '0' && token[at] <= '9') ++at;
  return at;
}

std::optional<std::uint32_t> hex4(std::string_view text, std::size_t at) {
  if (at + 4 > text.size()) return std::nullopt;
  std::uint32_t code = 0;
  for (char c : text.substr(at, 4)) {
    code <<= 4U;
    if (c >= '0' && c <= '9')
      code |= static_cast<std::uint32_t>(c - '0');
    else if (c >= 'a' && c <= 'f')
      code |= static_cast<std::uint32_t>(c - 'a' + 10);
    else if (c >= 'A' && c <= 'F')
      code |= static_cast<std::uint32_t>(c - 'A' + 10);
    else
      return std::nullopt;
  }
  return code;
}

struct Escape {
  std::uint32_t code = 0;
  std::size_t length = 0;  // with its backslash; 0: not an escape
};

Escape unicode_escape(std::string_view text, std::size_t at) {
  std::optional<std::uint32_t> high = hex4(text, at + 2);
  if (!high || (*high >= 0xDC00 && *high <= 0xDFFF)) return {};
  if (*high < 0xD800 || *high > 0xDBFF) return {*high, 6};
  if (text.substr(at + 6, 2) != "\\u") return {};
  std::optional<std::uint32_t> low = hex4(text, at + 8);
  if (!low || *low < 0xDC00 || *low > 0xDFFF) return {};
  return {0x10000 + ((*high - 0xD800) << 10U) + (*low - 0xDC00), 12};
}

Escape escape_at(std::string_view text, std::size_t at) {
  if (at + 1 >= text.size()) return {};
  switch (text[at + 1]) {
    case '"':
    case '\\':
    case '/':
      return {static_cast<std::uint32_t>(text[at + 1]), 2};
    case 'b':
      return {'\b', 2};
    case 'f':
      return {'\f', 2};
    case 'n':
      return {'\n', 2};
    case 'r':
      return {'\r', 2};
    case 't':
      return {'\t', 2};
    case 'u':
      return unicode_escape(text, at);
    default:
      return {};
  }
}

// By what stands behind the backslash; so that nothing has to be foretold of it.
constexpr std::array<bool, 256> short_escapes = [] {
  std::array<bool, 256> known{};
  for (const char c : std::string_view(R"("\/bfnrt)")) known[static_cast<unsigned char>(c)] = true;
  return known;
}();

void append_utf8(std::string& out, std::uint32_t code) {
  auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | (code >> 6U));
    put(0x80 | (code & 0x3FU));
  } else if (code < 0x10000) {
    put(0xE0 | (code >> 12U));
    put(0x80 | ((code >> 6U) & 0x3FU));
    put(0x80 | (code & 0x3FU));
  } else {
    put(0xF0 | (code >> 18U));
    put(0x80 | ((code >> 12U) & 0x3FU));
    put(0x80 | ((code >> 6U) & 0x3FU));
    put(0x80 | (code & 0x3FU));
  }
}

}  // namespace

bool is_number(std::string_view token) {
  std::size_t at = token.starts_with('-') ? 1 : 0;
  std::size_t whole = digits_from(token, at);
  if (whole == at || (token[at] == '0' && whole > at + 1)) return false;
  at = whole;
  if (at < token.size() && token[at] == '.') {
    std::size_t fraction = digits_from(token, at + 1);
    if (fraction == at + 1) return false;
    at = fraction;
  }
  if (at < token.size() && (token[at] == 'e' || token[at] == 'E')) {
    ++at;
    if (at < token.size() && (token[at] == '+' || token[at] == '-')) ++at;
    std::size_t exponent = digits_from(token, at);
    if (exponent == at) return false;
    at = exponent;
  }
  return at == token.size();
}

bool is_literal(std::string_view token) {
  return token == "true" || token == "false" || token == "null";
}

std::size_t escape_length(std::string_view text) {
  if (text.size() > 1 && short_escapes[static_cast<unsigned char>(text[1])]) return 2;
  return escape_at(text, 0).length;
}

bool has_valid_escapes(std::string_view text) {
  for (std::size_t at = text.find('\\'); at != std::string_view::npos; at = text.find('\\', at)) {
    std::size_t length = escape_at(text, at).length;
    if (length == 0) return false;
    at += length;
  }
  return true;
}

void append_unescaped(std::string& out, std::string_view text) {
  std::size_t copied = 0;
  for (std::size_t at = text.find('\\'); at != std::string_view::npos; at = text.find('\\', copied)) {
    out.append(text, copied, at - copied);
    Escape escape = escape_at(text, at);
    append_utf8(out, escape.code);
    copied = at + escape.length;
  }
  out.append(text, copied);
}

}  // namespace parley::stream
