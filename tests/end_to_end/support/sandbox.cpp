#include "tests/end_to_end/support/sandbox.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <sstream>
#include <stdexcept>

namespace parley::end_to_end {

namespace {

constexpr double start_seconds_max = 60;

// One request, one connection; the body of a 200.
std::string call(int port, const std::string& method, const std::string& path, const std::string& body) {
  const int plug = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(plug, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    close(plug);
    throw std::runtime_error("the sandbox does not answer");
  }
  const std::string request = fmt::format(
      "{} {} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\n"
      "Content-Length: {}\r\n\r\n{}",
      method, path, body.size(), body);
  for (std::size_t sent = 0; sent < request.size();) {
    const ssize_t count = send(plug, request.data() + sent, request.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) break;
    sent += static_cast<std::size_t>(count);
  }
  std::string answer;
  std::array<char, 65'536> buffer;
  for (ssize_t count = 0; (count = recv(plug, buffer.data(), buffer.size(), 0)) > 0;)
    answer.append(buffer.data(), static_cast<std::size_t>(count));
  close(plug);
  const auto end = answer.find("\r\n\r\n");
  if (!answer.starts_with("HTTP/1.1 200") || end == std::string::npos)
    throw std::runtime_error("the sandbox says to " + path + " " + body + ": " + answer);
  return answer.substr(end + 4);
}

Environment read_environment(const std::string& text) {
  Environment environment;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const auto equals = line.find('=');
    if (line.starts_with("export ") && equals != std::string::npos)
      environment[line.substr(7, equals - 7)] = line.substr(equals + 1);
  }
  return environment;
}

}  // namespace

Sandbox::Sandbox(const Scratch& scratch, std::vector<std::string> options) {
  const std::string file = scratch.path() + "/sandbox.env";
  std::filesystem::remove(file);
  std::vector<std::string> words = {parley_binary(), "sandbox", "--env-file", file};
  for (std::string& option : options) words.push_back(std::move(option));
  process_ = std::make_unique<Process>(Start{.words = words, .folder = scratch.path()});
  const double until = seconds_now() + start_seconds_max;
  while (!std::filesystem::exists(file)) {
    if (!process_->running() || seconds_now() > until)
      throw std::runtime_error("the sandbox did not start: " + process_->wait(0).error);
    sleep_for(0.01);
  }
  environment_ = read_environment(read_file(file));
}

Sandbox::~Sandbox() {
  process_->signal(SIGTERM);
  process_->wait(10);
}

int Sandbox::port(Side side) const {
  const std::string& url = environment_.at(side == Side::hubspot ? "HUBSPOT_URL" : "NETSUITE_URL");
  return std::stoi(url.substr(url.rfind(':') + 1));
}

std::string Sandbox::control(Side side, const std::string& method, const std::string& path,
                             const std::string& body) const {
  return call(port(side), method, "/_sandbox/" + path, body);
}

value::Json Sandbox::dump(Side side) const {
  auto json = value::parse_json(control(side, "GET", "dump"));
  if (!json) throw std::runtime_error("a dump that is no JSON: " + json.error().message);
  return *json;
}

std::string Sandbox::edit(Side side, const value::Json& edit) const {
  return control(side, "POST", "edit", value::write_json(edit));
}

void Sandbox::fault(Side side, const std::string& rules) const {
  control(side, "POST", "fault", rules);
}

void Sandbox::forget_faults() const {
  control(Side::hubspot, "DELETE", "fault");
  control(Side::netsuite, "DELETE", "fault");
}

void Sandbox::advance(std::int64_t seconds) const {
  control(Side::hubspot, "POST", "advance", fmt::format(R"({{"seconds":{}}})", seconds));
}

std::int64_t effect(const value::Json& dump, const std::string& name) {
  const value::Json* count = dump.find("effects") == nullptr ? nullptr : dump.find("effects")->find(name);
  return count == nullptr ? 0 : count->integer().value_or(0);
}

std::int64_t writes(const value::Json& dump) {
  return effect(dump, "created") + effect(dump, "updated") + effect(dump, "archived") +
         effect(dump, "deleted");
}

std::string field(const value::Json& record, const std::string& name) {
  const value::Json* values = record.find("values");
  const value::Json* value = values == nullptr ? nullptr : values->find(name);
  return value == nullptr ? "" : value->text_or("");
}

void write_project(const Scratch& scratch, const Sandbox& sandbox, const std::string& lag,
                   const std::string& mapping) {
  const Environment& e = sandbox.environment();
  scratch.write("contacts.parley", read_file(mapping));
  scratch.write(
      "parley.yaml",
      fmt::format(
          "version: 1\nconnections:\n"
          "  hs: {{system: hubspot, account: \"{}\", url: {}, lag: {}, auth: {{token: env:HUBSPOT_TOKEN}}}}\n"
          "  ns: {{system: netsuite, account: \"{}\", url: {}, lag: {}, auth: {{tba: {{consumer: "
          "env:NETSUITE_CONSUMER, consumer_secret: env:NETSUITE_CONSUMER_SECRET, token: env:NETSUITE_TOKEN, "
          "token_secret: env:NETSUITE_TOKEN_SECRET}}}}}}\n"
          "state: sqlite:state.db\nsyncs:\n  contacts: {{mapping: contacts.parley, left: hs, right: ns}}\n",
          e.at("HUBSPOT_ACCOUNT"), e.at("HUBSPOT_URL"), lag, e.at("NETSUITE_ACCOUNT"), e.at("NETSUITE_URL"),
          lag));
}

Start parley_start(const Scratch& scratch, const Sandbox& sandbox, std::vector<std::string> words) {
  words.insert(words.begin(), parley_binary());
  return {.words = std::move(words), .folder = scratch.path(), .environment = sandbox.environment()};
}

Finished run_parley(const Scratch& scratch, const Sandbox& sandbox, std::vector<std::string> words,
                    double seconds) {
  return run(parley_start(scratch, sandbox, std::move(words)), seconds);
}

}  // namespace parley::end_to_end
