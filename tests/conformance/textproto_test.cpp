#include "tests/conformance/textproto.hpp"

#include <doctest/doctest.h>

using namespace parley::conformance;

TEST_CASE("the text format: messages, strings side by side, escapes, comments, extensions") {
  auto read = read_textproto(R"(# a comment
name: "a\n" 'b\x41\101\u00e9'
value { int64_value: -3 }  # behind
value: { [type.googleapis.com/x.Y] { seconds: 5, nanos: 7 } list_value { } }
)");
  REQUIRE(read.has_value());
  CHECK(read->text("name") == "a\nbAA\xc3\xa9");
  REQUIRE(read->part("value") != nullptr);
  CHECK(read->part("value")->text("int64_value") == "-3");
  REQUIRE(read->fields.size() == 3);
  const Message& second = read->fields[2].message[0];
  REQUIRE(second.part("[type.googleapis.com/x.Y]") != nullptr);
  CHECK(second.part("[type.googleapis.com/x.Y]")->text("nanos") == "7");
  CHECK(second.part("list_value")->fields.empty());
}

TEST_CASE("what is not the text format is refused with its line") {
  for (const char* text :
       {"a: 1\nb: {", "a: 1\n\"x\"", "a: 1\nb", "a: 1\nb: \"x", "a: 1\nb: '\\q'", "a: 1\n}"}) {
    INFO(text);
    auto read = read_textproto(text);
    REQUIRE(!read.has_value());
    CHECK(read.error().message.starts_with("line 2:"));
  }
}
