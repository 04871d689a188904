// The vectors are NetSuite's documented example (1, 2) and requests of our own kind signed by two other
// implementations of OAuth 1.0a.
#include "engine/http/authorize.hpp"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::http;

namespace {

TokenPair example_tokens() {
  return {"123456", "ef40afdd8abaac111b13825dd5e5e2ddddb44f86d5a0dd6dcf38c20aae6b67e4",
          Secret("d26ad321a4b2f23b0741c8d38392ce01c3e23e109df6c96eac6d099e9ab9e8b5"),
          "2b0ce516420110bcbd36b69e99196d1b7f6de3c6234c5afb799b73d87569f5cc",
          Secret("c29a677df7d5439a458c063654187e3d678d73aca8e3c9d8bea1478a3eb0d295")};
}

const Stamp example_stamp = {"fjaLirsIcCGVZWzBX0pg", 1508242306};

std::string signed_as(Method method, const std::string& url) {
  Request request;
  request.method = method;
  request.url = url;
  return signature(request, example_tokens(), example_stamp);
}

}  // namespace

TEST_CASE("OAuth 1.0a signatures agree with the known vectors") {
  const std::string rest = "https://123456.suitetalk.api.netsuite.com/services/rest";
  CHECK(signed_as(Method::get, rest + "/record/v1/employee/40") ==
        "B5OIWznZ2YP0OB7VrJrGkYsTh+8H+5T9Hag+o92q0zY=");
  CHECK(signed_as(Method::post,
                  "https://123456.restlets.api.netsuite.com/app/site/hosting/"
                  "restlet.nl?script=6&deploy=1&customParam=someValue&testParam=someOtherValue") ==
        "+KK4SKNgz4ZiILGLwOMtfYlgcXSy1eis8ldE9X90azQ=");
  CHECK(signed_as(Method::post, rest + "/query/v1/suiteql?limit=2&offset=0") ==
        "E7hMoUGckDTL6ko0ZRIuvOAbEFVo7GJZcAQl0Z61fsA=");
  CHECK(
      signed_as(Method::get,
                rest + "/record/v1/customer?q=companyname%20START_WITH%20%22Another%20Company%22&limit=2") ==
      "dEsL8rEvaL9GSPA3YVoPmLR/mGy6NzXXhovizYNnME4=");
  CHECK(signed_as(Method::post,
                  "http://127.0.0.1:18080/services/rest/record/v1/salesOrder/5/!transform/invoice") ==
        "88J1PQnTvWGxNkk4YtGp9VsvysF1iWIlUuGdujmyYzc=");
}

TEST_CASE("the signed text of NetSuite's example") {
  Request request;
  request.url = "https://123456.suitetalk.api.netsuite.com/services/rest/record/v1/employee/40";
  CHECK(
      signature_text(request, example_tokens(), example_stamp) ==
      "GET&https%3A%2F%2F123456.suitetalk.api.netsuite.com%2Fservices%2Frest%2Frecord%2Fv1%2Femployee%2F40&"
      "oauth_consumer_key%3Def40afdd8abaac111b13825dd5e5e2ddddb44f86d5a0dd6dcf38c20aae6b67e4%26oauth_nonce%"
      "3DfjaLirsIcCGVZWzBX0pg%26oauth_signature_method%3DHMAC-SHA256%26oauth_timestamp%3D1508242306%26oauth_"
      "token%3D2b0ce516420110bcbd36b69e99196d1b7f6de3c6234c5afb799b73d87569f5cc%26oauth_version%3D1.0");
}

TEST_CASE("the same address, written differently, is signed alike") {
  const std::string plain = signed_as(Method::get, "https://h.example/a?x=1&y=2");
  CHECK(signed_as(Method::get, "HTTPS://H.EXAMPLE:443/a?y=2&x=1") == plain);
  CHECK(signed_as(Method::get, "https://h.example:444/a?x=1&y=2") != plain);
  CHECK(signed_as(Method::get, "https://h.example/A?x=1&y=2") != plain);
  CHECK(signed_as(Method::get, "https://h.example/a?x=1&y=a+b") ==
        signed_as(Method::get, "https://h.example/a?x=1&y=a%20b"));
  CHECK(signed_as(Method::get, "https://h.example") == signed_as(Method::get, "https://h.example/"));
}

TEST_CASE("every attempt has a nonce of its own, and the header names the account") {
  core::Random random(7);
  const auto authorizer = oauth1(example_tokens());
  Request first;
  first.url = "https://h.example/";
  Request second = first;
  authorizer->authorize(first, core::Instant{1'508'242'306'000'000}, random);
  authorizer->authorize(second, core::Instant{1'508'242'306'000'000}, random);
  const std::string header(first.headers.find("authorization").value());
  CHECK(header.starts_with("OAuth realm=\"123456\", oauth_token=\"2b0ce"));
  CHECK(header.find("oauth_timestamp=\"1508242306\"") != std::string::npos);
  CHECK(header.find("d26ad321") == std::string::npos);
  CHECK(header != second.headers.find("Authorization").value());
  authorizer->authorize(first, core::Instant{}, random);
  CHECK(first.headers.all.size() == 1);  // replaced, not added
}

TEST_CASE("a bearer token") {
  core::Random random(7);
  Request request;
  bearer(Secret("pat-1"))->authorize(request, core::Instant{}, random);
  CHECK(request.headers.find("Authorization") == "Bearer pat-1");
}

TEST_CASE("a moved secret leaves nothing behind") {
  Secret secret("a secret that is longer than the small buffer of std::string");
  const Secret moved = std::move(secret);
  CHECK(secret.empty());
  CHECK(moved.reveal().starts_with("a secret"));
}
