#include "engine/run/project.hpp"

#include <doctest/doctest.h>

namespace parley::run {
namespace {

const std::string good = R"(version: 1
connections:
  hs: {system: hubspot, account: "1", auth: {token: env:HS}}
  ns: {system: netsuite, account: "2", url: "http://127.0.0.1:8080", lag: 2m, auth: {tba: {consumer: env:A, consumer_secret: env:B, token: env:C, token_secret: {exec: [pass, ns]}}}}
state: sqlite:here.db
syncs:
  contacts: {mapping: contacts.parley, left: hs, right: ns}
environments:
  prod: {connections: {ns: {account: "3", url: "https://ns.example"}}, state: "sqlite:/var/prod.db", confirm: true}
)";

std::string replaced(const std::string& from, const std::string& to) {
  std::string text = good;
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string error_of(const std::string& text, const std::string& environment = "") {
  auto project = parse_project(text, "a/parley.yaml", environment);
  REQUIRE(!project.has_value());
  return project.error().message;
}

TEST_CASE("a project is read") {
  const auto project = parse_project(good, "a/parley.yaml", "");
  REQUIRE(project.has_value());
  CHECK(project->folder == "a/");
  CHECK(project->connection("ns").lag == core::Duration::seconds(120));
  CHECK(project->connection("ns").secrets.at("token_secret").words == std::vector<std::string>{"pass", "ns"});
  CHECK(project->syncs.at(0).left == "hs");
  CHECK(*state_path(*project) == "a/here.db");
  CHECK(!project->confirm);
}

TEST_CASE("an environment is laid over it") {
  const auto project = parse_project(good, "parley.yaml", "prod");
  REQUIRE(project.has_value());
  CHECK(project->connection("ns").account == "3");
  CHECK(project->connection("hs").account == "1");
  CHECK(*state_path(*project) == "/var/prod.db");
  CHECK(project->confirm);
  CHECK(error_of(good, "test") == "a/parley.yaml:1: there is no environment `test`");
}

TEST_CASE("what is wrong is named with its place") {
  CHECK(error_of("version: 2\n") == "a/parley.yaml:1: `version: 1` is missing");
  CHECK(error_of(replaced("account: \"1\", ", "")) == "a/parley.yaml:3: connection hs: `account` is missing");
  CHECK(error_of(replaced("left: hs", "left: hx")) ==
        "a/parley.yaml:7: sync contacts: there is no connection `hx`");
  CHECK(error_of(replaced("127.0.0.1", "ns.example")) ==
        "a/parley.yaml:4: connection ns: plain http is for this machine only; `url` must be https");
  CHECK(error_of(replaced("state:", "stat:")) == "a/parley.yaml:5: the project has no key `stat`");
  CHECK(error_of("version: 1\nconnections: [\n").starts_with("a/parley.yaml:3: "));
}

TEST_CASE("a secret in the file is refused without being printed") {
  const std::string message = error_of(replaced("env:HS", "pat-na1-secret"));
  CHECK(message == "a/parley.yaml:3: connection hs: token must be a reference, never the secret itself");
}

}  // namespace
}  // namespace parley::run
