#include "stdlib/value/json.hpp"

#include <doctest/doctest.h>

using namespace parley::value;

TEST_CASE("a document comes back as it was written, digits and order included") {
  std::string text = R"({"b":1.50,"a":[true,null,"x\n\"é"],"n":12345678901234567890123,"o":{}})";
  auto json = parse_json(text);
  REQUIRE(json);
  CHECK(write_json(*json) == text);
  CHECK(write_json(sorted(*json)).starts_with(R"({"a":)"));
}

TEST_CASE("every byte of ASCII is written so that it reads again, wherever it stands") {
  for (char c = 0; c >= 0 && c < 0x7F; ++c)
    for (const char* around : {"", "ab", "\""}) {
      std::string text = std::string(around) + c + around + c + c;
      std::string quoted;
      append_quoted(quoted, text);
      auto read = parse_json(quoted);
      REQUIRE_MESSAGE(read, quoted);
      CHECK(read->text() == text);
      CHECK(quoted.size() >= text.size() + 2);
      if (c < 0x20) CHECK(quoted.find(c) == std::string::npos);
    }
  std::string quoted;
  append_quoted(quoted, "a\x01\"é\n");
  CHECK(quoted == R"("a\u0001\"é\n")");
}

TEST_CASE("minus zero keeps its sign") {
  CHECK(write_json(*parse_json("[-0,0,-0.0,-1]")) == "[-0,0,-0.0,-1]");
}

TEST_CASE("of a key that stands twice the last one counts") {
  CHECK(write_json(*parse_json(R"({"a":1,"a":2})")) == R"({"a":2})");
}

TEST_CASE("what is no JSON is refused with its place") {
  for (const char* bad : {"", "{", "{\"a\":1}}", "[1,]", "\"\xC0\xAF\"", "01", "nul"})
    CHECK_FALSE(parse_json(bad));
  CHECK(parse_json("{\"a\" 1}").error().message.find("byte") != std::string::npos);
  CHECK_FALSE(parse_json(std::string(json_depth_max + 1, '[') + std::string(json_depth_max + 1, ']')));
  CHECK(parse_json(std::string(json_depth_max, '[') + std::string(json_depth_max, ']')));
}

TEST_CASE("paths and members") {
  Json json;
  json["paging"]["next"]["after"] = "100";
  CHECK(json.at_path("paging.next.after")->text() == "100");
  CHECK(json.at_path("paging.prev") == nullptr);
  json.erase("paging");
  CHECK(write_json(json) == "{}");
}
