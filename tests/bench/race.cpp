// Runs programs over the same input in turns, and prints CPU time, throughput, ratios with spread and memory:
//     bench_race INPUT ROUNDS NAME "COMMAND" [NAME "COMMAND" …]
// A command is a shell line that reads standard input; its output goes to NAME.out beside the input. The
// first is the one that the ratios are told of. Says nothing about equality of the outputs; the caller
// compares them.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace {

struct Measure {
  double cpu_seconds = 0;
  double wall_seconds = 0;
  long anonymous_kib = 0;
  long resident_kib = 0;
};

struct Runner {
  std::string name;
  std::string command;
  std::vector<Measure> measures;
};

long status_value(pid_t process, const char* key) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(key)) return std::strtol(line.c_str() + std::strlen(key) + 1, nullptr, 10);
  return 0;
}

[[noreturn]] void become(const Runner& runner, const std::string& input) {
  int in = open(input.c_str(), O_RDONLY);
  int out = open((input + "." + runner.name + ".out").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  dup2(in, STDIN_FILENO);
  dup2(out, STDOUT_FILENO);
  std::string line = "exec " + runner.command;
  execl("/bin/sh", "sh", "-c", line.c_str(), nullptr);
  _exit(127);
}

Measure run(const Runner& runner, const std::string& input) {
  auto begin = std::chrono::steady_clock::now();
  pid_t process = fork();
  if (process == 0) become(runner, input);
  Measure measure;
  int status = 0;
  rusage usage{};
  while (wait4(process, &status, WNOHANG, &usage) == 0) {
    measure.anonymous_kib = std::max(measure.anonymous_kib, status_value(process, "RssAnon:"));
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  measure.wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    std::fprintf(stderr, "%s ended with status %d\n", runner.name.c_str(), status);
    std::exit(1);
  }
  auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  measure.cpu_seconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  measure.resident_kib = usage.ru_maxrss;
  return measure;
}

double median(std::vector<double> numbers) {
  std::ranges::sort(numbers);
  std::size_t middle = numbers.size() / 2;
  return numbers.size() % 2 == 1 ? numbers[middle] : (numbers[middle - 1] + numbers[middle]) / 2;
}

void print(const Runner& runner, const Runner& first, double megabytes) {
  std::vector<double> cpu;
  std::vector<double> ratios;
  std::vector<double> wall;
  long anonymous = 0;
  long resident = 0;
  for (std::size_t i = 0; i < runner.measures.size(); ++i) {
    cpu.push_back(runner.measures[i].cpu_seconds);
    wall.push_back(runner.measures[i].wall_seconds);
    ratios.push_back(runner.measures[i].cpu_seconds / first.measures[i].cpu_seconds);
    anonymous = std::max(anonymous, runner.measures[i].anonymous_kib);
    resident = std::max(resident, runner.measures[i].resident_kib);
  }
  auto [low, high] = std::ranges::minmax(ratios);
  std::printf("%-18s %9.3f s %9.3f s %9.0f MB/s %8.1f x  (%.1f to %.1f) %8.1f MB %8.1f MB\n",
              runner.name.c_str(), median(cpu), median(wall), megabytes / median(cpu), median(ratios), low,
              high, static_cast<double>(anonymous) / 1024, static_cast<double>(resident) / 1024);
}

}  // namespace

int main(int count, char** words) {
  if (count < 5 || count % 2 == 0) {
    std::fputs("usage: bench_race INPUT ROUNDS NAME COMMAND [NAME COMMAND ...]\n", stderr);
    return 3;
  }
  std::string input = words[1];
  std::vector<Runner> runners;
  for (int i = 3; i + 1 < count; i += 2) runners.push_back({words[i], words[i + 1], {}});
  int rounds = std::atoi(words[2]);
  for (int round = 0; round < rounds; ++round)
    for (Runner& runner : runners) runner.measures.push_back(run(runner, input));
  struct stat size{};
  stat(input.c_str(), &size);
  double megabytes = static_cast<double>(size.st_size) / 1e6;
  std::printf(
      "%.0f MB of input, %d rounds in turns; CPU time is user and system, ratios are CPU time to the "
      "first's\n",
      megabytes, rounds);
  std::printf("%-18s %11s %11s %14s %10s  %14s %11s %11s\n", "program", "CPU", "wall", "by CPU", "median",
              "(spread)", "anonymous", "resident");
  for (const Runner& runner : runners) print(runner, runners.front(), megabytes);
  return 0;
}
