// The wire over libcurl's multi interface: all exchanges and timers of the engine in one thread.
//
// libcurl sends a request again by itself when a kept-alive connection turns out to be dead before any byte
// of the answer came. For a call with an effect that would be a blind second attempt, so such a call is sent
// from a reader that cannot rewind, and without a body on a fresh connection: then libcurl reports the cut
// and the engine decides.
#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <vector>

#include "engine/io/address.hpp"
#include "engine/io/io.hpp"
#include "engine/io/libcurl.hpp"
#include "stdlib/core/check.hpp"
#include "stdlib/core/text.hpp"

namespace parley::io {

namespace {

using http::Completion;
using http::Ticket;
using http::Trouble;

constexpr int poll_ms_max = 60'000;
constexpr std::size_t headers_max = 200;
constexpr const char* no_libcurl = "libcurl.so.4 cannot be opened";

struct HandleEnd {
  void operator()(CURL* handle) const { libcurl().easy_cleanup(handle); }
};
struct ListEnd {
  void operator()(curl_slist* list) const { libcurl().slist_free_all(list); }
};
using Handle = std::unique_ptr<CURL, HandleEnd>;
using List = std::unique_ptr<curl_slist, ListEnd>;

// One exchange, from send to completion. libcurl points into it.
struct Exchange {
  Ticket ticket;
  http::Request request;
  Scheme scheme = Scheme::https;
  std::size_t bytes_max = 0;
  Handle handle;
  List headers;
  std::size_t read_at = 0;
  http::Response response;
  bool too_large = false;
  bool refused_address = false;
};

Exchange& exchange_of(void* pointer) {
  return *static_cast<Exchange*>(pointer);
}

std::size_t on_body(char* bytes, std::size_t, std::size_t size, void* pointer) {
  Exchange& exchange = exchange_of(pointer);
  exchange.too_large = exchange.response.body.size() + size > exchange.bytes_max;
  if (exchange.too_large) return 0;
  exchange.response.body.append(bytes, size);
  return size;
}

std::size_t on_header(char* bytes, std::size_t, std::size_t size, void* pointer) {
  http::Response& response = exchange_of(pointer).response;
  const std::string_view line = core::trim_ascii({bytes, size});
  if (line.starts_with("HTTP/"))
    response.headers.all.clear();  // the head of the last answer counts, not of 100
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || line.starts_with("HTTP/")) return size;
  if (response.headers.all.size() == headers_max) return 0;
  response.headers.add(std::string(line.substr(0, colon)),
                       std::string(core::trim_ascii(line.substr(colon + 1))));
  return size;
}

std::size_t on_read(char* room, std::size_t, std::size_t size, void* pointer) {
  Exchange& exchange = exchange_of(pointer);
  const std::size_t count = std::min(size, exchange.request.body.size() - exchange.read_at);
  std::copy_n(exchange.request.body.data() + exchange.read_at, count, room);
  exchange.read_at += count;
  return count;
}

curl_socket_t on_open_socket(void* pointer, curlsocktype, curl_sockaddr* address) {
  Exchange& exchange = exchange_of(pointer);
  exchange.refused_address = exchange.scheme == Scheme::http && !is_loopback(address->addr);
  if (exchange.refused_address) return CURL_SOCKET_BAD;
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

Trouble trouble_of(CURLcode code) {
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return Trouble::timed_out;
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
      return Trouble::not_sent;
    default:
      return Trouble::cut;
  }
}

// The address without its query, which may hold personal values.
std::string_view shown(std::string_view url) {
  return url.substr(0, url.find('?'));
}

http::Answer answer_of(Exchange& exchange, CURLcode code) {
  CURL* handle = exchange.handle.get();
  if (code == CURLE_OK) {
    long status = 0;
    libcurl().easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    exchange.response.status = static_cast<int>(status);
    return std::move(exchange.response);
  }
  curl_off_t sent_at = 0;  // 0 while the connection was still being made
  libcurl().easy_getinfo(handle, CURLINFO_PRETRANSFER_TIME_T, &sent_at);
  const Trouble trouble = exchange.too_large ? Trouble::too_large : trouble_of(code);
  const bool maybe_applied = trouble != Trouble::not_sent && sent_at > 0;
  const char* words = exchange.refused_address ? "plain http to another machine is refused"
                      : exchange.too_large     ? "the answer is larger than allowed"
                                               : libcurl().easy_strerror(code);
  return http::Unanswered{trouble, fmt::format("{}: {}", shown(exchange.request.url), words), maybe_applied};
}

class CurlWire final : public http::Wire {
 public:
  CurlWire(core::Clock& clock, WireOptions options) : clock_(clock), options_(std::move(options)) {}
  ~CurlWire() override;

