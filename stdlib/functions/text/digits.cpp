#include "stdlib/functions/body.hpp"
#include "stdlib/functions/bytes.hpp"

namespace parley::functions {

namespace {

// The digits among a text's next bytes, 16 at most, which are the block's first ones; where the next ones go.
char* keep_digits(const char* bytes, Block16 block, std::uint64_t count, char* out) {
  Block16 behind = block - '0';
  std::uint64_t digits = lanes(behind <= 9) & ((std::uint64_t{1} << count) - 1);
  while (digits != 0) {
    auto run = static_cast<std::uint64_t>(std::countr_zero(digits));
    auto run_length = static_cast<std::uint64_t>(std::countr_one(digits >> run));
    copy_bytes(bytes + run, run_length, out);
    out += run_length;
    digits &= digits + (digits & -digits);  // without the run
  }
  return out;
}

}  // namespace

extern "C" Returned parley_digits(CallContext&, Text x, char* out) {
  char* end = out;
  std::uint64_t at = 0;
  for (; at + 16 <= x.length; at += 16)
    end = keep_digits(x.bytes + at, load_block<Block16>(x.bytes + at), 16, end);
  std::uint64_t rest = x.length - at;
  end = keep_digits(x.bytes + at, load_few(x.bytes + at, rest), rest, end);
  return end - out;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_digits() {
  return {{
      .name = "digits",
      .area = "text",
      .parameters = {{.name = "x", .kind = TypeKind::text}},
      .result = type(TypeKind::text),
      .adds_no_escape = true,
      .law = Law::lossy,
      .body = typed<&parley_digits>("parley_digits"),
      .summary = "Keeps the digits 0 to 9 and drops everything else.",
      .documentation = "Digits of other scripts are dropped too. The result may be the empty text.",
      .examples = {{R"(digits("(415) 555-0100"))", R"("4155550100")"}, {R"(digits("none"))", R"("")"}},
  }};
}

}  // namespace parley::functions
#endif
