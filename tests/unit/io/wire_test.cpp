// The real wire against a server that speaks bytes, because most of what matters here no HTTP library would
// send.
#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "engine/io/io.hpp"

using namespace parley;
using namespace parley::io;

namespace {

// A listening socket on a free loopback port; `serve` gets each connection, on a thread of its own, and its
// number, from 1. Clients go before their server: it waits for its connections to end.
class ByteServer {
 public:
  explicit ByteServer(std::function<void(int socket, int connection)> serve) : serve_(std::move(serve)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(listener_, 16) == 0);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { accept_all(); });
  }
  ByteServer(const ByteServer&) = delete;
  ByteServer& operator=(const ByteServer&) = delete;
  ~ByteServer() {
    stopping_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    for (std::thread& served : served_) served.join();
    ::close(listener_);
  }

  std::string url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
  }

 private:
  void accept_all() {
    for (int connection = 1; !stopping_; ++connection) {
      const int socket = ::accept(listener_, nullptr, nullptr);
      if (socket < 0) return;
      served_.emplace_back([this, socket, connection] {
        serve_(socket, connection);
        ::close(socket);
      });
    }
  }

  std::function<void(int, int)> serve_;
  std::atomic<bool> stopping_ = false;
  int listener_ = -1;
  int port_ = 0;
  std::thread thread_;
  std::vector<std::thread> served_;  // the accepting thread's until it has ended
};

// One request, head and body; empty when the other side is gone.
std::string read_request(int socket) {
  std::string text;
  char byte = 0;
  while (!text.ends_with("\r\n\r\n")) {
    if (::recv(socket, &byte, 1, 0) <= 0) return {};
    text += byte;
  }
  const std::size_t at = text.find("Content-Length: ");
  const std::size_t size = at == std::string::npos ? 0 : std::stoul(text.substr(at + 16));
  for (std::size_t i = 0; i < size && ::recv(socket, &byte, 1, 0) == 1; ++i) text += byte;
  return text;
}

bool send_text(int socket, const std::string& text) {
  return ::send(socket, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size());
}

std::string answer_of(const std::string& status, const std::string& body) {
  return "HTTP/1.1 " + status + "\r\nX-A: 1\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         body;
}

struct Client {
  SystemClock clock;
  std::unique_ptr<http::Wire> wire;

  explicit Client(WireOptions options = {}) : wire(open_wire(clock, std::move(options))) {}

  http::Answer ask(const http::Request& request) {
    const http::Ticket ticket = wire->send(request);
    const auto completion = wire->wait().value();
    REQUIRE(completion.has_value());
    REQUIRE(completion->ticket == ticket);
    return *completion->answer;
  }
};

http::Request get(const std::string& url) {
  http::Request request;
  request.url = url;
  return request;
}

http::Request post(const std::string& url, const std::string& body) {
  http::Request request = get(url);
  request.method = http::Method::post;
  request.repeat = http::Repeat::never;
  request.headers.add("Content-Type", "application/json");
  request.body = body;
  return request;
}

}  // namespace

TEST_CASE("a request and its answer, connection kept") {
  std::string seen;
  std::atomic<int> connections = 0;
  ByteServer server([&](int socket, int connection) {
    connections = connection;
    for (std::string request = read_request(socket); !request.empty(); request = read_request(socket)) {
      seen += request;
      send_text(socket, answer_of("201 Created", "{\"id\":1}"));
    }
  });
  {
    Client client;
    const auto first = std::get<http::Response>(client.ask(post(server.url("/a?b=c"), "{\"x\":\"é\"}")));
    CHECK(first.status == 201);
    CHECK(first.body == "{\"id\":1}");
    CHECK(first.headers.find("x-a") == "1");
    http::Request remove = get(server.url("/d"));
    remove.method = http::Method::remove;
    CHECK(std::get<http::Response>(client.ask(remove)).status == 201);
  }
  CHECK(connections == 1);
  CHECK(seen.starts_with("POST /a?b=c HTTP/1.1\r\n"));
  CHECK(seen.find("\r\n\r\n{\"x\":\"é\"}DELETE /d HTTP/1.1") != std::string::npos);
  CHECK(seen.find("Expect:") == std::string::npos);
}

