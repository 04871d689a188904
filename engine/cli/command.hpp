// Command: one subcommand of `parley`. Each lives in one file commands/NAME.cpp, which defines
//     extern const Command NAME_command;
// in this namespace (`-` in NAME is written `_`); the build collects the files into the table. What stands in
// a Command is what `--help` shows; arguments.cpp reads command lines by it, so that no command knows how.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/cli/console.hpp"

namespace parley::cli {

// "--reverse", or "--limit N" with a value; `repeated` may stand several times.
struct Option {
  std::string name;        // "--limit"
  std::string value_name;  // "N"; empty: a flag
  std::string text;
  bool repeated = false;
  std::vector<std::string> one_of = {};  // the only values allowed
};

enum class Count { one, optional, any, at_least_one };

struct Positional {
  std::string name;  // "FILE"
  std::string text;
  Count count = Count::one;
};

// What stood on the command line.
struct Arguments {
  std::map<std::string, std::vector<std::string>, std::less<>> options;  // by name; a flag has no values
  std::map<std::string, std::vector<std::string>, std::less<>> positionals;

  bool has(std::string_view option) const { return options.contains(option); }
  std::string value(std::string_view option, std::string_view otherwise = {}) const;
  std::vector<std::string> values(std::string_view option) const;
  // Precondition of at: the command demands it.
  const std::string& at(std::string_view positional) const;
  std::vector<std::string> all(std::string_view positional) const;
};

// The exit codes of docs/operations/exit-codes.md.
enum class Exit : int { done = 0, findings = 1, input = 2, usage = 3, remote = 4, busy = 5, machine = 6 };

struct Command {
  std::string name;
  std::string summary;  // one line, for `parley --help`
  std::string example;  // a command line and what it does
  std::vector<Positional> positionals;
  std::vector<Option> options;
  Exit (*run)(const Arguments&, Console&);
};

// All commands, in the order of `parley --help`.
std::span<const Command* const> command_table();

// Reads a command line and runs its command: the whole program but for its file descriptors.
Exit run(int count, const char* const* words, Console& console);

Exit exit_code(const core::Error& error);
// Prints the error with what to do; its exit code.
Exit report(const core::Error& error, Console& console);

}  // namespace parley::cli
