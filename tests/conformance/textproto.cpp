#include "tests/conformance/textproto.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace parley::conformance {

namespace {

constexpr int depth_max = 100;

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '+' || c == '.';
}

void append_utf8(std::string& out, std::uint32_t c) {
  auto byte = [&](std::uint32_t b) { out += static_cast<char>(b); };
  if (c < 0x80) {
    byte(c);
  } else if (c < 0x800) {
    byte(0xC0 | c >> 6U);
    byte(0x80 | (c & 0x3FU));
  } else if (c < 0x10000) {
    byte(0xE0 | c >> 12U);
    byte(0x80 | (c >> 6U & 0x3FU));
    byte(0x80 | (c & 0x3FU));
  } else {
    byte(0xF0 | c >> 18U);
    byte(0x80 | (c >> 12U & 0x3FU));
    byte(0x80 | (c >> 6U & 0x3FU));
    byte(0x80 | (c & 0x3FU));
  }
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  core::Result<Message> read() {
    Message file;
    if (!fields(file, 0)) return failed();
    blanks();
    if (at_ < text_.size()) return failed();
    return file;
  }

 private:
  std::unexpected<core::Error> failed() const {
    auto line = std::ranges::count(text_.substr(0, at_), '\n') + 1;
    return core::fail(core::ErrorKind::input,
                      fmt::format("line {}: not the text format that is read here", line));
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    blanks();
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  void blanks() {
    while (at_ < text_.size()) {
      if (peek() == '#') {
        while (at_ < text_.size() && peek() != '\n') ++at_;
      } else if (std::string_view(" \t\r\n,;").contains(peek())) {
        ++at_;
      } else {
        return;
      }
    }
  }

  bool fields(Message& message, int depth) {
    if (depth > depth_max) return false;
    for (blanks(); at_ < text_.size() && peek() != '}'; blanks())
      if (!field(message.fields.emplace_back(), depth)) return false;
    return true;
  }

  bool field(Field& field, int depth) {
    if (peek() == '[') {
      std::size_t end = text_.find(']', at_);
      if (end == std::string_view::npos) return false;
      field.name = text_.substr(at_, end + 1 - at_);
      at_ = end + 1;
    } else {
      field.name = word();
    }
    if (field.name.empty()) return false;
    bool has_colon = take(':');
    if (take('{')) {
      field.message.emplace_back();
      return fields(field.message[0], depth + 1) && take('}');
    }
    return has_colon && scalar(field);
  }

  bool scalar(Field& field) {
    blanks();
    field.is_string = peek() == '"' || peek() == '\'';
    if (!field.is_string) {
      field.value = word();
      return !field.value.empty();
    }
    while (peek() == '"' || peek() == '\'') {
      if (!string(field.value)) return false;
      blanks();
    }
    return true;
  }

  std::string word() {
    std::size_t begin = at_;
    while (is_word(peek())) ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

  bool string(std::string& out) {
    char quote = text_[at_++];
    while (at_ < text_.size() && peek() != quote) {
      char c = text_[at_++];
      if (c != '\\')
        out += c;
      else if (!escape(out))
        return false;
    }
    return at_++ < text_.size();
  }

  bool escape(std::string& out) {
    static constexpr std::string_view letters = "abfnrtv\\'\"?";
    static constexpr std::string_view meanings = "\a\b\f\n\r\t\v\\'\"?";
    char c = peek();
    if (std::size_t found = letters.find(c); c != '\0' && found != std::string_view::npos) {
      ++at_;
      out += meanings[found];
      return true;
    }
    if (c >= '0' && c <= '7') return number(out, 8, 3, false);
    ++at_;
    if (c == 'x' || c == 'X') return number(out, 16, 2, false);
    if (c == 'u') return number(out, 16, 4, true);
    if (c == 'U') return number(out, 16, 8, true);
    return false;
  }

  bool number(std::string& out, std::uint32_t base, int digits_max, bool is_code_point) {
    std::uint32_t number = 0;
    int digits = 0;
    for (; digits < digits_max; ++digits, ++at_) {
      std::size_t digit = std::string_view("0123456789abcdef").find(static_cast<char>(peek() | 0x20));
      if (digit >= base) break;
      number = number * base + static_cast<std::uint32_t>(digit);
    }
    if (is_code_point)
      append_utf8(out, number);
    else
      out += static_cast<char>(number);
    return digits > 0;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

const Field* Message::find(std::string_view name) const {
  auto found = std::ranges::find_if(fields, [&](const Field& f) { return f.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

std::string_view Message::text(std::string_view name) const {
  const Field* field = find(name);
  return field == nullptr ? std::string_view() : std::string_view(field->value);
}

const Message* Message::part(std::string_view name) const {
  const Field* field = find(name);
  return field == nullptr || field->message.empty() ? nullptr : field->message.data();
}

core::Result<Message> read_textproto(std::string_view text) {
  return Reader(text).read();
}

}  // namespace parley::conformance