  Ticket send(const http::Request& request) override;
  Ticket sleep(core::Duration duration) override;
  void cancel(Ticket ticket) override;
  core::Result<std::optional<Completion>> wait() override;
  core::Clock& clock() override { return clock_; }

 private:
  bool open();  // false where this machine has no libcurl
  void begin(std::unique_ptr<Exchange> exchange);
  void configure(Exchange& exchange);
  void configure_method(Exchange& exchange);
  void begin_waiting();
  core::Result<void> turn(int wait_ms);
  void collect();
  void end(CURL* handle, CURLcode code);
  int milliseconds_to_timer() const;

  core::Clock& clock_;
  WireOptions options_;
  CURLM* multi_ = nullptr;
  std::vector<Handle> idle_;
  std::map<Ticket, std::unique_ptr<Exchange>> active_;
  std::deque<std::unique_ptr<Exchange>> waiting_;
  std::map<std::pair<std::int64_t, Ticket>, Ticket> timers_;  // by the monotonic time they go off
  std::deque<Completion> done_;
  std::uint64_t last_ = 0;
};

CurlWire::~CurlWire() {
  for (const auto& [ticket, exchange] : active_)
    libcurl().multi_remove_handle(multi_, exchange->handle.get());
  active_.clear();
  idle_.clear();
  if (multi_ != nullptr) libcurl().multi_cleanup(multi_);
}

bool CurlWire::open() {
  if (multi_ != nullptr) return true;
  if (!has_libcurl()) return false;
  multi_ = libcurl().multi_init();
  ENSURE(multi_ != nullptr, "libcurl has no room for a multi handle");
  libcurl().multi_setopt(multi_, CURLMOPT_MAX_HOST_CONNECTIONS, static_cast<long>(options_.connections_max));
  return true;
}

Ticket CurlWire::send(const http::Request& request) {
  if (!open()) {
    const Ticket refused(++last_);
    done_.push_back({refused, http::Unanswered{Trouble::not_sent, no_libcurl, false}});
    return refused;
  }
  auto exchange = std::make_unique<Exchange>();
  exchange->ticket = Ticket(++last_);
  exchange->request = request;
  exchange->bytes_max = options_.response_bytes_max;
  const Ticket ticket = exchange->ticket;
  if (const auto scheme = allowed_scheme(request.url)) {
    exchange->scheme = *scheme;
    waiting_.push_back(std::move(exchange));
    begin_waiting();
  } else {
    done_.push_back({ticket, http::Unanswered{Trouble::not_sent, scheme.error().message, false}});
  }
  return ticket;
}

void CurlWire::begin_waiting() {
  while (!waiting_.empty() && active_.size() < http::in_flight_max) {
    begin(std::move(waiting_.front()));
    waiting_.pop_front();
  }
}

void CurlWire::begin(std::unique_ptr<Exchange> exchange) {
  if (idle_.empty()) idle_.emplace_back(libcurl().easy_init());
  exchange->handle = std::move(idle_.back());
  idle_.pop_back();
  ENSURE(exchange->handle != nullptr, "libcurl has no handle");
  configure(*exchange);
  libcurl().multi_add_handle(multi_, exchange->handle.get());
  active_.emplace(exchange->ticket, std::move(exchange));
}

void CurlWire::configure(Exchange& exchange) {
  CURL* handle = exchange.handle.get();
  const http::Request& request = exchange.request;
  libcurl().easy_reset(handle);
  libcurl().easy_setopt(handle, CURLOPT_PRIVATE, &exchange);
  libcurl().easy_setopt(handle, CURLOPT_URL, request.url.c_str());
  libcurl().easy_setopt(handle, CURLOPT_PROTOCOLS_STR, exchange.scheme == Scheme::http ? "http" : "https");
  libcurl().easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  libcurl().easy_setopt(handle, CURLOPT_PROXY, "");  // not from the environment
  libcurl().easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  libcurl().easy_setopt(handle, CURLOPT_USERAGENT, "parley/0.1");
  libcurl().easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "");
  libcurl().easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!options_.certificates.empty())
    libcurl().easy_setopt(handle, CURLOPT_CAINFO, options_.certificates.c_str());
  libcurl().easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS,
                        static_cast<long>(options_.connect_time_max.whole_milliseconds()));
  libcurl().easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(request.time_max.whole_milliseconds()));
  libcurl().easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, &on_open_socket);
  libcurl().easy_setopt(handle, CURLOPT_OPENSOCKETDATA, &exchange);
  libcurl().easy_setopt(handle, CURLOPT_WRITEFUNCTION, &on_body);
  libcurl().easy_setopt(handle, CURLOPT_WRITEDATA, &exchange);
  libcurl().easy_setopt(handle, CURLOPT_HEADERFUNCTION, &on_header);
  libcurl().easy_setopt(handle, CURLOPT_HEADERDATA, &exchange);
  configure_method(exchange);
  curl_slist* list = libcurl().slist_append(nullptr, "Expect:");  // no waiting for 100
  for (const http::Header& header : request.headers.all)
    list = libcurl().slist_append(list, fmt::format("{}: {}", header.name, header.value).c_str());
  exchange.headers.reset(list);
  libcurl().easy_setopt(handle, CURLOPT_HTTPHEADER, list);
}

