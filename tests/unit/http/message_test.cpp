#include "engine/http/message.hpp"

#include <doctest/doctest.h>

using namespace parley::http;

TEST_CASE("headers are found without regard to case") {
  Headers headers = {{"Retry-After", "7"}, {"X-A", "1"}, {"x-a", "2"}};
  CHECK(headers.find("retry-AFTER") == "7");
  CHECK(headers.find("X-A") == "1");
  CHECK_FALSE(headers.find("X").has_value());
  CHECK(headers.integer("retry-after") == 7);
  headers.set("x-A", "3");
  CHECK(headers.all.size() == 2);
  CHECK(headers.find("x-a") == "3");
}

TEST_CASE("percent-encoding leaves only the unreserved") {
  CHECK(percent_encoded("aZ09-._~") == "aZ09-._~");
  CHECK(percent_encoded("!'()* +/é") == "%21%27%28%29%2A%20%2B%2F%C3%A9");
}
