// World: HubSpot's and NetSuite's sandboxes, a compiled mapping, and Parley between them, all in this process
// on one virtual clock. Each sync is a new process to the state: everything but the store's file and the two
// systems is made anew.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "compiler/driver/compile.hpp"
#include "engine/io/simulated.hpp"
#include "engine/run/cycle.hpp"
#include "engine/sandbox/hubspot_sandbox.hpp"
#include "engine/sandbox/netsuite_sandbox.hpp"
#include "engine/sync/survey.hpp"

namespace parley::simulation {

class World {
 public:
  explicit World(const std::string& mapping);
  ~World();

  sandbox::System& hubspot() { return hubspot_; }
  sandbox::System& netsuite() { return netsuite_; }

  // Records as files load them, long before the first sync.
  std::string load_contact(const value::Json& values);
  std::string load_customer(const value::Json& values);

  // One `parley sync --accept`, in a process of its own.
  core::Result<run::Cycle> sync(run::CycleOptions options = {.accepted = true});
  std::size_t mapping = 0;  // which of the file's mappings is synced

  // Called before each request arrives; `cut` after it was applied ends the connection.
  enum class Fate { answered, applied_then_cut, cut_before, killed };
  std::function<Fate(std::uint64_t request)> fate = {};
  std::uint64_t requests = 0;  // since the world began
  // Called with each answer on its way back, for what the sandboxes do not serve.
  std::function<void(http::Response&)> answered = {};

  // What sync() throws when a request's fate is `killed`: the request was applied, and the process is no
  // more.
  struct Killed {};

  // Creations and updates that the systems really saw, from their dumps.
  std::map<std::string, std::int64_t> effects(sandbox::System& system);
  std::int64_t writes();
  // Requests by kind, as a system counted them.
  std::map<std::string, std::int64_t> requests_of(sandbox::System& system);
  // "category: text" of the records that the state lists as failing, waiting or for a person.
  std::vector<std::string> failures();
  int plan_rows();        // that the last run left behind
  sync::Survey survey();  // what `parley status` shows of the mapping
  value::Json records(sandbox::System& system);
  // A person's edit in the system's own screens.
  void edit(sandbox::System& system, const std::string& id, const value::Json& values);
  void advance(std::int64_t seconds) { clock_.advance(core::Duration::seconds(seconds)); }
  const std::string& state_path() const { return state_; }

 private:
  std::optional<http::Response> answer(const http::Request& request);

  io::SimulatedClock clock_;
  sandbox::HubspotSandbox hubspot_;
  sandbox::NetsuiteSandbox netsuite_;
  driver::Compilation& compilation_;  // shared by all worlds of one mapping
  std::string state_;
};

// The mapping that most simulations run.
extern const char* const contacts_mapping;

}  // namespace parley::simulation
