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

void check_tells_apart(std::uint64_t (*hash)(std::string_view), std::size_t length_max) {
  std::vector<std::uint64_t> hashes;
  for (std::size_t length = 0; length < length_max; ++length) {
    std::string text(length, 'x');
    hashes.push_back(hash(text));
    for (std::size_t i = 0; i < length; ++i) {
      text[i] = 'y';
      hashes.push_back(hash(text));
      text[i] = 'x';
    }
  }
  std::sort(hashes.begin(), hashes.end());
  CHECK(std::adjacent_find(hashes.begin(), hashes.end()) == hashes.end());
}

TEST_CASE("a hash tells bytes apart at every length and place, and never changes") {
  CHECK(hash64("") == 16'368'677'556'828'822'442ULL);
  CHECK(hash64("a sentence of more than sixteen bytes") == 1'829'871'686'532'566'721ULL);
  CHECK(long_hash64("") == 4'681'489'397'511'061'941ULL);
  CHECK(long_hash64(std::string(200, 'x') + "a sentence behind") == 1'910'073'947'471'456'346ULL);
  check_tells_apart(hash64, 70);
  check_tells_apart(long_hash64, 200);
}

TEST_CASE("a hash of long bytes tells apart in which order its parts stand") {
  const std::string a(64, 'a'), b(64, 'b'), c(16, 'c');
  CHECK(long_hash64(a + b) != long_hash64(b + a));
  CHECK(long_hash64(c + a) != long_hash64(a + c));
  CHECK(long_hash64(a + a) != long_hash64(a));
}

}  // namespace parley::core
