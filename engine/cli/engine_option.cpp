#include "engine/cli/engine_option.hpp"

namespace parley::cli {

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

}  // namespace parley::cli
