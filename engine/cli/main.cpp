#include <cstdlib>

#include "compiler/driver/code.hpp"
#include "engine/cli/command.hpp"
#include "engine/cli/standard_console.hpp"

int main(int count, char** words) {
  auto console = parley::cli::standard_console();
  int code = static_cast<int>(parley::cli::run(count, words, *console));
  if (parley::driver::code_is_being_made()) std::_Exit(code);
  return code;
}
