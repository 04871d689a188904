// Answers in the order of a list, as the reference pages show them.
#pragma once

#include <deque>

#include "tests/support/talk.hpp"

namespace parley::test {

inline http::Answer json_answer(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.headers.add("Content-Type", "application/json");
  response.headers.add("Date", "Sun, 22 Nov 2026 03:00:00 GMT");
  response.body = std::move(body);
  return response;
}

inline http::Answer cut() {
  return http::Unanswered{http::Trouble::cut, "the connection ended", true};
}

// Answers one after the other; a request too many finds the connection refused.
inline Server scripted(std::deque<http::Answer> answers) {
  return [answers = std::move(answers)](const http::Request&) mutable -> http::Answer {
    if (answers.empty()) return http::Unanswered{http::Trouble::not_sent, "the script is over", false};
    http::Answer next = std::move(answers.front());
    answers.pop_front();
    return next;
  };
}

}  // namespace parley::test
