#include "stdlib/core/text.hpp"

#include <doctest/doctest.h>

using namespace parley::core;

TEST_CASE("UTF-8 is judged by table 3-7 of the Unicode standard") {
  CHECK(is_valid_utf8("Zoë 日本 😀"));
  CHECK_FALSE(is_valid_utf8("\xC0\xAF"));          // overlong
  CHECK_FALSE(is_valid_utf8("\xED\xA0\x80"));      // surrogate
  CHECK_FALSE(is_valid_utf8("\xF4\x90\x80\x80"));  // above U+10FFFF
  CHECK_FALSE(is_valid_utf8("\xE2\x82"));          // cut
}

TEST_CASE("edit distance stops at its limit") {
  CHECK(edit_distance("firstname", "firstName", 3) == 1);
  CHECK(edit_distance("email", "phone", 2) == 3);
  CHECK(edit_distance("", "abc", 5) == 3);
}

TEST_CASE("split keeps empty parts") {
  CHECK(split("a,,b", ',').size() == 3);
}
