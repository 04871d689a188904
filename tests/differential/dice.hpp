// Dice: repeatable choices from a seed (SplitMix64). Equal seeds give equal programs on every machine.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace parley::differential {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  std::uint64_t roll() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ z >> 30U) * 0xBF58476D1CE4E5B9U;
    z = (z ^ z >> 27U) * 0x94D049BB133111EBU;
    return z ^ z >> 31U;
  }
  // 0 … sides - 1.
  std::size_t below(std::size_t sides) { return static_cast<std::size_t>(roll() % sides); }
  bool percent(std::size_t chance) { return below(100) < chance; }
  template <class Container>
  const auto& pick(const Container& from) {
    return from[below(std::size(from))];
  }

 private:
  std::uint64_t state_;
};

}  // namespace parley::differential
