#include "engine/http/verdict.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace parley;
using namespace parley::http;

namespace {

Request reading() {
  return {};
}

Request writing() {
  Request request;
  request.method = Method::post;
  request.repeat = Repeat::never;
  return request;
}

Verdict verdict(const Request& request, Response response) {
  return judge(request, checked(request, std::move(response)));
}

Response with(int status, std::string body = "{}", Headers headers = {}) {
  return {{status, std::move(headers)}, std::move(body)};
}

bool is_garbled(const Request& request, Response response) {
  const Answer answer = checked(request, std::move(response));
  const auto* unanswered = std::get_if<Unanswered>(&answer);
  return unanswered != nullptr && unanswered->trouble == Trouble::garbled && unanswered->maybe_applied;
}

}  // namespace

TEST_CASE("a passing failure is tried again, unless the call has an effect") {
  for (const int status : {408, 423, 425, 477, 500, 502, 503, 504, 521, 526}) {
    CAPTURE(status);
    CHECK(verdict(reading(), with(status)) == Verdict::again);
    CHECK(verdict(writing(), with(status)) == Verdict::answer);
  }
  for (const int status : {200, 201, 204, 207, 301, 400, 401, 403, 404, 409, 412, 530}) {
    CAPTURE(status);
    CHECK(verdict(reading(), with(status)) == Verdict::answer);
  }
  CHECK(verdict(reading(), with(429)) == Verdict::throttled);
  CHECK(verdict(writing(), with(429)) == Verdict::throttled);  // refused before it had an effect
}

TEST_CASE("what surely did not arrive is sent again, what may have is not") {
  CHECK(judge(writing(), Unanswered{Trouble::not_sent, "", false}) == Verdict::again);
  CHECK(judge(writing(), Unanswered{Trouble::timed_out, "", false}) == Verdict::again);
  CHECK(judge(writing(), Unanswered{Trouble::timed_out, "", true}) == Verdict::answer);
  CHECK(judge(writing(), Unanswered{Trouble::cut, "", true}) == Verdict::answer);
  CHECK(judge(reading(), Unanswered{Trouble::cut, "", true}) == Verdict::again);
  CHECK(judge(reading(), Unanswered{Trouble::too_large, "", true}) == Verdict::answer);
}

TEST_CASE("a 200 that is no JSON is never an empty answer") {
  const Headers html = {{"content-type", "text/html; charset=utf-8"}};
  for (const std::string& body :
       {std::string(), std::string(" \n"), std::string("<!DOCTYPE html><html>"), std::string("<html>"),
        std::string("{\"results\":["), std::string("{\"a\":{\"b\":1}"), std::string("{\"a\":\"}"),
        std::string("OK"), std::string("{}}")}) {
    CAPTURE(body);
    CHECK(is_garbled(reading(), with(200, body)));
    CHECK(verdict(reading(), with(200, body)) == Verdict::again);
    CHECK(verdict(writing(), with(200, body)) == Verdict::answer);
  }
  CHECK(is_garbled(reading(), with(200, "{}", html)));
  CHECK_FALSE(is_garbled(reading(), with(200, " {\"a\":\"\\\"}\"}\n")));
  CHECK_FALSE(is_garbled(reading(), with(200, "[]")));
  CHECK_FALSE(is_garbled(reading(), with(204, "")));
  CHECK_FALSE(is_garbled(reading(), with(404, "<html>")));
}

TEST_CASE("where no body is due, only an HTML page is wrong") {
  Request request = writing();
  request.expects = Expects::nothing;
  CHECK_FALSE(is_garbled(request, with(200, "")));
  CHECK(is_garbled(request, with(200, "<html>maintenance")));
  request.expects = Expects::anything;
  CHECK_FALSE(is_garbled(request, with(200, "<html>")));
}

TEST_CASE("Retry-After in seconds") {
  CHECK(retry_after(with(429, "", {{"retry-after", " 7 "}})) == core::Duration::seconds(7));
  for (const std::string text : {"", "-1", "soon", "Wed, 21 Oct 2026 07:28:00 GMT", "99999999999999999999"})
    CHECK_FALSE(retry_after(with(429, "", {{"Retry-After", text}})).has_value());
}

TEST_CASE("nesting has a limit") {
  CHECK(is_closed_json(std::string(1'000, '[') + std::string(1'000, ']')));
  CHECK_FALSE(is_closed_json(std::string(2'000, '[') + std::string(2'000, ']')));
}
