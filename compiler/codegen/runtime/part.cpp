// Library functions in a form that generated code alone can have: their texts have room for whole vectors
// behind them, and a part of a text need not be copied. They do as the body of that function does.
#include "compiler/codegen/runtime/runtime.hpp"
#include "compiler/codegen/runtime/wide.hpp"

namespace {

using namespace parley::codegen;
using parley::abi::Text;

// The blanks at both ends of a text, without a branch: whether there are some nothing foretells. Other white
// space is rare, and begins or ends with bytes that little else does (stdlib/functions/white_space.hpp).
struct Ends {
  std::uint64_t front = 0;  // of the first byte that is no blank
  std::uint64_t back = 0;   // behind the last one; front where there is none
  bool is_plain = false;    // the text fits a vector, and no other white space stands at either end
};

inline Ends ends_of(Text x) {
  Bytes32 bytes;
  load_wide(bytes, x.bytes);
  std::uint32_t ink = wide_lanes(bytes != ' ') & first_lanes(x.length);
  std::uint32_t control = wide_lanes(bytes - '\t' <= '\r' - '\t');
  std::uint32_t first = control | wide_lanes((bytes == 0xC2) | (bytes - 0xE1 <= 2));
  std::uint32_t before_last = wide_lanes((bytes == 0xC2) | (bytes == 0x9A) | (bytes - 0x80 <= 1));
  std::uint64_t last = control | (before_last << 1U & wide_lanes(bytes >= 0x80));
  std::uint32_t any = ink == 0 ? 1 : 0;
  Ends ends = {.front = static_cast<std::uint64_t>(std::countr_zero(ink | any)),
               .back = static_cast<std::uint64_t>(std::bit_width(ink))};
  std::uint32_t at_front = first & ink & (0 - ink);
  std::uint64_t at_back = last << 1U >> ends.back & 1U;
  ends.is_plain = (x.length <= wide) & ((at_front | at_back) == 0);
  return ends;
}

// The body does what is longer than a vector, or not ASCII.
template <class Map>
std::int64_t mapped(parley::abi::CallContext& context, Text x, char* out, Map map,
                    std::int64_t (*body)(parley::abi::CallContext&, Text, char*)) {
  Bytes32 bytes;
  load_wide(bytes, x.bytes);
  std::uint32_t others = wide_lanes(bytes >= 0x80) & first_lanes(x.length);
  if (x.length > wide || others != 0) [[unlikely]]
    return body(context, x, out);
  map(bytes);
  __builtin_memcpy(out, &bytes, wide);
  return static_cast<std::int64_t>(x.length);
}

constexpr std::uint8_t letters = 26;
constexpr std::uint8_t case_bit = 0x20;

}  // namespace

extern "C" {

std::int64_t parley_wide_lower(parley::abi::CallContext& context, Text x, char* out) {
  auto lowered = [](Bytes32& bytes) {
    Bytes32 behind = bytes - 'A';
    bytes |= (reinterpret_cast<Bytes32>(behind < letters) & case_bit);
  };
  return mapped(context, x, out, lowered, &parley_heavy_lower);
}

std::int64_t parley_wide_upper(parley::abi::CallContext& context, Text x, char* out) {
  auto raised = [](Bytes32& bytes) {
    Bytes32 behind = bytes - 'a';
    bytes &= ~(reinterpret_cast<Bytes32>(behind < letters) & case_bit);
  };
  return mapped(context, x, out, raised, &parley_heavy_upper);
}

std::uint64_t parley_part_trim(const char* text, std::uint64_t length, const char** start) {
  Ends ends = ends_of({text, length});
  if (!ends.is_plain) [[unlikely]]
    return parley_heavy_trim(text, length, true, true, start);
  *start = text + ends.front;
  return ends.back - ends.front;
}

std::uint64_t parley_part_trim_start(const char* text, std::uint64_t length, const char** start) {
  Ends ends = ends_of({text, length});
  if (!ends.is_plain) [[unlikely]]
    return parley_heavy_trim(text, length, true, false, start);
  *start = text + ends.front;
  return ends.back == 0 ? 0 : length - ends.front;
}

std::uint64_t parley_part_trim_end(const char* text, std::uint64_t length, const char** start) {
  Ends ends = ends_of({text, length});
  if (!ends.is_plain) [[unlikely]]
    return parley_heavy_trim(text, length, false, true, start);
  *start = text;
  return ends.back;
}
}
