#include "stdlib/core/arena.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "stdlib/core/hash64.hpp"

namespace parley::core {

TEST_CASE("bytes of an arena stay where they are while more is kept, and the memory is used again") {
  Arena arena;
  const std::string big(100'000, 'x');
  const auto fill = [&] {
    std::vector<std::string_view> kept;
    for (int i = 0; i < 20'000; ++i) kept.push_back(arena.keep(std::to_string(i)));
    const std::string_view large = arena.keep(big);
    for (int i = 0; i < 20'000; ++i) CHECK(kept[static_cast<std::size_t>(i)] == std::to_string(i));
    CHECK(large == big);
    return std::pair(kept.front().data(), large.data());
  };
  const auto first = fill();
  arena.clear();
  CHECK(fill() == first);
}

TEST_CASE("what was not taken of a room is given again") {
  Arena arena;
  const std::span<char> room = arena.room(10);
  REQUIRE(room.size() >= 10);
  room[0] = 'a';
  room[1] = 'b';
  CHECK(arena.took(1) == "a");
  CHECK(arena.room(1).data() == room.data() + 1);
  CHECK(arena.keep("").empty());
}

TEST_CASE("a hash tells bytes apart at every length and place, and never changes") {
  CHECK(hash64("") == 16'368'677'556'828'822'442ULL);
  CHECK(hash64("a sentence of more than sixteen bytes") == 1'829'871'686'532'566'721ULL);
  std::vector<std::uint64_t> hashes;
  for (std::size_t length = 0; length < 70; ++length) {
    std::string text(length, 'x');
    hashes.push_back(hash64(text));
    for (std::size_t i = 0; i < length; ++i) {
      text[i] = 'y';
      hashes.push_back(hash64(text));
      text[i] = 'x';
    }
  }
  std::sort(hashes.begin(), hashes.end());
  CHECK(std::adjacent_find(hashes.begin(), hashes.end()) == hashes.end());
}

}  // namespace parley::core
