#include "engine/sandbox/server.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
// Debian's library is built with this, and the layout of its types depends on it.
#define CPPHTTPLIB_OPENSSL_SUPPORT
#include <httplib.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

namespace parley::sandbox {

namespace {

constexpr std::size_t threads_max = 32;
constexpr std::size_t keep_alive_max = 1'000'000;
constexpr std::size_t body_length_max = 64U << 20U;
constexpr int descriptors_max = 4'096;

// Only SO_REUSEADDR: cpp-httplib's own options would let two sandboxes share one port without a word.
void share_no_port(socket_t socket) {
  int yes = 1;
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
}

int port_of(const sockaddr_in& address) {
  return ntohs(address.sin_port);
}

// Ends the connection that a request came on, before any answer. cpp-httplib does not hand out the
// descriptor, so it is looked for by its two ports.
void cut_connection(const httplib::Request& request) {
  for (int descriptor = 0; descriptor < descriptors_max; ++descriptor) {
    sockaddr_in near{};
    sockaddr_in far{};
    socklen_t near_length = sizeof near;
    socklen_t far_length = sizeof far;
    if (getsockname(descriptor, reinterpret_cast<sockaddr*>(&near), &near_length) != 0) continue;
    if (getpeername(descriptor, reinterpret_cast<sockaddr*>(&far), &far_length) != 0) continue;
    if (port_of(near) == request.local_port && port_of(far) == request.remote_port)
      shutdown(descriptor, SHUT_RDWR);
  }
}

Request request_from(const httplib::Request& in) {
  Request out{.method = in.method, .target = in.target, .headers = {}, .body = in.body};
  for (const auto& [name, value] : in.headers) out.headers.push_back({name, value});
  return out;
}

void write_answer(const Response& answer, httplib::Response& out) {
  out.status = answer.status;
  std::string type = "text/plain";
  for (const Header& header : answer.headers) {
    if (header.name == "Content-Type") {
      type = header.value;
    } else {
      out.set_header(header.name, header.value);
    }
  }
  if (!answer.body.empty()) out.set_content(answer.body, type);
}

}  // namespace

struct Server::State {
  System& system;
  std::function<void()> before;
  std::function<bool(const Request&, Response&)> control;
  std::mutex mutex = {};
  std::atomic<int> in_flight = 0;
  httplib::Server http = {};
  std::thread listener = {};

  void serve(const httplib::Request& in, httplib::Response& out);
};

Server::Server(System& system, std::function<void()> before,
               std::function<bool(const Request&, Response&)> control)
    : state_(new State{.system = system, .before = std::move(before), .control = std::move(control)}) {
  httplib::Server& http = state_->http;
  auto serve = [state = state_.get()](const httplib::Request& in, httplib::Response& out) {
    state->serve(in, out);
  };
  http.Get(".*", serve)
      .Post(".*", serve)
      .Put(".*", serve)
      .Patch(".*", serve)
      .Delete(".*", serve)
      .Options(".*", serve);
  http.set_tcp_nodelay(true);
  http.set_socket_options(share_no_port);
  http.set_keep_alive_max_count(keep_alive_max);
  http.set_payload_max_length(body_length_max);
  http.new_task_queue = [] { return new httplib::ThreadPool(threads_max); };
}

Server::~Server() {
  stop();
}

core::Result<int> Server::start(int port) {
  constexpr const char* loopback = "127.0.0.1";
  bool bound = port == 0 ? (port = state_->http.bind_to_any_port(loopback)) > 0
                         : state_->http.bind_to_port(loopback, port);
  if (!bound) {
    return core::fail(core::ErrorKind::machine,
                      fmt::format("port {} on {} is in use or not allowed", port, loopback),
                      "choose another port, or leave the port out to get a free one");
  }
  state_->listener = std::thread([this] { state_->http.listen_after_bind(); });
  while (!state_->http.is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return port;
}

void Server::stop() {
  state_->http.stop();
  if (state_->listener.joinable()) state_->listener.join();
}

void Server::State::serve(const httplib::Request& in, httplib::Response& out) {
  Request request = request_from(in);
  Response answer;
  request.in_flight = ++in_flight;
  {
    std::lock_guard lock(mutex);
    bool controlled = request.target.starts_with("/_sandbox");
    if (!controlled) before();
    if (!controlled || !control(request, answer)) answer = system.answer(request);
  }
  if (answer.delay.microseconds > 0)
    std::this_thread::sleep_for(std::chrono::microseconds(answer.delay.microseconds));
  --in_flight;
  if (answer.cut) {
    cut_connection(in);
  } else {
    write_answer(answer, out);
  }
}

}  // namespace parley::sandbox
