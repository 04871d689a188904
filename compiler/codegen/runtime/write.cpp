// Typed values to JSON bytes, and compares.
#include <bit>

#include "compiler/codegen/runtime/runtime.hpp"
#include "compiler/codegen/runtime/wide.hpp"
#include "stdlib/functions/block.hpp"

namespace {

namespace functions = parley::functions;
using namespace parley::codegen;

// Copies a whole vector; bit i of the answer: byte i must be escaped in a JSON text.
inline std::uint64_t copy_wide(char* out, const char* text) {
  Bytes32 bytes;
  load_wide(bytes, text);
  __builtin_memcpy(out, &bytes, wide);
  return wide_lanes((bytes < 0x20) | (bytes == '"') | (bytes == '\\'));
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

// Turn by turn: a whole vector, or what stands before a byte to escape and that byte.
__attribute__((noinline)) char* parley_write_rare_text(char* out, const char* text, std::uint64_t length,
                                                       bool raw) {
  while (length > 0) {
    std::uint64_t found = copy_wide(out, text);
    std::uint64_t done = length < wide ? length : wide;
    found &= (std::uint64_t{1} << done) - 1;
    if (found != 0 && !raw) {
      done = static_cast<std::uint64_t>(std::countr_zero(found));
      out = write_special(out + done, text[done]);
      ++done;
    } else {
      out += done;
    }
    text += done;
    length -= done;
  }
  return out;
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
  return a_length == b_length && functions::equal_bytes(a, b, a_length);
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
