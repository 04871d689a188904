// Typed values to JSON bytes, and compares.
#include "compiler/codegen/runtime/runtime.hpp"

namespace {

using Bytes16 = std::uint8_t __attribute__((vector_size(16)));

inline Bytes16 load(const char* at) {
  Bytes16 bytes;
  __builtin_memcpy(&bytes, at, 16);
  return bytes;
}

constexpr std::uint64_t width = sizeof(Bytes16);
constexpr std::uint8_t counted[2 * width] = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                                             0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};

// Whether any of the first `count` bytes must be escaped in a JSON text; `width` at most.
inline bool any_special(Bytes16 bytes, std::uint64_t count) {
  auto special = reinterpret_cast<Bytes16>((bytes < 0x20) | (bytes == '"') | (bytes == '\\'));
  special &= load(reinterpret_cast<const char*>(counted) + width - count);
  std::uint64_t halves[2];
  __builtin_memcpy(halves, &special, width);
  return (halves[0] | halves[1]) != 0;
}

inline bool is_special(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

constexpr char hex[] = "0123456789abcdef";

// One byte with its escape, as value::append_quoted writes it.
inline char* write_special(char* out, char c) {
  *out++ = '\\';
  switch (c) {
    case '"':
      *out++ = '"';
      return out;
    case '\\':
      *out++ = '\\';
      return out;
    case '\n':
      *out++ = 'n';
      return out;
    case '\r':
      *out++ = 'r';
      return out;
    case '\t':
      *out++ = 't';
      return out;
    default:
      break;
  }
  auto byte = static_cast<unsigned char>(c);
  *out++ = 'u';
  *out++ = '0';
  *out++ = '0';
  *out++ = hex[byte >> 4U];
  *out++ = hex[byte & 15U];
  return out;
}

}  // namespace

extern "C" {

// Not inlined: every field of a mapping calls it.
__attribute__((noinline)) char* parley_write_text(char* out, const char* text, std::uint64_t length) {
  for (std::uint64_t left = length; left > 0;) {
    std::uint64_t count = left < width ? left : width;
    Bytes16 bytes = load(text);
    if (!any_special(bytes, count)) [[likely]] {
      __builtin_memcpy(out, &bytes, width);
      out += count;
    } else {
      for (std::uint64_t at = 0; at < count; ++at) {
        if (is_special(text[at]))
          out = write_special(out, text[at]);
        else
          *out++ = text[at];
      }
    }
    text += count;
    left -= count;
  }
  return out;
}

__attribute__((noinline)) void parley_copy_rest(char* out, const char* text, std::uint64_t length) {
  __builtin_memcpy(out, text, length);
}

char* parley_write_int(char* out, std::int64_t number) {
  char digits[20];
  int count = 0;
  auto rest = static_cast<std::uint64_t>(number);
  if (number < 0) {
    *out++ = '-';
    rest = 0 - rest;
  }
  do {
    digits[count++] = static_cast<char>('0' + rest % 10);
    rest /= 10;
  } while (rest != 0);
  while (count > 0) *out++ = digits[--count];
  return out;
}

char* parley_write_bool(char* out, bool boolean) {
  __builtin_memcpy(out, boolean ? "true\0" : "false", 5);
  return out + (boolean ? 4 : 5);
}

bool parley_equal_text(const char* a, std::uint64_t a_length, const char* b, std::uint64_t b_length) {
  return a_length == b_length && __builtin_memcmp(a, b, a_length) == 0;
}

// By bytes, which for UTF-8 is by code points.
std::int32_t parley_compare_text(const char* a, std::uint64_t a_length, const char* b,
                                 std::uint64_t b_length) {
  std::uint64_t shorter = a_length < b_length ? a_length : b_length;
  int order = __builtin_memcmp(a, b, shorter);
  if (order != 0) return order;
  return a_length < b_length ? -1 : a_length > b_length ? 1 : 0;
}
}
