// Project: parley.yaml, read and checked. Its keys are described in docs/operations/project.md. Secrets never
// stand in it, only references to them. Errors name file and line. Plain data once read.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "stdlib/core/clock.hpp"
#include "stdlib/core/result.hpp"

namespace parley::run {

struct SecretReference {
  enum class Kind { env, file, exec };
  Kind kind = Kind::env;
  std::vector<std::string> words;  // the variable, the path, or the program and its arguments
};

struct Connection {
  std::string name;
  std::string system;                              // "hubspot"
  std::string account;                             // compared with the live answer before anything is read
  std::string api;                                 // empty: the connector's own
  std::string url;                                 // empty: the system's own
  std::string marker;                              // empty: the connector's own
  std::optional<core::Duration> lag;               // of the system's index, where it is known better
  std::map<std::string, SecretReference> secrets;  // "token"; or "consumer", "consumer_secret" …
  int line = 0;
};

struct SyncEntry {
  std::string name;
  std::string mapping;       // a path, relative to the project
  std::string mapping_name;  // which mapping of the file; empty: its only one
  std::string left, right;   // connections
  int line = 0;
};

struct Project {
  std::string path;
  std::string folder;  // "" or ending in "/"
  std::map<std::string, Connection> connections;
  std::vector<SyncEntry> syncs;
  std::string state = "sqlite:state.db";
  bool confirm = false;  // the environment wants --confirm

  const Connection& connection(const std::string& name) const { return connections.at(name); }
  const SyncEntry* find(const std::string& sync) const;
};

// `environment`: laid over the rest; empty: none.
core::Result<Project> parse_project(const std::string& text, const std::string& path,
                                    const std::string& environment);

// The file of the state, with env: resolved. Only sqlite: so far.
core::Result<std::string> state_path(const Project& project);

}  // namespace parley::run
