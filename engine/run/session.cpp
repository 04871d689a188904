#include "engine/run/session.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include "compiler/driver/evaluator.hpp"
#include "engine/connector/hubspot/hubspot.hpp"
#include "engine/connector/netsuite/netsuite.hpp"
#include "engine/run/secrets.hpp"
#include "engine/sync/plan.hpp"
#include "stdlib/functions/zone.hpp"

namespace parley::run {
namespace {

constexpr core::Duration lease_length = core::Duration::seconds(3600);

std::optional<core::Duration> offset(std::string_view zone, value::DateTime civil) {
  if (!functions::is_zone(zone)) return std::nullopt;
  return core::Duration{civil.microseconds - functions::resolve(civil, zone).earlier.microseconds};
}

std::unique_ptr<connector::Connector> make_hubspot(const Connection& connection) {
  hubspot::Settings settings;
  if (!connection.url.empty()) settings.url = connection.url;
  if (!connection.api.empty()) settings.api = connection.api;
  if (!connection.marker.empty()) settings.marker = connection.marker;
  if (connection.lag) settings.index_lag = *connection.lag;
  return hubspot::make_connector(std::move(settings));
}

std::unique_ptr<connector::Connector> make_netsuite(const Connection& connection,
                                                    std::vector<schema::Object> objects) {
  netsuite::Settings settings;
  settings.url = connection.url.empty() ? netsuite::url_of(connection.account) : connection.url;
  settings.account = connection.account;
  settings.objects = std::move(objects);
  if (!connection.marker.empty()) settings.marker = connection.marker;
  settings.zones = offset;
  if (connection.lag) settings.overlap = *connection.lag;
  return netsuite::make_connector(std::move(settings));
}

core::Result<std::unique_ptr<http::Authorizer>> authorizer(const Connection& connection) {
  std::map<std::string, http::Secret> secrets;
  for (const auto& [name, reference] : connection.secrets)
    secrets[name] = TRY(fetch(reference, fmt::format("connection {}: {}", connection.name, name)));
  if (connection.system == "hubspot") return http::bearer(std::move(secrets["token"]));
  return http::oauth1({connection.account, secrets["consumer"].reveal(), secrets["consumer_secret"],
                       secrets["token"].reveal(), secrets["token_secret"]});
}

}  // namespace

core::Result<std::unique_ptr<Session>> Session::open(const SessionOptions& options) {
  std::unique_ptr<Session> session(new Session);
  TRY_VOID(session->connect(options));
  TRY_VOID(session->open_state(options));
  return session;
}

Session::~Session() {
  if (setting_) (void)sync::forget_plan(*setting_);  // what stays is forgotten by the next run
  setting_.reset();
  if (store_ && lease_) (void)store_->release(*lease_);
}

core::Result<void> Session::connect(const SessionOptions& options) {
  random_ = std::make_unique<core::Random>(io::system_seed());
  wire_ = io::open_wire(clock_);
  accounts_.left = TRY(connect_one(options, options.project.connection(options.entry.left)));
  accounts_.right = TRY(connect_one(options, options.project.connection(options.entry.right)));
  for (const abi::Side side : sync::both_sides) {
    const std::string& wanted = options.mapping.program.shape(side).system;
    const std::string_view given = accounts_.at(side).connector->system();
    if (given != wanted)
      return core::fail(core::ErrorKind::input,
                        fmt::format("{}:{}: sync {}: the mapping's {} side is {}, the connection is {}",
                                    options.project.path, options.entry.line, options.entry.name,
                                    sync::side_word(side), wanted, given));
  }
  remotes_ = std::make_unique<Remotes>(
      *wire_, sync::Sides<Account>{{accounts_.left.connector.get(), accounts_.left.channel.get()},
                                   {accounts_.right.connector.get(), accounts_.right.channel.get()}});
  return {};
}

core::Result<Session::Connected> Session::connect_one(const SessionOptions& options,
                                                      const Connection& connection) {
  Connected made;
  if (connection.system == "hubspot") {
    made.connector = make_hubspot(connection);
  } else {
    const schema::System* system = options.compilation.schemas.system("netsuite");
    made.connector =
        make_netsuite(connection, system == nullptr ? std::vector<schema::Object>() : system->objects);
  }
  made.authorizer = TRY(authorizer(connection));
  http::ChannelSettings settings;
  settings.account = connection.name;
  if (connection.system == "hubspot") settings.lanes["search"] = {5, core::Duration::seconds(1)};
  const connector::Connector* learner = made.connector.get();
  made.channel = std::make_unique<http::Channel>(
      std::move(settings), *wire_, *made.authorizer,
      [learner](const http::Response& response) { return learner->learn(response); }, *random_);
  return made;
}

// Decided before the first record, so that a run can be repeated exactly.
core::Result<void> Session::choose_engine(const SessionOptions& options) {
  const core::Instant now = clock_.now();
  evaluator_ = driver::interpreted(options.mapping, now);
  if (options.engine == driver::Engine::interpret) return {};
  auto compiled = std::make_unique<driver::CompiledEvaluator>(
      options.mapping, std::move(evaluator_),
      driver::CompiledEvaluator::Options{now, options.verify_every, options.cache});
  const std::string interpreted = compiled->interpreted_parts();
  if (options.engine == driver::Engine::compiled && !interpreted.empty())
    return core::fail(core::ErrorKind::input, "this mapping has no compiled form: " + interpreted,
                      "Use --engine auto or --engine interpret");
  compiled_ = compiled.get();
  evaluator_ = std::move(compiled);
  return {};
}

core::Result<void> Session::open_state(const SessionOptions& options) {
  const std::string path = TRY(state_path(options.project));
  store_ = TRY(store::open_sqlite(path, clock_));
  if (store_->generation().restored)
    return core::fail(
        core::ErrorKind::input, "the state is older than this machine last saw it: a backup was put back",
        "this version cannot re-baseline it; put the newest state back, or start from an empty one");
  lease_ = TRY(store_->acquire({}, fmt::format("{} (process {})", options.actor, getpid()), lease_length));
  TRY_VOID(choose_engine(options));
  sync::Sides<std::string> names{options.project.connection(options.entry.left).account,
                                 options.project.connection(options.entry.right).account};
  setting_.emplace(TRY(sync::open_setting(
      {options.mapping.program, *evaluator_, *store_, *lease_, *remotes_, std::move(names), options.actor})));
  return {};
}

}  // namespace parley::run
