#include "engine/http/message.hpp"

#include <algorithm>
#include <charconv>

#include "stdlib/core/check.hpp"
#include "stdlib/core/text.hpp"

namespace parley::http {

namespace {

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() && core::lower_ascii(a) == core::lower_ascii(b);
}

bool is_unreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

}  // namespace

std::string_view method_name(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::head:
      return "HEAD";
    case Method::post:
      return "POST";
    case Method::put:
      return "PUT";
    case Method::patch:
      return "PATCH";
    case Method::remove:
      return "DELETE";
  }
  ENSURE(false, "a method outside the enumeration");
}

void Headers::set(std::string_view name, std::string value) {
  std::erase_if(all, [&](const Header& header) { return same_name(header.name, name); });
  add(std::string(name), std::move(value));
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (const Header& header : all)
    if (same_name(header.name, name)) return header.value;
  return std::nullopt;
}

std::optional<std::int64_t> Headers::integer(std::string_view name) const {
  const auto text = find(name);
  if (!text) return std::nullopt;
  const std::string_view digits = core::trim_ascii(*text);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_unreserved(c)) {
      out += c;
    } else {
      out += '%';
      out += hex[byte >> 4U];
      out += hex[byte & 15U];
    }
  }
  return out;
}

}  // namespace parley::http
