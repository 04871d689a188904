#include "engine/cli/command.hpp"

#include <fmt/format.h>

#include "stdlib/core/check.hpp"

namespace parley::cli {

std::string Arguments::value(std::string_view option, std::string_view otherwise) const {
  auto found = options.find(option);
  return found == options.end() || found->second.empty() ? std::string(otherwise) : found->second.back();
}

std::vector<std::string> Arguments::values(std::string_view option) const {
  auto found = options.find(option);
  return found == options.end() ? std::vector<std::string>() : found->second;
}

const std::string& Arguments::at(std::string_view positional) const {
  auto found = positionals.find(positional);
  ENSURE(found != positionals.end() && !found->second.empty(), positional);
  return found->second.front();
}

std::vector<std::string> Arguments::all(std::string_view positional) const {
  auto found = positionals.find(positional);
  return found == positionals.end() ? std::vector<std::string>() : found->second;
}

Exit exit_code(const core::Error& error) {
  switch (error.kind) {
    case core::ErrorKind::input:
      return Exit::input;
    case core::ErrorKind::usage:
      return Exit::usage;
    case core::ErrorKind::remote:
      return Exit::remote;
    case core::ErrorKind::busy:
      return Exit::busy;
    case core::ErrorKind::machine:
      return Exit::machine;
  }
  return Exit::machine;
}

Exit report(const core::Error& error, Console& console) {
  console.error(fmt::format("parley: {}\n", error.message));
  if (!error.remedy.empty()) console.error(fmt::format("  {}\n", error.remedy));
  return exit_code(error);
}

}  // namespace parley::cli
