// Requests and answers as values: what connectors build and read, what engine/io carries. Plain data without
// behaviour of its own; nothing here fails, nothing is shared.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "stdlib/core/clock.hpp"

namespace parley::http {

enum class Method { get, head, post, put, patch, remove };

std::string_view method_name(Method method);  // "GET" … "DELETE"

struct Header {
  std::string name;
  std::string value;
  friend bool operator==(const Header&, const Header&) = default;
};

// Headers in order of arrival; names are compared without regard to case.
struct Headers {
  std::vector<Header> all;

  Headers() = default;
  Headers(std::initializer_list<Header> headers) : all(headers) {}

  void add(std::string name, std::string value) { all.push_back({std::move(name), std::move(value)}); }
  void set(std::string_view name, std::string value);                 // replaces every header of that name
  std::optional<std::string_view> find(std::string_view name) const;  // the first of that name
  std::optional<std::int64_t> integer(std::string_view name) const;   // nothing where it is no whole number
};

// What may be done when nobody knows whether a request arrived.
enum class Repeat {
  safe,   // sending it twice has the effect of sending it once
  never,  // a second one could have a second effect: the connector is told `maybe_applied` and decides
};

// What kind of body the answer must have; anything else with a 2xx status is a broken answer, never an empty
// one.
enum class Expects { json, anything, nothing };

constexpr core::Duration request_time_max = core::Duration::seconds(60);
constexpr std::size_t response_bytes_max = 64U << 20U;  // after inflation

struct Request {
  Method method = Method::get;
  std::string url;  // absolute, already percent-encoded
  Headers headers;  // without Authorization: the channel adds it anew on every attempt
  std::string body;
  Repeat repeat = Repeat::safe;
  Expects expects = Expects::json;
  core::Duration time_max = request_time_max;  // for the whole exchange
};

struct ResponseHead {
  int status = 0;
  Headers headers;
};

struct Response : ResponseHead {
  std::string body;
};

// Why there is no usable answer. The connector sees this only after the retry policy gave up.
enum class Trouble {
  not_sent,   // no connection, or refused by our own rules: nothing reached the system
  cut,        // the connection ended before the answer did
  timed_out,  // no complete answer within time_max
  too_large,  // the answer passed response_bytes_max
  garbled,    // 2xx, but an HTML page, an empty body or a cut JSON text where JSON was due
  throttled,  // not sent: the account is blocked for longer than the retry policy waits
};

struct Unanswered {
  Trouble trouble = Trouble::not_sent;
  std::string words;           // for people: host, what happened
  bool maybe_applied = false;  // an earlier or this attempt may have had its effect
};

using Answer = std::variant<Response, Unanswered>;

// What a system's headers say about the account's rate. Fields that a system does not send stay empty.
struct Budget {
  std::optional<std::int64_t> limit;      // calls a window
  std::optional<std::int64_t> remaining;  // calls left in this window
  std::optional<core::Duration> window;
  std::optional<core::Duration> blocked_for;  // no call before this has passed
};

// RFC 3986 percent-encoding of everything but ALPHA DIGIT - . _ ~
std::string percent_encoded(std::string_view text);

}  // namespace parley::http
