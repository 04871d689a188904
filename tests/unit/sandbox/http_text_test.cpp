#include "engine/sandbox/http_text.hpp"

#include <string>

#include <doctest/doctest.h>

using namespace parley::sandbox;

namespace {

// What the reader says of these bytes: "GET /a [body]", "…" where more is needed, or a status.
std::string next_of(RequestReader& reader, const std::string& bytes) {
  reader.add(bytes);
  auto read = reader.next();
  if (!read) return std::to_string(read.error());
  if (!*read) return "…";
  return (*read)->method + " " + (*read)->target + " [" + (*read)->body + "]";
}

std::string read(const std::string& bytes) {
  RequestReader reader;
  return next_of(reader, bytes);
}

}  // namespace

TEST_CASE("request reader: a request in pieces, and two at once") {
  RequestReader reader;
  CHECK(next_of(reader, "POST /a?b=%20c HTTP/1.1\r\nHost: h\r\nContent-") == "…");
  CHECK(next_of(reader, "length: 5\r\n\r\nab") == "…");
  CHECK(next_of(reader, "cdeGET /next HTTP/1.1\r\n\r\n") == "POST /a?b=%20c [abcde]");
  CHECK_FALSE(reader.is_last());
  CHECK(next_of(reader, "") == "GET /next []");
  CHECK(next_of(reader, "") == "…");
}

TEST_CASE("request reader: headers keep their names and lose the blanks around their values") {
  RequestReader reader;
  reader.add("GET / HTTP/1.1\r\nX-One: \t a b \r\nEmpty:\r\nConnection: Close\r\n\r\n");
  auto request = reader.next();
  REQUIRE(request);
  REQUIRE(*request);
  CHECK((*request)->headers == std::vector<Header>{{"X-One", "a b"}, {"Empty", ""}, {"Connection", "Close"}});
  CHECK(reader.is_last());
}

TEST_CASE("request reader: what it refuses") {
  CHECK(read("nonsense\r\n\r\n") == "400");
  CHECK(read("GET / SPDY/3\r\n\r\n") == "400");
  CHECK(read("POST / HTTP/1.1\r\nContent-Length: 1x\r\n\r\n") == "400");
  CHECK(read("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n") == "400");
  CHECK(read("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n") == "411");
  CHECK(read("POST / HTTP/1.1\r\nContent-Length: 67108864\r\n\r\n") == "…");
  CHECK(read("POST / HTTP/1.1\r\nContent-Length: 67108865\r\n\r\n") == "413");
  CHECK(read("POST / HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\n") == "413");
  const std::string begin = "GET / HTTP/1.1\r\nX: ";
  CHECK(read(begin + std::string(RequestReader::head_length_max - begin.size(), 'x') + "\r\n\r\n") ==
        "GET / []");
  CHECK(read(begin + std::string(RequestReader::head_length_max, 'x')) == "431");
}

TEST_CASE("request reader: a sender that waits for word is told once") {
  RequestReader reader;
  CHECK(next_of(reader, "PUT / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n") == "…");
  CHECK(reader.must_encourage());
  CHECK_FALSE(reader.must_encourage());
  CHECK(next_of(reader, "ab") == "PUT / [ab]");
  CHECK_FALSE(reader.must_encourage());
}

TEST_CASE("http text: an answer, with and without a body") {
  const Response answer{.status = 200, .headers = {{"A", "b"}}, .body = "xyz"};
  CHECK(http_text(answer, "GET", false) == "HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 3\r\n\r\nxyz");
  CHECK(http_text(answer, "HEAD", true) ==
        "HTTP/1.1 200 OK\r\nA: b\r\nConnection: close\r\nContent-Length: 3\r\n\r\n");
  CHECK(http_text({.status = 204, .headers = {}, .body = ""}, "POST", false) ==
        "HTTP/1.1 204 No Content\r\n\r\n");
}
