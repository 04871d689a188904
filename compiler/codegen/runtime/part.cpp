// Library functions in a form that generated code alone can have: their texts have room for whole vectors
// behind them, and a part of a text need not be copied. They do as the body of that function does.
#include "compiler/codegen/runtime/runtime.hpp"
#include "compiler/codegen/runtime/wide.hpp"
#include "stdlib/functions/white_space.hpp"

namespace {

using namespace parley::codegen;
using parley::abi::Text;

// Two blanks at most are taken off without a branch: whether there are some nothing foretells.
inline Text trimmed_front(Text x) {
  for (int turn = 0; turn < 2; ++turn) {
    bool is_blank = (x.length > 0) & (x.bytes[0] == ' ');
    x = {x.bytes + is_blank, x.length - is_blank};
  }
  if (x.length == 0 || parley::functions::is_ink(x.bytes[0])) [[likely]]
    return x;
  return parley::functions::trim_front(x);
}

inline Text trimmed_back(Text x) {
  for (int turn = 0; turn < 2; ++turn) {
    std::uint64_t last = x.length > 0 ? x.length - 1 : 0;
    bool is_blank = (x.length > 0) & (x.bytes[last] == ' ');
    x.length -= is_blank;
  }
  if (x.length == 0 || parley::functions::is_ink(x.bytes[x.length - 1])) [[likely]]
    return x;
  return parley::functions::trim_back(x);
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

inline std::uint64_t give(Text x, const char** start) {
  *start = x.bytes;
  return x.length;
}

}  // namespace

extern "C" {

// The bodies (stdlib/functions/text).
std::int64_t parley_lower(parley::abi::CallContext&, Text x, char* out);
std::int64_t parley_upper(parley::abi::CallContext&, Text x, char* out);

std::int64_t parley_wide_lower(parley::abi::CallContext& context, Text x, char* out) {
  auto lowered = [](Bytes32& bytes) {
    Bytes32 behind = bytes - 'A';
    bytes |= (reinterpret_cast<Bytes32>(behind < letters) & case_bit);
  };
  return mapped(context, x, out, lowered, &parley_lower);
}

std::int64_t parley_wide_upper(parley::abi::CallContext& context, Text x, char* out) {
  auto raised = [](Bytes32& bytes) {
    Bytes32 behind = bytes - 'a';
    bytes &= ~(reinterpret_cast<Bytes32>(behind < letters) & case_bit);
  };
  return mapped(context, x, out, raised, &parley_upper);
}

std::uint64_t parley_part_trim(const char* text, std::uint64_t length, const char** start) {
  return give(trimmed_front(trimmed_back({text, length})), start);
}

std::uint64_t parley_part_trim_start(const char* text, std::uint64_t length, const char** start) {
  return give(trimmed_front({text, length}), start);
}

std::uint64_t parley_part_trim_end(const char* text, std::uint64_t length, const char** start) {
  return give(trimmed_back({text, length}), start);
}
}
