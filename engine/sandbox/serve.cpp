#include "engine/sandbox/serve.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "engine/sandbox/calendar.hpp"
#include "engine/sandbox/server.hpp"
#include "engine/sandbox/virtual_clock.hpp"

namespace parley::sandbox {

namespace {

class MachineClock final : public core::Clock {
 public:
  core::Instant now() override {
    auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
  }
  core::Duration monotonic() override {
    auto since = std::chrono::steady_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
  }
};

// Holds the signals back from this thread and all it starts, so that `wait` receives them.
class StopSignals {
 public:
  StopSignals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGTERM);
    sigaddset(&set_, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set_, &before_);
  }
  ~StopSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  void wait() {
    int received = 0;
    sigwait(&set_, &received);
  }

 private:
  sigset_t set_{};
  sigset_t before_{};
};

core::Result<void> load_file(System& system, ServedSystem kind, const std::string& path, core::Instant now) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return core::fail(core::ErrorKind::input, fmt::format("{} cannot be read", path));
  std::ostringstream text;
  text << file.rdbuf();
  auto records = TRY(read_records(kind, path, text.str()));
  std::size_t number = 0;
  for (const value::Json& record : records) {
    ++number;
    auto id = system.load(record, now - core::Duration::seconds(3'600));
    if (!id)
      return core::fail(core::ErrorKind::input,
                        fmt::format("{}: record {}: {}", path, number, id.error().message));
  }
  return {};
}

// Written whole under another name first, so that whoever waits for the file never reads half of it.
core::Result<void> write_file(const std::string& path, const std::string& text) {
  std::string draft = path + ".part";
  std::ofstream file(draft, std::ios::binary);
  file << text;
  file.close();
  std::error_code failed;
  if (file) std::filesystem::rename(draft, path, failed);
  if (!file || failed) return core::fail(core::ErrorKind::machine, fmt::format("{} cannot be written", path));
  return {};
}

core::Result<void> check(const SandboxOptions& options) {
  if (!Zone::named(options.netsuite.time_zone)) {
    return core::fail(core::ErrorKind::usage,
                      fmt::format("the sandbox does not know the time zone {}", options.netsuite.time_zone),
                      "UTC, America/Los_Angeles, America/New_York or Europe/Berlin");
  }
  if (options.hubspot_port != 0 && options.hubspot_port == options.netsuite_port) {
    return core::fail(core::ErrorKind::usage, "both systems cannot have the same port");
  }
  return {};
}

// POST /_sandbox/advance {"seconds":60}
bool advance(VirtualClock* clock, const Request& request, Response& answer) {
  if (request.method != "POST" || request.target != "/_sandbox/advance") return false;
  auto body = value::parse_json(request.body);
  const value::Json* seconds = body ? body->find("seconds") : nullptr;
  auto number = seconds == nullptr ? std::nullopt : seconds->integer();
  answer = {.status = 200, .headers = {{"Content-Type", "application/json"}}, .body = "{}"};
  if (clock == nullptr || !number || *number < 0) {
    answer.status = 400;
    answer.body = clock == nullptr ? R"({"error":"the clock is the machine's; start with --clock virtual"})"
                                   : R"({"error":"\"seconds\" must be a whole number"})";
    return true;
  }
  clock->advance(core::Duration::seconds(*number));
  return true;
}

}  // namespace

std::string environment_lines(const SandboxOptions& options, const SandboxPorts& ports) {
  std::string out;
  auto line = [&](const char* name, const std::string& value) {
    out += fmt::format("export {}={}\n", name, value);
  };
  line("HUBSPOT_URL", fmt::format("http://127.0.0.1:{}", ports.hubspot));
  line("HUBSPOT_TOKEN", options.hubspot.token);
  line("HUBSPOT_ACCOUNT", std::to_string(options.hubspot.portal));
  line("NETSUITE_URL", fmt::format("http://127.0.0.1:{}", ports.netsuite));
  line("NETSUITE_ACCOUNT", options.netsuite.account);
  line("NETSUITE_CONSUMER", options.netsuite.consumer);
  line("NETSUITE_CONSUMER_SECRET", options.netsuite.consumer_secret);
  line("NETSUITE_TOKEN", options.netsuite.token);
  line("NETSUITE_TOKEN_SECRET", options.netsuite.token_secret);
  return out;
}

core::Result<void> serve(const SandboxOptions& options,
                         const std::function<void(const SandboxPorts&)>& ready) {
  TRY_VOID(check(options));
  MachineClock machine;
  VirtualClock simulated;
  VirtualClock* ticking = options.virtual_clock ? &simulated : nullptr;
  core::Clock& clock = options.virtual_clock ? static_cast<core::Clock&>(simulated) : machine;
  NetsuiteOptions netsuite_options = options.netsuite;
  // A caller signs with its own time, which a virtual one has nothing to do with.
  if (options.virtual_clock) netsuite_options.timestamp_skew_max = {};
  HubspotSandbox hubspot(options.hubspot, clock);
  NetsuiteSandbox netsuite(netsuite_options, clock);
  if (options.population) {
    auto population = TRY(make_population(*options.population, clock.now()));
    TRY_VOID(fill(hubspot, population.hubspot));
    TRY_VOID(fill(netsuite, population.netsuite));
  }
  for (const auto& [kind, path] : options.files) {
    System& system = kind == ServedSystem::hubspot ? static_cast<System&>(hubspot) : netsuite;
    TRY_VOID(load_file(system, kind, path, clock.now()));
  }
  StopSignals signals;
  auto tick = [ticking] {
    if (ticking != nullptr) ticking->advance(core::Duration::seconds(1));
  };
  auto control = [ticking](const Request& request, Response& answer) {
    return advance(ticking, request, answer);
  };
  Server left(hubspot, tick, control);
  Server right(netsuite, tick, control);
  SandboxPorts ports;
  ports.hubspot = TRY(left.start(options.hubspot_port));
  ports.netsuite = TRY(right.start(options.netsuite_port));
  if (!options.env_file.empty()) TRY_VOID(write_file(options.env_file, environment_lines(options, ports)));
  if (!options.port_file.empty()) {
    TRY_VOID(write_file(options.port_file,
                        fmt::format("hubspot {}\nnetsuite {}\n", ports.hubspot, ports.netsuite)));
  }
  ready(ports);
  signals.wait();
  return {};
}

}  // namespace parley::sandbox
