#include "engine/io/address.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace parley::io;

TEST_CASE("plain http reaches this machine only") {
  for (const std::string url : {"http://127.0.0.1:8080/x", "http://127.9.9.9/", "http://localhost",
                                "http://LOCALHOST:1", "http://[::1]:80/", "HTTP://127.0.0.1"}) {
    CAPTURE(url);
    CHECK(allowed_scheme(url).value() == Scheme::http);
  }
  for (const std::string url :
       {"http://example.com/", "http://127.0.0.1.example.com/", "http://10.0.0.1/",
        "http://169.254.169.254/latest", "http://0177.0.0.1/", "http://2130706433/", "http://127.1/",
        "http://[::ffff:10.0.0.1]/", "http://0.0.0.0/", "http://localhost.example.com",
        "http://127.0.0.1@example.com/", "http://example.com\\@127.0.0.1/", "ftp://127.0.0.1/",
        "file:///etc/passwd", "gopher://127.0.0.1", "//127.0.0.1", "127.0.0.1", "",
        "https://user:secret@example.com/"}) {
    CAPTURE(url);
    CHECK_FALSE(allowed_scheme(url).has_value());
  }
  CHECK(allowed_scheme("https://example.com/a@b").value() == Scheme::https);
}
