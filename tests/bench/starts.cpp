// Starts programs over and over, in turns, and prints the medians of wall and CPU time:
//     bench_starts ROUNDS NAME "COMMAND" [NAME "COMMAND" …]
// A command is words without quotes; standard input is empty, its output is thrown away. It may end with 0 or
// 1. `fresh:NAME` removes the folder named by PARLEY_CACHE_DIR before each start.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr std::string_view fresh_mark = "fresh:";

struct Program {
  std::string name;
  std::vector<std::string> words;
  bool fresh = false;
  std::vector<double> wall_ms = {};
  std::vector<double> cpu_ms = {};
};

std::vector<std::string> words_of(const std::string& command) {
  std::istringstream in(command);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

[[noreturn]] void become(const Program& program) {
  const int nothing = open("/dev/null", O_RDWR);
  for (int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(nothing, stream);
  std::vector<char*> arguments;
  for (const std::string& word : program.words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  execv(arguments[0], arguments.data());
  _exit(127);
}

void start(Program& program) {
  const char* cache = std::getenv("PARLEY_CACHE_DIR");
  if (program.fresh && cache != nullptr) std::filesystem::remove_all(cache);
  const auto begin = std::chrono::steady_clock::now();
  const pid_t process = fork();
  if (process == 0) become(program);
  int status = 0;
  rusage usage{};
  wait4(process, &status, 0, &usage);
  if (!WIFEXITED(status) || WEXITSTATUS(status) > 1) {
    std::fprintf(stderr, "%s ended with status %d\n", program.name.c_str(), status);
    std::exit(1);
  }
  const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - begin;
  program.wall_ms.push_back(wall.count());
  auto milliseconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_usec) / 1e3;
  };
  program.cpu_ms.push_back(milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime));
}

double at(std::vector<double> numbers, double share) {
  std::ranges::sort(numbers);
  return numbers[static_cast<std::size_t>(share * static_cast<double>(numbers.size() - 1))];
}

}  // namespace

int main(int count, char** words) {
  const int rounds = count < 4 || count % 2 != 0 ? 0 : std::atoi(words[1]);
  if (rounds <= 0) {
    std::fputs("usage: bench_starts ROUNDS NAME COMMAND [NAME COMMAND ...]\n", stderr);
    return 3;
  }
  std::vector<Program> programs;
  for (int i = 2; i + 1 < count; i += 2) {
    std::string name = words[i];
    const bool fresh = name.starts_with(fresh_mark);
    if (fresh) name.erase(0, fresh_mark.size());
    programs.push_back({.name = name, .words = words_of(words[i + 1]), .fresh = fresh});
  }
  for (int round = 0; round < rounds; ++round)
    for (Program& program : programs) start(program);
  std::printf("%d starts each, in turns, milliseconds   median wall  (90 %%)   median CPU\n", rounds);
  for (const Program& p : programs)
    std::printf("%-42s %11.1f %8.1f %12.1f\n", p.name.c_str(), at(p.wall_ms, 0.5), at(p.wall_ms, 0.9),
                at(p.cpu_ms, 0.5));
}
