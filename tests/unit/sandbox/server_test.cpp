#include "engine/sandbox/server.hpp"

#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <thread>

#include <doctest/doctest.h>

#include "engine/sandbox/hubspot_sandbox.hpp"
#include "engine/sandbox/serve.hpp"
#include "engine/sandbox/virtual_clock.hpp"

using namespace parley::sandbox;
using parley::core::Duration;

namespace {

// One request on a connection of its own; everything that comes back until the server closes.
std::string talk(int port, const std::string& request) {
  int connection = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  REQUIRE(write(connection, request.data(), request.size()) == static_cast<ssize_t>(request.size()));
  std::string out;
  char bytes[4096];
  for (ssize_t got = 0; (got = read(connection, bytes, sizeof bytes)) > 0;)
    out.append(bytes, static_cast<std::size_t>(got));
  close(connection);
  return out;
}

std::string request(const std::string& method, const std::string& target, const std::string& body = "") {
  return method + " " + target +
         " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: Bearer " +
         HubspotOptions{}.token + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

struct Served {
  VirtualClock clock;
  HubspotSandbox hubspot{{}, clock};
  Server server{hubspot, [this] { clock.advance(Duration::seconds(1)); },
                [](const Request&, Response&) { return false; }};
};

}  // namespace

TEST_CASE("server: a request and its answer travel whole, the date is the sandbox's") {
  Served served;
  auto port = served.server.start(0);
  REQUIRE(port);
  std::string created =
      talk(*port, request("POST", "/crm/v3/objects/contacts", R"({"properties":{"email":"a@b.co"}})"));
  CHECK(created.starts_with("HTTP/1.1 201"));
  CHECK(created.find("Date: Mon, 02 Mar 2026 08:00:01 GMT") != std::string::npos);
  std::string read =
      talk(*port, request("GET", "/crm/v3/objects/contacts/a%40b.co?idProperty=email&properties=email"));
  CHECK(read.starts_with("HTTP/1.1 200"));
  CHECK(read.find("a@b.co") != std::string::npos);
}

TEST_CASE("server: a cut answer is no byte at all, and the work is done") {
  Served served;
  auto port = served.server.start(0);
  REQUIRE(port);
  served.hubspot.add_fault({.action = FaultAction::applied_then_cut});
  CHECK(talk(*port, request("POST", "/crm/v3/objects/contacts", R"({"properties":{"email":"a@b.co"}})"))
            .empty());
  CHECK(served.hubspot.dump().find("records")->items().size() == 1);
}

TEST_CASE("server: a port that is in use is refused") {
  Served first;
  Served second;
  auto port = first.server.start(0);
  REQUIRE(port);
  auto again = second.server.start(*port);
  REQUIRE_FALSE(again);
  CHECK(again.error().kind == parley::core::ErrorKind::machine);
  CHECK(again.error().message.find(std::to_string(*port)) != std::string::npos);
}

TEST_CASE("serve: both systems answer, the files are written, a signal ends it") {
  std::string env = "/tmp/parley_sandbox_test." + std::to_string(getpid());
  SandboxOptions options{
      .virtual_clock = true, .population = PopulationOptions{.count = 20}, .env_file = env};
  pthread_t serving{};
  std::string dumped;
  std::string advanced;
  std::thread caller;
  auto served = serve(options, [&](const SandboxPorts& ports) {
    serving = pthread_self();
    caller = std::thread([&, ports] {
      advanced = talk(ports.hubspot, request("POST", "/_sandbox/advance", R"({"seconds":60})"));
      dumped = talk(ports.netsuite, request("GET", "/_sandbox/dump"));
      pthread_kill(serving, SIGTERM);
    });
  });
  caller.join();
  CHECK(served);
  CHECK(advanced.starts_with("HTTP/1.1 200"));
  CHECK(dumped.find("TSTDRV1234567_SB1") != std::string::npos);
  std::ifstream file(env);
  std::ostringstream lines;
  lines << file.rdbuf();
  CHECK(lines.str().find("export NETSUITE_TOKEN_SECRET=") != std::string::npos);
  unlink(env.c_str());
}

TEST_CASE("serve: options that cannot be met") {
  auto ready = [](const SandboxPorts&) { FAIL("not to be reached"); };
  SandboxOptions zone{.netsuite = {.time_zone = "Mars/Olympus"}};
  CHECK(serve(zone, ready).error().kind == parley::core::ErrorKind::usage);
  SandboxOptions missing{.files = {{ServedSystem::hubspot, "/nowhere/a.csv"}}};
  CHECK(serve(missing, ready).error().kind == parley::core::ErrorKind::input);
}
