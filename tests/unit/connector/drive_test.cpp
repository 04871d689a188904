#include "engine/connector/drive.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "engine/io/simulated.hpp"

using namespace parley;
using namespace parley::connector;

namespace {

// Sends `requests` requests one after the other, sleeps before each but the first, and tells each answer as
// an account.
struct Reader final : Operation {
  Reader(std::string name, int requests, core::Duration pause)
      : name(std::move(name)), left(requests), pause(pause) {}

  Step next(const Event& event) override {
    if (std::holds_alternative<Cancel>(event)) return Done{};
    if (std::holds_alternative<Taken>(event)) return left > 0 ? Step(Sleep{pause}) : Step(Done{});
    if (const auto* answered = std::get_if<Answered>(&event)) {
      const auto* response = std::get_if<http::Response>(&answered->answer);
      if (response == nullptr) return Fault{Fault::Kind::unreachable, "no answer"};
      return Account{response->body, std::nullopt};
    }
    --left;
    http::Request request;
    request.url = name;
    return Send{request};
  }

  std::string name;
  int left;
  core::Duration pause;
};

struct Scene {
  io::SimulatedClock clock{core::Instant{0}};
  core::Random random{1};
  std::unique_ptr<http::Authorizer> authorizer = http::bearer(http::Secret("t"));
  io::SimulatedWire wire{clock, core::Duration::milliseconds(100), [](const http::Request& request) {
                           return request.url == "cut"
                                      ? std::nullopt
                                      : std::optional(http::Response{{200, {}}, "[\"" + request.url + "\"]"});
                         }};
  http::Channel left{
      {.account = "l"}, wire, *authorizer, [](const http::Response&) { return http::Budget{}; }, random};
  http::Channel right{
      {.account = "r"}, wire, *authorizer, [](const http::Response&) { return http::Budget{}; }, random};
  Drive drive{wire};
};

Op reader(std::string name, int requests, core::Duration pause = core::Duration::milliseconds(10)) {
  return std::make_unique<Reader>(std::move(name), requests, pause);
}

}  // namespace

TEST_CASE("both sides read at the same time") {
  Scene scene;
  scene.drive.start(scene.left, reader("l", 3));
  scene.drive.start(scene.right, reader("r", 3));
  std::vector<std::string> heard;
  int ended = 0;
  while (auto delivery = scene.drive.next().value()) {
    if (const auto* account = std::get_if<Account>(&delivery->step)) heard.push_back(account->name);
    if (std::holds_alternative<Done>(delivery->step)) ++ended;
  }
  CHECK(heard == std::vector<std::string>{"[\"l\"]", "[\"r\"]", "[\"l\"]", "[\"r\"]", "[\"l\"]", "[\"r\"]"});
  CHECK(ended == 2);
  CHECK(scene.clock.monotonic() == core::Duration::milliseconds(320));  // three requests and two pauses, once
}

TEST_CASE("a failed read ends its operation, the other goes on") {
  Scene scene;
  const OperationNo cut = scene.drive.start(scene.left, reader("cut", 1));
  const OperationNo fine = scene.drive.start(scene.right, reader("r", 2));
  std::vector<OperationNo> done;
  std::vector<OperationNo> faulty;
  while (auto delivery = scene.drive.next().value()) {
    if (std::holds_alternative<Done>(delivery->step)) done.push_back(delivery->operation);
    if (std::holds_alternative<Fault>(delivery->step)) faulty.push_back(delivery->operation);
  }
  CHECK(done == std::vector{fine});
  CHECK(faulty == std::vector{cut});
  CHECK(scene.left.usage().calls == 6);  // reads are tried again
}

TEST_CASE("a cancelled operation ends at once, wherever it is") {
  Scene scene;
  const OperationNo sleeping = scene.drive.start(scene.left, reader("a", 2, core::Duration::seconds(1'000)));
  const OperationNo sending = scene.drive.start(scene.right, reader("b", 2));
  CHECK(scene.drive.next().value()->operation == sleeping);
  CHECK(scene.drive.next().value()->operation == sending);
  scene.drive.cancel(sending);  // its page was not taken yet
  CHECK(std::holds_alternative<Done>(scene.drive.next().value()->step));
  scene.drive.cancel(sleeping);
  CHECK(std::holds_alternative<Done>(scene.drive.next().value()->step));
  CHECK_FALSE(scene.drive.next().value().has_value());
  CHECK(scene.clock.monotonic() < core::Duration::seconds(1));
}
