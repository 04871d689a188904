// Sixteen bytes a step, mixed by a multiplication of 64 by 64 bits whose halves are folded (the way of
// wyhash). The rotated state is added back, so that a factor that happens to be zero does not forget what
// came before.
#include "stdlib/core/hash64.hpp"

#include <bit>
#include <cstring>

namespace parley::core {

namespace {

constexpr std::uint64_t factors[] = {0xA0761D6478BD642FULL, 0xE7037ED1A0B428DBULL, 0x8EBC6AF09C88C6E3ULL};

template <class Word>
std::uint64_t load(const char* at) {
  Word word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

std::uint64_t mix(std::uint64_t state, std::uint64_t a, std::uint64_t b) {
  return fold(a ^ factors[0], b ^ state) + std::rotl(state, 23);
}

}  // namespace

std::uint64_t hash64(std::string_view bytes) {
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  std::uint64_t state = factors[1] ^ left;
  for (; left > 16; left -= 16, at += 16)
    state = mix(state, load<std::uint64_t>(at), load<std::uint64_t>(at + 8));
  if (left >= 8) {
    state = mix(state, load<std::uint64_t>(at), load<std::uint64_t>(at + left - 8));
  } else if (left >= 4) {
    state = mix(state, load<std::uint32_t>(at), load<std::uint32_t>(at + left - 4));
  } else if (left > 0) {
    const auto byte = [&](std::size_t i) {
      return static_cast<std::uint64_t>(static_cast<unsigned char>(at[i]));
    };
    state = mix(state, byte(0) | byte(left / 2) << 8U | byte(left - 1) << 16U, 0);
  }
  return fold(state ^ factors[2], bytes.size() ^ factors[1]);
}

// Four chains of 16 bytes a step, so that no multiplication waits for the one before it. None begins with
// factors[0]: a step would then not tell its two halves apart.
std::uint64_t long_hash64(std::string_view bytes) {
  constexpr std::size_t lanes = 4, step = lanes * 16;
  std::uint64_t states[lanes] = {factors[1], factors[2], ~factors[1], ~factors[2]};
  std::string_view rest = bytes;
  for (; rest.size() >= step; rest.remove_prefix(step))
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const char* at = rest.data() + lane * 16;
      states[lane] = mix(states[lane], load<std::uint64_t>(at), load<std::uint64_t>(at + 8));
    }
  std::uint64_t state = hash64(rest) ^ bytes.size();
  for (const std::uint64_t lane : states) state = mix(state, lane, factors[2]);
  return fold(state ^ factors[2], factors[1]);
}

}  // namespace parley::core
