#include "engine/cli/engine_option.hpp"

#include <fmt/format.h>

#include <charconv>

namespace parley::cli {

namespace {

constexpr const char* verify_name = "--verify";

}  // namespace

Option engine_option() {
  return {"--engine",
          "ENGINE",
          "auto (the default), interpret or compiled",
          false,
          {"auto", "interpret", "compiled"}};
}

driver::Engine engine_of(const Arguments& arguments) {
  const std::string name = arguments.value("--engine");
  if (name == "interpret") return driver::Engine::interpret;
  return name == "compiled" ? driver::Engine::compiled : driver::Engine::automatic;
}

Option verify_option() {
  return {verify_name, "N", "do one record in N by both engines; stop generated code at a difference"};
}

core::Result<std::uint64_t> verify_every_of(const Arguments& arguments, std::uint64_t unwritten) {
  return number_of(arguments, verify_name, "a number of records", unwritten);
}

core::Result<std::uint64_t> number_of(const Arguments& arguments, const char* option, const char* what,
                                      std::uint64_t unwritten) {
  if (!arguments.has(option)) return unwritten;
  const std::string text = arguments.value(option);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size() && number > 0) return number;
  return core::fail(core::ErrorKind::usage, fmt::format("{} wants {}, from 1", option, what));
}

}  // namespace parley::cli