void CurlWire::configure_method(Exchange& exchange) {
  CURL* handle = exchange.handle.get();
  const http::Request& request = exchange.request;
  const bool body_is_due = request.method != http::Method::get && request.method != http::Method::head;
  if (request.method == http::Method::head) libcurl().easy_setopt(handle, CURLOPT_NOBODY, 1L);
  if (body_is_due && !(request.method == http::Method::remove && request.body.empty())) {
    libcurl().easy_setopt(handle, CURLOPT_POST, 1L);
    libcurl().easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    libcurl().easy_setopt(handle, CURLOPT_READFUNCTION, &on_read);
    libcurl().easy_setopt(handle, CURLOPT_READDATA, &exchange);
  }
  libcurl().easy_setopt(handle, CURLOPT_CUSTOMREQUEST,
                        std::string(http::method_name(request.method)).c_str());
  if (request.repeat == http::Repeat::never && request.body.empty())
    libcurl().easy_setopt(handle, CURLOPT_FRESH_CONNECT, 1L);
}

Ticket CurlWire::sleep(core::Duration duration) {
  const Ticket ticket(++last_);
  timers_.emplace(std::pair(clock_.monotonic().microseconds + duration.microseconds, ticket), ticket);
  return ticket;
}

void CurlWire::cancel(Ticket ticket) {
  std::erase_if(timers_, [&](const auto& timer) { return timer.second == ticket; });
  std::erase_if(done_, [&](const Completion& completion) { return completion.ticket == ticket; });
  std::erase_if(waiting_, [&](const auto& exchange) { return exchange->ticket == ticket; });
  const auto active = active_.find(ticket);
  if (active == active_.end()) return;
  libcurl().multi_remove_handle(multi_, active->second->handle.get());
  idle_.push_back(std::move(active->second->handle));
  active_.erase(active);
  begin_waiting();
}

core::Result<std::optional<Completion>> CurlWire::wait() {
  TRY_VOID(turn(0));
  while (true) {
    if (!done_.empty()) {
      Completion completion = std::move(done_.front());
      done_.pop_front();
      return completion;
    }
    if (!timers_.empty() && milliseconds_to_timer() == 0) {
      const Ticket ticket = timers_.begin()->second;
      timers_.erase(timers_.begin());
      return Completion{ticket, std::nullopt};
    }
    if (active_.empty() && timers_.empty()) return std::nullopt;
    TRY_VOID(turn(milliseconds_to_timer()));
  }
}

int CurlWire::milliseconds_to_timer() const {
  if (timers_.empty()) return poll_ms_max;
  const std::int64_t left = timers_.begin()->first.first - clock_.monotonic().microseconds;
  return static_cast<int>(std::clamp<std::int64_t>((left + 999) / 1'000, 0, poll_ms_max));
}

// Lets libcurl work, after waiting for something to do.
core::Result<void> CurlWire::turn(int wait_ms) {
  if (!open()) return core::fail(core::ErrorKind::machine, no_libcurl);
  int running = 0;
  CURLMcode code = wait_ms == 0 ? CURLM_OK : libcurl().multi_poll(multi_, nullptr, 0, wait_ms, nullptr);
  if (code == CURLM_OK) code = libcurl().multi_perform(multi_, &running);
  if (code != CURLM_OK)
    return core::fail(core::ErrorKind::machine, fmt::format("libcurl: {}", libcurl().multi_strerror(code)));
  collect();
  return {};
}

void CurlWire::collect() {
  int left = 0;
  while (const CURLMsg* message = libcurl().multi_info_read(multi_, &left))
    if (message->msg == CURLMSG_DONE) end(message->easy_handle, message->data.result);
}

void CurlWire::end(CURL* handle, CURLcode code) {
  void* pointer = nullptr;
  libcurl().easy_getinfo(handle, CURLINFO_PRIVATE, &pointer);
  Exchange& exchange = exchange_of(pointer);
  const Ticket ticket = exchange.ticket;
  done_.push_back({ticket, answer_of(exchange, code)});
  libcurl().multi_remove_handle(multi_, handle);
  idle_.push_back(std::move(exchange.handle));
  active_.erase(ticket);
  begin_waiting();
}

}  // namespace

std::unique_ptr<http::Wire> open_wire(core::Clock& clock, WireOptions options) {
  return std::make_unique<CurlWire>(clock, std::move(options));
}

}  // namespace parley::io
