// serve: both systems on loopback ports, filled from a generator and from files, until the process is told to
// stop (SIGTERM, SIGINT). Everything that `parley sandbox` does lies here; the command only reads its
// options.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/sandbox/hubspot_sandbox.hpp"
#include "engine/sandbox/load.hpp"
#include "engine/sandbox/netsuite_sandbox.hpp"
#include "engine/sandbox/population.hpp"

namespace parley::sandbox {

struct SandboxOptions {
  HubspotOptions hubspot;
  NetsuiteOptions netsuite;
  int hubspot_port = 0;  // 0: a free one
  int netsuite_port = 0;
  bool virtual_clock =
      false;  // starts at virtual_start and moves by a second a request, else the machine's time
  std::optional<PopulationOptions> population;
  std::vector<std::pair<ServedSystem, std::string>> files;  // loaded after the population, in order
  std::string env_file;   // written, when both ports are open, with the lines of environment_lines
  std::string port_file;  // the same with "hubspot PORT" and "netsuite PORT"
};

struct SandboxPorts {
  int hubspot = 0;
  int netsuite = 0;
};

// export HUBSPOT_URL=…: what a script needs to reach both systems.
std::string environment_lines(const SandboxOptions& options, const SandboxPorts& ports);

// Loads, opens both ports, writes the files, calls `ready`, and blocks. Fails with ErrorKind::input for a
// file that cannot be loaded, ErrorKind::usage for options that contradict each other, ErrorKind::machine for
// a port in use or a file that cannot be written. Blocks SIGTERM and SIGINT for the calling thread while it
// runs.
core::Result<void> serve(const SandboxOptions& options,
                         const std::function<void(const SandboxPorts&)>& ready);

}  // namespace parley::sandbox
