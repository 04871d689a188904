// RequestReader and http_text: HTTP/1.1 as it stands on a connection, without the connection. What the
// sandbox's callers do not send is refused with a status: chunked bodies (411), heads and bodies above the
// limits. A reader belongs to one connection and one thread.
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "engine/sandbox/exchange.hpp"

namespace parley::sandbox {

class RequestReader {
 public:
  static constexpr std::size_t head_length_max = 64U << 10U;
  static constexpr std::size_t body_length_max = 64U << 20U;

  void add(std::string_view bytes) { bytes_ += bytes; }
  // The next request; nullopt where bytes of it are missing. An error is the status to answer with; nothing
  // can be read behind it.
  std::expected<std::optional<Request>, int> next();
  // True once for a request whose sender waits for "100 Continue" before it sends the body.
  bool must_encourage();
  // Whether the last request was to be the connection's last one.
  bool is_last() const { return is_last_; }

 private:
  struct Head {
    Request request;
    std::size_t body_length = 0;
    bool is_last = false;
    bool waits = false;
  };
  static std::expected<Head, int> read_head(std::string_view text);

  std::string bytes_;
  std::optional<Head> head_;  // its body is still to come
  bool is_last_ = false;
};

// An answer as bytes. `method` is the request's: HEAD gets no body.
std::string http_text(const Response& answer, std::string_view method, bool is_last);

}  // namespace parley::sandbox
