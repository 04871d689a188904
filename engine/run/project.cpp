#include "engine/run/project.hpp"

#include <fmt/core.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cstdlib>
#include <set>

namespace parley::run {
namespace {

constexpr const char* tba_keys[] = {"consumer", "consumer_secret", "token", "token_secret"};

class Reading {
 public:
  Reading(std::string path, std::string environment) : environment_(std::move(environment)) {
    project_.path = std::move(path);
    const auto slash = project_.path.rfind('/');
    if (slash != std::string::npos) project_.folder = project_.path.substr(0, slash + 1);
  }

  core::Result<Project> read(const YAML::Node& root) {
    if (!root.IsMap())
      return wrong(root, "is no project: it has keys such as `version`, `connections` and `syncs`");
    TRY_VOID(only(root, "the project", {"version", "connections", "state", "syncs", "environments"}));
    if (!root["version"] || root["version"].Scalar() != "1") return wrong(root, "`version: 1` is missing");
    TRY_VOID(read_connections(root["connections"]));
    if (root["state"]) project_.state = root["state"].Scalar();
    TRY_VOID(read_syncs(root["syncs"]));
    TRY_VOID(overlay(root["environments"]));
    for (const auto& [name, connection] : project_.connections) TRY_VOID(check(connection));
    return std::move(project_);
  }

 private:
  std::unexpected<core::Error> wrong(int line, const std::string& words, std::string remedy = {}) const {
    return core::fail(core::ErrorKind::input, fmt::format("{}:{}: {}", project_.path, line, words),
                      std::move(remedy));
  }
  std::unexpected<core::Error> wrong(const YAML::Node& node, const std::string& words,
                                     std::string remedy = {}) const {
    return wrong(line_of(node), words, std::move(remedy));
  }
  static int line_of(const YAML::Node& node) { return node.Mark().line + 1; }

  core::Result<void> only(const YAML::Node& node, const std::string& what,
                          const std::set<std::string>& keys) const {
    for (const auto& member : node)
      if (!keys.contains(member.first.Scalar()))
        return wrong(member.first, fmt::format("{} has no key `{}`", what, member.first.Scalar()));
    return {};
  }

  core::Result<std::string> text(const YAML::Node& node, const std::string& what, const char* key) const {
    if (!node[key]) return wrong(node, fmt::format("{}: `{}` is missing", what, key));
    if (!node[key].IsScalar()) return wrong(node[key], fmt::format("{}: `{}` must be a text", what, key));
    return node[key].Scalar();
  }

  core::Result<void> read_connections(const YAML::Node& all) {
    if (!all || !all.IsMap() || all.size() == 0) return wrong(1, "`connections` names no connection");
    for (const auto& member : all) {
      Connection connection;
      connection.name = member.first.Scalar();
      connection.line = line_of(member.first);
      TRY_VOID(lay_over(connection, member.second));
      project_.connections.emplace(connection.name, std::move(connection));
    }
    return {};
  }

  core::Result<void> lay_over(Connection& connection, const YAML::Node& node) {
    const std::string what = "connection " + connection.name;
    if (!node.IsMap()) return wrong(node, what + " must be a mapping of keys");
    TRY_VOID(only(node, what, {"system", "account", "api", "url", "marker", "lag", "auth"}));
    for (const auto& [key, place] : {std::pair{"system", &connection.system},
                                     {"account", &connection.account},
                                     {"api", &connection.api},
                                     {"url", &connection.url},
                                     {"marker", &connection.marker}})
      if (node[key]) *place = TRY(text(node, what, key));
    if (node["lag"]) connection.lag = TRY(duration(node["lag"], what));
    if (node["auth"]) TRY_VOID(read_auth(connection, node["auth"], what));
    return {};
  }

  core::Result<core::Duration> duration(const YAML::Node& node, const std::string& what) const {
    const std::string& word = node.Scalar();
    const auto digits = word.find_first_not_of("0123456789");
    if (digits == std::string::npos || digits == 0 || digits > 6)
      return wrong(node, what + ": a duration is written like 60s, 5m or 1h");
    const std::int64_t n = std::stoll(word.substr(0, digits));
    const std::string unit = word.substr(digits);
    if (unit == "s") return core::Duration::seconds(n);
    if (unit == "m") return core::Duration::seconds(n * 60);
    if (unit == "h") return core::Duration::seconds(n * 3600);
    return wrong(node, what + ": a duration is written like 60s, 5m or 1h");
  }

  core::Result<void> read_auth(Connection& connection, const YAML::Node& auth, const std::string& what) {
    if (!auth.IsMap()) return wrong(auth, what + ": `auth` must be {token: …} or {tba: {…}}");
    TRY_VOID(only(auth, what + ": auth", {"token", "tba", "oauth2"}));
    if (auth["oauth2"])
      return wrong(auth["oauth2"], what + ": this version cannot use oauth2", "use `token` or `tba`");
    connection.secrets.clear();
    if (auth["token"]) connection.secrets["token"] = TRY(secret(auth["token"], what + ": token"));
    if (!auth["tba"]) return {};
    for (const char* key : tba_keys) {
      if (!auth["tba"].IsMap() || !auth["tba"][key])
        return wrong(auth["tba"], fmt::format("{}: auth.tba.{} is missing", what, key));
      connection.secrets[key] = TRY(secret(auth["tba"][key], fmt::format("{}: {}", what, key)));
    }
    return {};
  }

