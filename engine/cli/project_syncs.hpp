// The syncs of a project, as plan, sync, status, why and conflicts open them: reads parley.yaml, compiles
// each sync's mapping, and opens its session or only its state.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "engine/cli/command.hpp"
#include "engine/cli/disk_files.hpp"
#include "engine/run/project.hpp"
#include "engine/run/session.hpp"
#include "engine/sync/survey.hpp"

namespace parley::cli {

// A sync with its mapping compiled.
struct OpenedSync {
  const run::Project& project;
  const run::SyncEntry& entry;
  std::unique_ptr<driver::Compilation> compilation;
  const driver::CompiledMapping* mapping = nullptr;

  sync::Sides<std::string> accounts() const;
  std::string title() const;  // "contacts: hubspot.contacts (1) <-> netsuite.customer (2)"
  // By --engine, --verify and --no-cache.
  core::Result<std::unique_ptr<run::Session>> connect(const Arguments& arguments, Console& console) const;
};

// "--project FILE --env NAME --confirm --format FORMAT --unmasked" and the positional [SYNC].
std::vector<Option> project_options(std::vector<Option> more);
std::vector<Positional> sync_positional();

// Runs `each` for every sync asked for; the worst exit code of all. Errors are reported.
Exit for_each_sync(const Arguments& arguments, Console& console,
                   const std::function<Exit(const OpenedSync&)>& each);

// The same on the state alone, where there is one.
struct OpenedState {
  const OpenedSync& sync;
  store::Store& store;
  const sync::Surveyed& what;
};
Exit for_each_state(const Arguments& arguments, Console& console,
                    const std::function<Exit(const OpenedState&)>& each);

bool wants_json(const Arguments& arguments);

// Personal values leave the terminal masked.
struct Masking {
  bool masked = false;
  const abi::Program& program;

  std::string shown(const sync::Value& value, bool personal) const;
  std::string shown(abi::RuleNo rule, abi::Side side, const sync::Values& values) const;
};
Masking masking(const Arguments& arguments, const Console& console, const abi::Program& program);

}  // namespace parley::cli
