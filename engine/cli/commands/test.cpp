// Runs the `test` blocks of mapping files.
#include <fmt/format.h>

#include "engine/cli/disk_files.hpp"
#include "engine/cli/findings.hpp"
#include "engine/cli/trial.hpp"
#include "stdlib/value/json.hpp"

namespace parley::cli {

namespace {

struct Tally {
  std::size_t run = 0;
  std::size_t failed = 0;
  value::Json report = value::Json::array();
};

void print(const std::string& path, const TrialResult& result, Tally& tally, const Arguments& arguments,
           Console& console) {
  ++tally.run;
  if (!result.differences.empty()) ++tally.failed;
  if (arguments.value("--format") == "json") {
    value::Json one = value::Json::object();
    one["file"] = path;
    one["line"] = value::Json(static_cast<std::int64_t>(result.line));
    one["title"] = result.title;
    one["differences"] = value::Json::array();
    for (const std::string& difference : result.differences) one["differences"].push(difference);
    tally.report.push(std::move(one));
    return;
  }
  console.out(fmt::format("{} {}:{} {}\n", result.differences.empty() ? "ok  " : "FAIL", path, result.line,
                          result.title));
  for (const std::string& difference : result.differences)
    console.out(fmt::format("       {}\n", difference));
}

Exit test(const Arguments& arguments, Console& console) {
  DiskFiles files;
  Tally tally;
  for (const std::string& path : arguments.all("FILE")) {
    Exit code = Exit::done;
    auto compilation = compile_or_report(path, files, arguments, console, code);
    if (!compilation) return code;
    for (const check::Test& one : compilation->checked.tests)
      print(path, run_trial(one, *compilation), tally, arguments, console);
  }
  if (arguments.value("--format") == "json")
    console.out(value::write_json_pretty(tally.report));
  else
    console.out(fmt::format("{} tests, {} failed\n", tally.run, tally.failed));
  return tally.failed > 0 ? Exit::findings : Exit::done;
}

}  // namespace

extern const Command test_command;
const Command test_command = {
    .name = "test",
    .summary = "Run the tests that stand in mapping files",
    .example = "parley test contacts.parley",
    .positionals = {{"FILE", "mapping files", Count::at_least_one}},
    .options = {format_option()},
    .run = test,
};

}  // namespace parley::cli
