// Request and Response: one HTTP exchange as values, and the small rules of HTTP that a served API needs.
// A sandbox turns a Request into a Response and touches no socket; server.cpp and the simulated I/O of tests
// both carry these values. Plain values: copy and move them freely between threads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "stdlib/core/clock.hpp"
#include "stdlib/value/json.hpp"

namespace parley::sandbox {

struct Header {
  std::string name;
  std::string value;
  friend bool operator==(const Header&, const Header&) = default;
};

struct Request {
  std::string method;           // "GET", upper case
  std::string target;           // path and query exactly as sent: "/crm/v3/objects/contacts?limit=100"
  std::vector<Header> headers;  // `Host` must be there for NetSuite: the signature covers it
  std::string body;
  int in_flight = 1;  // calls on this account at this moment, this one included (concurrency limits)
};

struct Response {
  int status = 200;
  std::vector<Header> headers;
  std::string body;
  bool cut = false;        // the connection ends and the caller gets no answer; the state may have changed
  core::Duration delay{};  // the answer leaves this much later
};

Response json_answer(int status, const value::Json& body);

// The first header of that name, letters compared without case; null where there is none.
const std::string* find_header(const std::vector<Header>& headers, std::string_view name);

constexpr std::size_t target_length_max = 8'192;  // longer ones are answered with 414

// A target taken apart. `path` stays as sent, `segments` and `query` are percent-decoded.
struct Target {
  std::string path;
  std::vector<std::string> segments;
  std::vector<Header> query;

  const std::string* parameter(std::string_view name) const;  // the first of that name, or null
};

Target parse_target(std::string_view target);

// RFC 3986: everything but letters, digits and "-._~" becomes %XX.
std::string percent_encode(std::string_view text);
// "+" stays "+"; a broken escape stays as it is.
std::string percent_decode(std::string_view text);

}  // namespace parley::sandbox
