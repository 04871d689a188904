#include "engine/http/channel.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <vector>

#include "engine/io/simulated.hpp"

using namespace parley;
using namespace parley::http;

namespace {

constexpr core::Duration latency = core::Duration::milliseconds(100);

Budget learn_nothing(const Response&) {
  return {};
}

// A channel to a remote that is a function of the request and of how often it was called.
struct Scene {
  explicit Scene(std::function<std::optional<Response>(const Request&, int)> remote,
                 ChannelSettings settings = {}, Learn learn = learn_nothing)
      : wire(clock, latency,
             [this, remote = std::move(remote)](const Request& request) {
               seen.push_back(request);
               at.push_back(clock.monotonic());
               return remote(request, static_cast<int>(seen.size()));
             }),
        channel(std::move(settings), wire, *authorizer, std::move(learn), random) {}

  // Drives until every call has ended.
  std::vector<Answer> run() {
    std::vector<Answer> answers;
    while (auto completion = wire.wait().value()) {
      REQUIRE(channel.owns(completion->ticket));
      if (auto finished = channel.take(*std::move(completion)))
        answers.push_back(std::move(finished->answer));
    }
    return answers;
  }

  io::SimulatedClock clock{core::Instant{0}};
  core::Random random{42};
  std::unique_ptr<Authorizer> authorizer = bearer(Secret("t"));
  std::vector<Request> seen;
  std::vector<core::Duration> at;
  io::SimulatedWire wire;
  Channel channel;
};

Response ok() {
  return {{200, {}}, "{}"};
}
Response refused(std::string seconds) {
  return {{429, {{"Retry-After", std::move(seconds)}}}, "{}"};
}

Request writing() {
  Request request;
  request.method = Method::post;
  request.repeat = Repeat::never;
  return request;
}

}  // namespace

TEST_CASE("each attempt is authorized, the caller's request is not") {
  Scene scene([](const Request&, int n) { return n < 3 ? Response{{503, {}}, ""} : ok(); });
  scene.channel.submit({});
  CHECK(std::get<Response>(scene.run().at(0)).status == 200);
  CHECK(scene.seen.size() == 3);
  CHECK(scene.seen[2].headers.find("Authorization") == "Bearer t");
  CHECK(scene.seen[2].headers.all.size() == 1);
  CHECK(scene.channel.usage().repeated == 2);
}

TEST_CASE("the delay grows, and ends with the last answer") {
  Scene scene([](const Request&, int) { return Response{{502, {}}, ""}; });
  scene.channel.submit({});
  CHECK(std::get<Response>(scene.run().at(0)).status == 502);
  REQUIRE(scene.at.size() == 6);
  core::Duration last{};
  for (std::size_t i = 1; i < scene.at.size(); ++i) {
    const core::Duration pause = scene.at[i] - scene.at[i - 1] - latency;
    const core::Duration due{200'000LL << (i - 1)};
    CHECK(pause.microseconds >= due.microseconds / 2);
    CHECK(pause <= due);
    CHECK(pause > last);
    last = core::Duration{due.microseconds / 2 - 1};
  }
}

TEST_CASE("a write whose answer was cut is handed on, never repeated") {
  Scene scene([](const Request&, int) { return std::optional<Response>(); });
  scene.channel.submit(writing());
  const auto answers = scene.run();
  CHECK(std::get<Unanswered>(answers.at(0)).maybe_applied);
  CHECK(scene.seen.size() == 1);
  CHECK(scene.channel.usage().failed == 1);
}

TEST_CASE("a write that was throttled is repeated") {
  Scene scene([](const Request&, int n) { return n == 1 ? refused("3") : ok(); });
  scene.channel.submit(writing());
  CHECK(std::get<Response>(scene.run().at(0)).status == 200);
  CHECK(scene.at.at(1) - scene.at.at(0) >= core::Duration::seconds(3));
}

TEST_CASE("a refusal pauses the whole account, and no call goes out meanwhile") {
  Scene scene([](const Request&, int n) { return n == 1 ? refused("10") : ok(); }, {.parallel_max = 1});
  for (int i = 0; i < 3; ++i) scene.channel.submit({});
  CHECK(scene.run().size() == 3);
  CHECK(scene.at.at(1) - scene.at.at(0) >= core::Duration::seconds(10));
  CHECK(scene.at.at(1) - scene.at.at(0) < core::Duration::seconds(11));
  CHECK(scene.channel.usage().throttled == 1);
}

TEST_CASE("a pause longer than we wait is handed on, and later calls are not sent") {
  Scene scene([](const Request&, int) { return refused("3600"); });
  scene.channel.submit({});
  CHECK(std::get<Response>(scene.run().at(0)).status == 429);
  scene.channel.submit(writing());
  const auto answers = scene.run();
  CHECK(std::get<Unanswered>(answers.at(0)).trouble == Trouble::throttled);
  CHECK_FALSE(std::get<Unanswered>(answers.at(0)).maybe_applied);
  CHECK(scene.seen.size() == 1);
}

TEST_CASE("the connector's reading of a refusal counts") {
  Scene scene([](const Request&, int n) { return n == 1 ? Response{{429, {}}, "{}"} : ok(); }, {},
              [](const Response& response) {
                return response.status == 429 ? Budget{.blocked_for = core::Duration::seconds(10)} : Budget{};
              });
  scene.channel.submit({});
  CHECK(scene.run().size() == 1);
  CHECK(scene.at.at(1) - scene.at.at(0) >= core::Duration::seconds(10));
}

TEST_CASE("calls of one account go out side by side up to its limit") {
  Scene scene([](const Request&, int) { return ok(); }, {.parallel_max = 3});
  for (int i = 0; i < 9; ++i) scene.channel.submit({});
  CHECK(scene.run().size() == 9);
  CHECK(scene.clock.monotonic() == core::Duration::milliseconds(300));
}

TEST_CASE("a lane is paced by itself, the others pass it") {
  Scene scene([](const Request&, int) { return ok(); },
              {.lanes = {{"search", {5, core::Duration::seconds(1)}}}, .parallel_max = 50});
  for (int i = 0; i < 20; ++i) scene.channel.submit({}, "search");
  Request other;
  other.url = "other";
  scene.channel.submit(other);
  CHECK(scene.run().size() == 21);
  CHECK(scene.seen.at(1).url == "other");
  for (std::size_t i = 6; i + 1 < scene.at.size(); ++i)
    CHECK(scene.at[i + 1] - scene.at[i - 5 + 1] >= core::Duration::seconds(1));
}

TEST_CASE("a cancelled call gives its place to the next") {
  Scene scene([](const Request&, int) { return ok(); }, {.parallel_max = 1});
  const CallNo first = scene.channel.submit({});
  const CallNo second = scene.channel.submit({});
  scene.channel.submit({});
  scene.channel.cancel(second);
  scene.channel.cancel(first);
  CHECK(scene.run().size() == 1);
  CHECK(scene.seen.size() == 2);  // the first was on its way already
}

TEST_CASE("a garbled read is tried again") {
  Scene scene([](const Request&, int n) { return n == 1 ? Response{{200, {}}, "<html>"} : ok(); });
  scene.channel.submit({});
  CHECK(std::get<Response>(scene.run().at(0)).body == "{}");
}

TEST_CASE("the same seed gives the same run") {
  const auto trace = [] {
    Scene scene([](const Request&, int n) { return n % 3 == 0 ? ok() : Response{{500, {}}, ""}; });
    for (int i = 0; i < 10; ++i) scene.channel.submit({});
    scene.run();
    return scene.at;
  };
  CHECK(trace() == trace());
}
