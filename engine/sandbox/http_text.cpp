#include "engine/sandbox/http_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include "stdlib/core/text.hpp"

namespace parley::sandbox {

namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::string_view head_end = "\r\n\r\n";

// Takes what stands before the next `mark` off `text`; all of it where there is none.
std::string_view cut(std::string_view& text, std::string_view mark) {
  const std::size_t at = std::min(text.find(mark), text.size());
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(std::min(at + mark.size(), text.size()));
  return part;
}

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view blanks = " \t";
  const std::size_t begin = std::min(text.find_first_not_of(blanks), text.size());
  return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

bool says(const Request& request, std::string_view name, std::string_view word) {
  const std::string* value = find_header(request.headers, name);
  return value != nullptr && core::lower_ascii(*value) == word;
}

std::expected<std::size_t, int> body_length(const Request& request) {
  if (find_header(request.headers, "Transfer-Encoding") != nullptr) return std::unexpected(411);
  const std::string* text = find_header(request.headers, "Content-Length");
  if (text == nullptr) return 0;
  std::size_t length = 0;
  const char* end = text->data() + text->size();
  const auto read = std::from_chars(text->data(), end, length);
  if (read.ec == std::errc::invalid_argument || read.ptr != end) return std::unexpected(400);
  if (read.ec != std::errc() || length > RequestReader::body_length_max) return std::unexpected(413);
  return length;
}

std::string_view reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 204:
      return "No Content";
    case 207:
      return "Multi-Status";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 409:
      return "Conflict";
    case 411:
      return "Length Required";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    default:
      return "Unnamed";
  }
}

}  // namespace

std::expected<std::optional<Request>, int> RequestReader::next() {
  if (!head_) {
    const std::size_t length = bytes_.find(head_end);
    if (std::min(length, bytes_.size()) > head_length_max) return std::unexpected(431);
    if (length == std::string::npos) return std::nullopt;
    auto head = read_head(std::string_view(bytes_).substr(0, length));
    if (!head) return std::unexpected(head.error());
    head_ = std::move(*head);
    bytes_.erase(0, length + head_end.size());
  }
  if (bytes_.size() < head_->body_length) return std::nullopt;
  Request request = std::move(head_->request);
  request.body = bytes_.substr(0, head_->body_length);
  bytes_.erase(0, head_->body_length);
  is_last_ = head_->is_last;
  head_.reset();
  return request;
}

bool RequestReader::must_encourage() {
  return head_ && std::exchange(head_->waits, false);
}

std::expected<RequestReader::Head, int> RequestReader::read_head(std::string_view text) {
  std::string_view first = cut(text, line_end);
  Head head;
  head.request.method = cut(first, " ");
  head.request.target = cut(first, " ");
  if (head.request.target.empty() || !first.starts_with("HTTP/1.")) return std::unexpected(400);
  while (!text.empty()) {
    std::string_view line = cut(text, line_end);
    const std::string_view name = cut(line, ":");
    head.request.headers.push_back({std::string(name), std::string(without_blanks(line))});
  }
  auto length = body_length(head.request);
  if (!length) return std::unexpected(length.error());
  head.body_length = *length;
  head.is_last = first == "HTTP/1.0" || says(head.request, "Connection", "close");
  head.waits = says(head.request, "Expect", "100-continue");
  return head;
}

std::string http_text(const Response& answer, std::string_view method, bool is_last) {
  std::string out = fmt::format("HTTP/1.1 {} {}\r\n", answer.status, reason(answer.status));
  for (const Header& header : answer.headers)
    fmt::format_to(std::back_inserter(out), "{}: {}\r\n", header.name, header.value);
  if (is_last) out += "Connection: close\r\n";
  if (answer.status != 204)
    fmt::format_to(std::back_inserter(out), "Content-Length: {}\r\n", answer.body.size());
  out += line_end;
  if (method != "HEAD" && answer.status != 204) out += answer.body;
  return out;
}

}  // namespace parley::sandbox
