#include "tests/simulation/world.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "compiler/driver/evaluator.hpp"
#include "engine/connector/hubspot/hubspot.hpp"
#include "engine/connector/netsuite/netsuite.hpp"
#include "engine/http/channel.hpp"
#include "engine/run/remotes.hpp"
#include "engine/sandbox/virtual_clock.hpp"

#include <doctest/doctest.h>

namespace parley::simulation {
namespace {

constexpr core::Duration latency = core::Duration::milliseconds(1000);

// One mapping in memory; schemas are the shipped ones.
struct OneFile final : driver::Files {
  std::string text;
  explicit OneFile(std::string t) : text(std::move(t)) {}
  core::Result<std::string> read(const std::string& path) override {
    if (path == "world.parley") return text;
    return core::fail(core::ErrorKind::input, "no file " + path);
  }
  bool exists(const std::string& path) override { return path == "world.parley"; }
  std::vector<std::string> list(const std::string&) override { return {}; }
};

// In memory where the machine has such a folder: the simulation kills no machine, and waits for no disk.
std::string scratch_path() {
  const bool memory = std::filesystem::exists("/dev/shm");
  std::string folder = std::string(memory ? "/dev/shm" : "/tmp") + "/parley-simulation-XXXXXX";
  REQUIRE(mkdtemp(folder.data()) != nullptr);
  return folder + "/state.db";
}

const sandbox::HubspotOptions hubspot_options = {
    .search_lag = core::Duration::seconds(10), .burst_max = 0, .search_max = 0, .daily_max = 0};
const sandbox::NetsuiteOptions netsuite_options = {.concurrency_max = 0, .time_zone = "UTC"};

// Compiled once a process: schemas and mapping are the same for every world.
driver::Compilation& compiled_once(const std::string& mapping) {
  static std::map<std::string, std::unique_ptr<driver::Compilation>> known;
  auto& compilation = known[mapping];
  if (compilation) return *compilation;
  OneFile files(mapping);
  auto compiled = driver::compile("world.parley", files);
  REQUIRE(compiled.has_value());
  compilation = *std::move(compiled);
  std::string findings;
  for (const auto& finding : compilation->sink.all()) findings += finding.message + "\n";
  REQUIRE_MESSAGE(!compilation->mappings.empty(), findings);
  return *compilation;
}

sync::Sides<std::string> accounts() {
  return {"147893286", netsuite_options.account};
}

std::map<std::string, std::int64_t> counts_of(sandbox::System& system, const char* what) {
  std::map<std::string, std::int64_t> counts;
  const value::Json dump = system.dump();
  for (const auto& [kind, count] : dump.find(what)->members()) counts[kind] = *count.integer();
  return counts;
}

}  // namespace

const char* const contacts_mapping = R"parley(
mapping contacts {
  left  hs = hubspot.contacts
  right ns = netsuite.customer where ns.isPerson
  scope hs: has(hs.email)
  scope ns: !ns.isInactive
  match email(hs.email) == email(ns.email)
  fields {
    hs.email     <-> ns.email      via email  else keep  conflict prefer hs
    hs.firstname <-> ns.firstName  via trim  conflict prefer hs
    hs.lastname  <-> ns.lastName   via trim  default -> "(unknown)"  conflict prefer ns
    hs.jobtitle  <-> ns.title      conflict review
  }
}
)parley";

World::World(const std::string& mapping)
    : clock_(sandbox::virtual_start),
      hubspot_(hubspot_options, clock_),
      netsuite_(netsuite_options, clock_),
      compilation_(compiled_once(mapping)),
      state_(scratch_path()) {}

World::~World() {
  std::filesystem::remove_all(std::filesystem::path(state_).parent_path());
}

