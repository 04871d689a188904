#include "engine/cli/command.hpp"
#include "engine/cli/standard_console.hpp"

int main(int count, char** words) {
  auto console = parley::cli::standard_console();
  return static_cast<int>(parley::cli::run(count, words, *console));
}
