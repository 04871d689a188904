#include <fmt/format.h>

#include <charconv>

#include "engine/cli/command.hpp"
#include "engine/sandbox/serve.hpp"

namespace parley::cli {

namespace {

using sandbox::SandboxOptions;

core::Result<std::int64_t> number(const Arguments& arguments, std::string_view option,
                                  std::int64_t otherwise) {
  if (!arguments.has(option)) return otherwise;
  std::string text = arguments.value(option);
  std::int64_t out = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error == std::errc() && end == text.data() + text.size() && out >= 0) return out;
  return core::fail(core::ErrorKind::usage, fmt::format("{} takes a whole number, not \"{}\"", option, text));
}

core::Result<int> port(const Arguments& arguments, std::string_view option) {
  auto out = TRY(number(arguments, option, 0));
  if (out <= 65'535) return static_cast<int>(out);
  return core::fail(core::ErrorKind::usage, fmt::format("{} takes a port up to 65535", option));
}

core::Result<void> read_population(const Arguments& arguments, SandboxOptions& options) {
  if (!arguments.has("--generate")) return {};
  sandbox::PopulationOptions asked;
  asked.count = TRY(number(arguments, "--generate", asked.count));
  asked.seed = static_cast<std::uint64_t>(TRY(number(arguments, "--seed", 7)));
  asked.overlap_percent = TRY(number(arguments, "--overlap", asked.overlap_percent));
  asked.duplicates = TRY(number(arguments, "--duplicates", 0));
  asked.without_email = TRY(number(arguments, "--without-email", 0));
  asked.inactive = TRY(number(arguments, "--inactive", 0));
  options.population = asked;
  return {};
}

core::Result<void> read_files(const Arguments& arguments, SandboxOptions& options) {
  for (const std::string& file : arguments.values("--load")) {
    bool left = file.starts_with("hubspot=");
    if (!left && !file.starts_with("netsuite=")) {
      return core::fail(core::ErrorKind::usage,
                        fmt::format("--load takes hubspot=FILE or netsuite=FILE, not \"{}\"", file));
    }
    options.files.emplace_back(left ? sandbox::ServedSystem::hubspot : sandbox::ServedSystem::netsuite,
                               file.substr(file.find('=') + 1));
  }
  return {};
}

core::Result<SandboxOptions> read_options(const Arguments& arguments) {
  SandboxOptions options;
  options.hubspot_port = TRY(port(arguments, "--hubspot-port"));
  options.netsuite_port = TRY(port(arguments, "--netsuite-port"));
  options.virtual_clock = arguments.value("--clock") == "virtual";
  options.hubspot.search_lag = core::Duration::seconds(TRY(number(arguments, "--lag", 3)));
  options.hubspot.burst_max = TRY(number(arguments, "--burst", options.hubspot.burst_max));
  options.hubspot.search_max = TRY(number(arguments, "--searches", options.hubspot.search_max));
  options.netsuite.concurrency_max =
      static_cast<int>(TRY(number(arguments, "--concurrency", options.netsuite.concurrency_max)));
  options.netsuite.time_zone = arguments.value("--zone", options.netsuite.time_zone);
  options.netsuite.date_format = arguments.value("--date-format", options.netsuite.date_format);
  options.env_file = arguments.value("--env-file");
  options.port_file = arguments.value("--port-file");
  TRY_VOID(read_population(arguments, options));
  TRY_VOID(read_files(arguments, options));
  return options;
}

Exit serve_both(const Arguments& arguments, Console& console) {
  auto options = read_options(arguments);
  if (!options) return report(options.error(), console);
  core::Result<void> printed;
  auto served = sandbox::serve(*options, [&](const sandbox::SandboxPorts& ports) {
    if (arguments.has("--print-env")) {
      console.out(sandbox::environment_lines(*options, ports));
    } else {
      console.out(fmt::format("HubSpot   http://127.0.0.1:{}\nNetSuite  http://127.0.0.1:{}\nCtrl-C stops.\n",
                              ports.hubspot, ports.netsuite));
    }
    printed = console.flush();
  });
  if (!served) return report(served.error(), console);
  return printed ? Exit::done : report(printed.error(), console);
}

}  // namespace

extern const Command sandbox_command;
const Command sandbox_command = {
    .name = "sandbox",
    .summary = "Serve local copies of HubSpot and NetSuite to try mappings on",
    .example = "parley sandbox --generate 500 --print-env   fills both with people, prints their addresses",
    .positionals = {},
    .options =
        {
            {"--generate", "N", "fill both systems with N made-up people each"},
            {"--seed", "N", "which people (7)"},
            {"--overlap", "PERCENT", "how many of them are in both systems (60)"},
            {"--duplicates", "N", "records in each system that repeat another"},
            {"--without-email", "N", "people in each system without e-mail"},
            {"--inactive", "N", "inactive NetSuite customers of people in both systems"},
            {"--load", "SYSTEM=FILE",
             "load records: hubspot=FILE or netsuite=FILE (.ndjson, .csv, Salesforce tree .json)", true},
            {"--clock", "CLOCK", "real, or virtual: a second a request", false, {"real", "virtual"}},
            {"--lag", "SECONDS", "how late HubSpot's search shows a change (3)"},
            {"--burst", "N", "HubSpot calls in 10 seconds, 0 for no limit (190)"},
            {"--searches", "N", "HubSpot searches in a second, 0 for no limit (5)"},
            {"--concurrency", "N", "NetSuite calls at once, 0 for no limit (5)"},
            {"--zone", "ZONE", "NetSuite's time zone (America/Los_Angeles)"},
            {"--date-format", "PATTERN", "NetSuite's date format (MM/DD/YYYY)"},
            {"--hubspot-port", "PORT", "a fixed port instead of a free one"},
            {"--netsuite-port", "PORT", "a fixed port instead of a free one"},
            {"--print-env", "", "print `export NAME=value` lines for a shell"},
            {"--env-file", "FILE", "write these lines to FILE when both systems answer"},
            {"--port-file", "FILE", "write both ports to FILE when both systems answer"},
        },
    .run = serve_both,
};

}  // namespace parley::cli