  // The value itself is never printed: it may be the secret that should not stand here.
  core::Result<SecretReference> secret(const YAML::Node& node, const std::string& what) const {
    if (node.IsMap() && node["exec"] && node["exec"].IsSequence() && node["exec"].size() > 0) {
      SecretReference reference{SecretReference::Kind::exec, {}};
      for (const auto& word : node["exec"]) reference.words.push_back(word.Scalar());
      return reference;
    }
    const std::string word = node.IsScalar() ? node.Scalar() : "";
    if (word.starts_with("env:") && word.size() > 4)
      return SecretReference{SecretReference::Kind::env, {word.substr(4)}};
    if (word.starts_with("file:") && word.size() > 5)
      return SecretReference{SecretReference::Kind::file, {word.substr(5)}};
    return wrong(node, what + " must be a reference, never the secret itself",
                 "write env:NAME, file:/path or {exec: [program, argument]}");
  }

  core::Result<void> read_syncs(const YAML::Node& all) {
    if (!all || !all.IsMap() || all.size() == 0) return wrong(1, "`syncs` names no sync");
    for (const auto& member : all) {
      SyncEntry entry;
      entry.name = member.first.Scalar();
      entry.line = line_of(member.first);
      const std::string what = "sync " + entry.name;
      const YAML::Node& node = member.second;
      if (!node.IsMap()) return wrong(node, what + " must be a mapping of keys");
      TRY_VOID(only(node, what, {"mapping", "name", "left", "right", "every"}));
      entry.mapping = TRY(text(node, what, "mapping"));
      if (node["name"]) entry.mapping_name = TRY(text(node, what, "name"));
      entry.left = TRY(text(node, what, "left"));
      entry.right = TRY(text(node, what, "right"));
      for (const std::string& used : {entry.left, entry.right})
        if (!project_.connections.contains(used))
          return wrong(node, fmt::format("{}: there is no connection `{}`", what, used));
      project_.syncs.push_back(std::move(entry));
    }
    return {};
  }

  core::Result<void> overlay(const YAML::Node& all) {
    if (environment_.empty()) return {};
    if (!all || !all.IsMap() || !all[environment_])
      return wrong(1, fmt::format("there is no environment `{}`", environment_));
    const YAML::Node node = all[environment_];
    TRY_VOID(only(node, "environment " + environment_, {"connections", "state", "confirm"}));
    if (node["state"]) project_.state = node["state"].Scalar();
    if (node["confirm"]) project_.confirm = node["confirm"].Scalar() == "true";
    for (const auto& member : node["connections"]) {
      const auto at = project_.connections.find(member.first.Scalar());
      if (at == project_.connections.end())
        return wrong(member.first, fmt::format("there is no connection `{}`", member.first.Scalar()));
      TRY_VOID(lay_over(at->second, member.second));
    }
    return {};
  }

  core::Result<void> check(const Connection& connection) const {
    const std::string what = "connection " + connection.name;
    if (connection.system != "hubspot" && connection.system != "netsuite")
      return wrong(connection.line, fmt::format("{}: no system `{}`", what, connection.system),
                   "systems: hubspot, netsuite");
    if (connection.account.empty())
      return wrong(connection.line, what + ": `account` is missing",
                   "it is compared with the live account before anything is read");
    const char* needed = connection.system == "hubspot" ? "token" : "token_secret";
    if (!connection.secrets.contains(needed))
      return wrong(connection.line, fmt::format("{}: `auth` must give {}", what,
                                                connection.system == "hubspot" ? "a token" : "tba secrets"));
    if (connection.url.empty() || connection.url.starts_with("https://")) return {};
    for (const char* loopback : {"http://127.0.0.1", "http://localhost", "http://[::1]"})
      if (connection.url.starts_with(loopback)) return {};
    return wrong(connection.line, what + ": plain http is for this machine only; `url` must be https");
  }

  std::string environment_;
  Project project_;
};

}  // namespace

const SyncEntry* Project::find(const std::string& sync) const {
  const auto at =
      std::find_if(syncs.begin(), syncs.end(), [&](const SyncEntry& s) { return s.name == sync; });
  return at == syncs.end() ? nullptr : &*at;
}

core::Result<Project> parse_project(const std::string& text, const std::string& path,
                                    const std::string& environment) {
  try {
    return Reading(path, environment).read(YAML::Load(text));
  } catch (const YAML::Exception& error) {
    return core::fail(core::ErrorKind::input, fmt::format("{}:{}: {}", path, error.mark.line + 1, error.msg));
  }
}

core::Result<std::string> state_path(const Project& project) {
  std::string state = project.state;
  if (state.starts_with("env:")) {
    const char* value = std::getenv(state.c_str() + 4);
    if (value == nullptr)
      return core::fail(core::ErrorKind::input, fmt::format("{}: the variable {} of `state` is not set",
                                                            project.path, state.substr(4)));
    state = value;
  }
  if (!state.starts_with("sqlite:"))
    return core::fail(core::ErrorKind::input, fmt::format("{}: `state` must be sqlite:FILE", project.path),
                      "other stores are not in this version");
  const std::string file = state.substr(7);
  return file.starts_with("/") ? file : project.folder + file;
}

}  // namespace parley::run
