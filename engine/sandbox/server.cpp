#include "engine/sandbox/server.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

#include "engine/sandbox/http_text.hpp"

namespace parley::sandbox {

namespace {

constexpr std::size_t connections_max = 32;
constexpr int waiting_max = 128;
constexpr int none = -1;
constexpr timeval silence_max{.tv_sec = 5, .tv_usec = 0};
constexpr auto pause_after_refusal = std::chrono::milliseconds(10);
constexpr const char* loopback = "127.0.0.1";

sockaddr_in address_of(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// The descriptor, or `none`. Two sandboxes never share a port.
int listen_at(int port) {
  const int door = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = address_of(port);
  const int yes = 1;
  setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(door, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
      listen(door, waiting_max) == 0)
    return door;
  close(door);
  return none;
}

int port_of(int door) {
  sockaddr_in address{};
  socklen_t length = sizeof address;
  getsockname(door, reinterpret_cast<sockaddr*>(&address), &length);
  return ntohs(address.sin_port);
}

bool send_all(int connection, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

}  // namespace

struct Server::State {
  System& system;
  std::function<void()> before;
  std::function<bool(const Request&, Response&)> control;
  std::mutex system_mutex = {};
  std::atomic<int> in_flight = 0;
  int door = none;
  std::mutex connections_mutex = {};
  bool is_stopping = false;
  std::array<int, connections_max> connections = {};  // one a thread, or `none`
  std::vector<std::thread> threads = {};

  void work(int& connection);
  bool enter(int& connection, int accepted);
  void leave(int& connection);
  void talk(int connection);
  bool answer_all(int connection, RequestReader& reader);
  Response serve(Request& request);
};

Server::Server(System& system, std::function<void()> before,
               std::function<bool(const Request&, Response&)> control)
    : state_(new State{.system = system, .before = std::move(before), .control = std::move(control)}) {}

Server::~Server() {
  stop();
}

core::Result<int> Server::start(int port) {
  state_->door = listen_at(port);
  if (state_->door == none) {
    return core::fail(core::ErrorKind::machine,
                      fmt::format("port {} on {} is in use or not allowed", port, loopback),
                      "choose another port, or leave the port out to get a free one");
  }
  state_->connections.fill(none);
  for (int& connection : state_->connections)
    state_->threads.emplace_back([state = state_.get(), &connection] { state->work(connection); });
  return port_of(state_->door);
}

void Server::stop() {
  if (state_->door == none) return;
  {
    std::lock_guard lock(state_->connections_mutex);
    state_->is_stopping = true;
    shutdown(state_->door, SHUT_RDWR);
    for (int connection : state_->connections)
      if (connection != none) shutdown(connection, SHUT_RDWR);
  }
  for (std::thread& thread : state_->threads) thread.join();
  state_->threads.clear();
  close(state_->door);
  state_->door = none;
}

// One thread: a connection after the other, until the server stops.
void Server::State::work(int& connection) {
  while (true) {
    const int accepted = accept4(door, nullptr, nullptr, SOCK_CLOEXEC);
    if (!enter(connection, accepted)) return;
    if (accepted == none) {
      std::this_thread::sleep_for(pause_after_refusal);
    } else {
      talk(accepted);
      leave(connection);
    }
  }
}

// Whoever stops the server sees the connection, or this sees that it stops.
bool Server::State::enter(int& connection, int accepted) {
  std::lock_guard lock(connections_mutex);
  if (is_stopping && accepted != none) close(accepted);
  if (!is_stopping) connection = accepted;
  return !is_stopping;
}

void Server::State::leave(int& connection) {
  std::lock_guard lock(connections_mutex);
  close(connection);
  connection = none;
}

void Server::State::talk(int connection) {
  const int yes = 1;
  setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &silence_max, sizeof silence_max);
  setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &silence_max, sizeof silence_max);
  RequestReader reader;
  std::array<char, 16U << 10U> bytes;
  while (answer_all(connection, reader)) {
    const ssize_t got = recv(connection, bytes.data(), bytes.size(), 0);
    if (got <= 0) return;
    reader.add({bytes.data(), static_cast<std::size_t>(got)});
  }
}

// Every request that is there. False: the connection ends.
bool Server::State::answer_all(int connection, RequestReader& reader) {
  while (true) {
    auto request = reader.next();
    if (!request) {
      send_all(connection, http_text({.status = request.error(), .headers = {}, .body = ""}, "", true));
      return false;
    }
    if (!*request) return !reader.must_encourage() || send_all(connection, "HTTP/1.1 100 Continue\r\n\r\n");
    const Response answer = serve(**request);
    if (answer.cut || !send_all(connection, http_text(answer, (*request)->method, reader.is_last())))
      return false;
    if (reader.is_last()) return false;
  }
}

Response Server::State::serve(Request& request) {
  Response answer;
  request.in_flight = ++in_flight;
  {
    std::lock_guard lock(system_mutex);
    bool controlled = request.target.starts_with("/_sandbox");
    if (!controlled) before();
    if (!controlled || !control(request, answer)) answer = system.answer(request);
  }
  if (answer.delay.microseconds > 0)
    std::this_thread::sleep_for(std::chrono::microseconds(answer.delay.microseconds));
  --in_flight;
  return answer;
}

}  // namespace parley::sandbox