std::string World::load_contact(const value::Json& values) {
  auto id = hubspot_.load(values, sandbox::virtual_start - core::Duration::seconds(86'400));
  REQUIRE_MESSAGE(id.has_value(), (id ? "" : id.error().message));
  return *id;
}

std::string World::load_customer(const value::Json& values) {
  auto id = netsuite_.load(values, sandbox::virtual_start - core::Duration::seconds(86'400));
  REQUIRE_MESSAGE(id.has_value(), (id ? "" : id.error().message));
  return *id;
}

std::optional<http::Response> World::answer(const http::Request& request) {
  const std::uint64_t number = requests++;
  const Fate what = fate ? fate(number) : Fate::answered;
  if (what == Fate::cut_before) return std::nullopt;
  const bool left = request.url.starts_with("https://hubspot.test");
  sandbox::Request asked;
  asked.method = http::method_name(request.method);
  const auto host = request.url.find("//") + 2;
  const auto path = request.url.find('/', host);
  asked.target = request.url.substr(path);
  asked.headers.push_back({"Host", request.url.substr(host, path - host)});
  for (const http::Header& header : request.headers.all) asked.headers.push_back({header.name, header.value});
  asked.body = request.body;
  const sandbox::Response reply = (left ? static_cast<sandbox::System&>(hubspot_) : netsuite_).answer(asked);
  if (what == Fate::killed) throw Killed{};
  if (reply.cut || what == Fate::applied_then_cut) return std::nullopt;
  http::Response response;
  response.status = reply.status;
  for (const sandbox::Header& header : reply.headers) response.headers.add(header.name, header.value);
  response.body = reply.body;
  if (answered) answered(response);
  return response;
}

core::Result<run::Cycle> World::sync(run::CycleOptions options) {
  core::Random random(7);
  io::SimulatedWire wire(clock_, latency, [this](const http::Request& request) { return answer(request); });
  auto left =
      hubspot::make_connector({.url = "https://hubspot.test", .index_lag = core::Duration::seconds(60)});
  netsuite::Settings settings;
  settings.url = "http://netsuite.test";
  settings.account = netsuite_options.account;
  settings.objects = compilation_.schemas.system("netsuite")->objects;
  auto right = netsuite::make_connector(settings);
  const auto bearer = http::bearer(http::Secret(hubspot_options.token));
  const auto signed_by = http::oauth1({netsuite_options.account, netsuite_options.consumer,
                                       http::Secret(netsuite_options.consumer_secret), netsuite_options.token,
                                       http::Secret(netsuite_options.token_secret)});
  http::Channel hubspot_channel(
      {"hubspot", {}, {}, {}, 4}, wire, *bearer, [&](const http::Response& r) { return left->learn(r); },
      random);
  http::Channel netsuite_channel(
      {"netsuite", {}, {}, {}, 4}, wire, *signed_by, [&](const http::Response& r) { return right->learn(r); },
      random);
  run::Remotes remotes(wire, {{left.get(), &hubspot_channel}, {right.get(), &netsuite_channel}});
  const auto store = TRY(store::open_sqlite(state_, clock_));
  const store::Lease lease = TRY(store->acquire({}, "simulation", core::Duration::seconds(3600)));
  const driver::CompiledMapping& compiled = compilation_.mappings.at(mapping);
  const auto evaluator = driver::interpreted(compiled, clock_.now());
  const sync::Setting setting = TRY(
      sync::open_setting({compiled.program, *evaluator, *store, lease, remotes, accounts(), "simulation"}));
  auto result = run::cycle(setting, options);
  TRY_VOID(sync::forget_plan(setting));
  TRY_VOID(store->release(lease));
  return result;
}

void World::edit(sandbox::System& system, const std::string& id, const value::Json& values) {
  const value::Json change = value::Json::Object{{"id", id}, {"values", values}};
  const auto edited = system.edit(change);
  REQUIRE_MESSAGE(edited.has_value(), (edited ? "" : edited.error().message));
}

std::map<std::string, std::int64_t> World::effects(sandbox::System& system) {
  return counts_of(system, "effects");
}

std::map<std::string, std::int64_t> World::requests_of(sandbox::System& system) {
  return counts_of(system, "requests");
}

std::int64_t World::writes() {
  std::int64_t sum = 0;
  for (sandbox::System* system :
       {static_cast<sandbox::System*>(&hubspot_), static_cast<sandbox::System*>(&netsuite_)})
    for (const auto& [kind, count] : effects(*system)) sum += count;
  return sum;
}

std::vector<std::string> World::failures() {
  std::vector<std::string> texts;
  const auto store = store::open_sqlite(state_, clock_);
  REQUIRE(store.has_value());
  const auto names = (*store)->mapping_names();
  REQUIRE(names.has_value());
  auto rows = (*store)->failures(names->front().first, std::nullopt);
  for (auto row = rows.next(); row && *row; row = rows.next())
    texts.push_back((*row)->category + ": " + (*row)->text);
  return texts;
}

int World::plan_rows() {
  const auto store = store::open_sqlite(state_, clock_);
  REQUIRE(store.has_value());
  auto runs = (*store)->runs();
  const auto last = runs.next();
  REQUIRE((last && *last));
  int count = 0;
  auto rows = (*store)->plan((*last)->no, store::Seq(0));
  for (auto row = rows.next(); row && *row; row = rows.next()) ++count;
  return count;
}

sync::Survey World::survey() {
  const auto store = store::open_sqlite(state_, clock_);
  REQUIRE(store.has_value());
  const auto what = sync::find_surveyed(**store, compilation_.mappings.at(mapping).program, accounts());
  REQUIRE((what && *what));
  auto survey = sync::survey(**store, **what);
  REQUIRE(survey.has_value());
  return *std::move(survey);
}

value::Json World::records(sandbox::System& system) {
  const value::Json dump = system.dump();
  return *dump.find("records");
}

}  // namespace parley::simulation