TEST_CASE("applied, then cut on a kept connection: a write is not sent again behind our back") {
  std::atomic<int> arrived = 0;
  const auto serve = [&](int socket, int connection) {
    if (connection == 1) {  // answers one request, so that the connection is kept, and cuts the second
      read_request(socket);
      send_text(socket, answer_of("200 OK", "{}"));
    }
    if (!read_request(socket).empty()) ++arrived;
  };
  for (const std::string body : {"{\"name\":\"Ann\"}", ""}) {
    CAPTURE(body);
    arrived = 0;
    {
      ByteServer server(serve);
      Client client;
      CHECK(std::holds_alternative<http::Response>(client.ask(get(server.url("/")))));
      const auto cut = std::get<http::Unanswered>(client.ask(post(server.url("/"), body)));
      CHECK(cut.trouble == http::Trouble::cut);
      CHECK(cut.maybe_applied);
    }
    CHECK(arrived == 1);
  }
}

TEST_CASE("an answer that ends early is cut") {
  ByteServer server([](int socket, int) {
    read_request(socket);
    send_text(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"results\":[");
  });
  Client client;
  CHECK(std::get<http::Unanswered>(client.ask(get(server.url("/")))).trouble == http::Trouble::cut);
}

TEST_CASE("nobody listens") {
  Client client;
  const auto answer = std::get<http::Unanswered>(client.ask(get("http://127.0.0.1:1/path?secret=1")));
  CHECK(answer.trouble == http::Trouble::not_sent);
  CHECK_FALSE(answer.maybe_applied);
  CHECK(answer.words.find("secret") == std::string::npos);
}

TEST_CASE("an endless answer ends at the cap") {
  ByteServer server([](int socket, int) {
    read_request(socket);
    send_text(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    while (send_text(socket, "400\r\n" + std::string(0x400, ' ') + "\r\n")) {
    }
  });
  Client client(WireOptions{.response_bytes_max = 1'000'000});
  CHECK(std::get<http::Unanswered>(client.ask(get(server.url("/")))).trouble == http::Trouble::too_large);
}

TEST_CASE("a slow answer ends at its time, and may have been applied") {
  ByteServer server([](int socket, int) {
    read_request(socket);
    send_text(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
    for (int i = 0; i < 50 && send_text(socket, " "); ++i) ::usleep(20'000);
  });
  Client client;
  http::Request request = post(server.url("/"), "{}");
  request.time_max = core::Duration::milliseconds(200);
  const core::Duration before = client.clock.monotonic();
  const auto answer = std::get<http::Unanswered>(client.ask(request));
  CHECK(answer.trouble == http::Trouble::timed_out);
  CHECK(answer.maybe_applied);
  CHECK((client.clock.monotonic() - before).whole_milliseconds() < 800);
}

TEST_CASE("a redirect is an answer, and takes no authorization anywhere") {
  std::atomic<bool> followed = false;
  ByteServer elsewhere([&](int socket, int) { followed = !read_request(socket).empty(); });
  ByteServer server([&](int socket, int) {
    read_request(socket);
    send_text(socket,
              "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + elsewhere.url("/") + "\r\n\r\n");
  });
  Client client;
  http::Request request = get(server.url("/"));
  request.headers.add("Authorization", "Bearer x");
  const auto response = std::get<http::Response>(client.ask(request));
  CHECK(response.status == 302);
  CHECK(response.headers.find("Location") == elsewhere.url("/"));
  CHECK_FALSE(followed);
}

TEST_CASE("plain http to another machine is refused before anything is sent") {
  Client client;
  const auto answer = std::get<http::Unanswered>(client.ask(get("http://192.0.2.1/")));
  CHECK(answer.trouble == http::Trouble::not_sent);
  CHECK(answer.words.find("plain http") != std::string::npos);
}

TEST_CASE("timers and exchanges come in the order of events; what is cancelled stays silent") {
  ByteServer server([](int socket, int) {
    read_request(socket);
    ::usleep(100'000);
    send_text(socket, answer_of("200 OK", "{}"));
  });
  Client client;
  const http::Ticket late = client.wire->sleep(core::Duration::milliseconds(300));
  const http::Ticket exchange = client.wire->send(get(server.url("/")));
  const http::Ticket early = client.wire->sleep(core::Duration::milliseconds(10));
  const http::Ticket never = client.wire->sleep(core::Duration::milliseconds(20));
  client.wire->cancel(client.wire->send(get(server.url("/never"))));
  client.wire->cancel(never);
  CHECK(client.wire->wait().value()->ticket == early);
  CHECK(client.wire->wait().value()->ticket == exchange);
  CHECK(client.wire->wait().value()->ticket == late);
  CHECK_FALSE(client.wire->wait().value().has_value());
}
