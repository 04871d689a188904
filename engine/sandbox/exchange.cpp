#include "engine/sandbox/exchange.hpp"

#include <algorithm>

#include "stdlib/core/text.hpp"

namespace parley::sandbox {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

}  // namespace

Response json_answer(int status, const value::Json& body) {
  return {.status = status,
          .headers = {{"Content-Type", "application/json;charset=utf-8"}},
          .body = value::write_json(body)};
}

const std::string* find_header(const std::vector<Header>& headers, std::string_view name) {
  std::string wanted = core::lower_ascii(name);
  auto found =
      std::ranges::find_if(headers, [&](const Header& h) { return core::lower_ascii(h.name) == wanted; });
  return found == headers.end() ? nullptr : &found->value;
}

const std::string* Target::parameter(std::string_view name) const {
  auto found = std::ranges::find_if(query, [&](const Header& h) { return h.name == name; });
  return found == query.end() ? nullptr : &found->value;
}

Target parse_target(std::string_view target) {
  Target parsed;
  std::size_t mark = target.find('?');
  parsed.path = std::string(target.substr(0, mark));
  for (std::string_view segment : core::split(parsed.path, '/')) {
    if (!segment.empty()) parsed.segments.push_back(percent_decode(segment));
  }
  if (mark == std::string_view::npos) return parsed;
  for (std::string_view pair : core::split(target.substr(mark + 1), '&')) {
    if (pair.empty()) continue;
    std::size_t equals = pair.find('=');
    std::string_view value = equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1);
    parsed.query.push_back({percent_decode(pair.substr(0, equals)), percent_decode(value)});
  }
  return parsed;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (char c : text) {
    if (unreserved(c)) {
      out += c;
      continue;
    }
    auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }
  return out;
}

std::string percent_decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace parley::sandbox
