// Runs programs in turns, each on one core, and prints a table row for each: CPU time, throughput, how much
// longer a megabyte takes than with the first, and memory:
//     bench_race OUT_FOLDER ROUNDS NAME INPUT "COMMAND" [NAME INPUT "COMMAND" …]
// A command is a shell line that reads INPUT as its standard input; $INPUT names it, too. Before the measured
// rounds it runs once with its output in OUT_FOLDER/NAME.out, for the caller to compare, and to have the
// input in memory. In the measured rounds the output goes to /dev/null: the programs are measured, not the
// file system.
#include <fcntl.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto run_max = std::chrono::minutes(10);
constexpr auto sample_every = std::chrono::milliseconds(5);

struct Measure {
  double cpu_seconds = 0;
  long anonymous_kib = 0;
  long resident_kib = 0;
  int status = 0;  // of wait
};

struct Runner {
  std::string name;
  std::string input;
  std::string command;
  double megabytes = 0;
  std::vector<Measure> measures;
  int failure = 0;  // of wait; it is not run again
};

long status_value(pid_t process, const char* key) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(key)) return std::strtol(line.c_str() + std::strlen(key) + 1, nullptr, 10);
  return 0;
}

[[noreturn]] void become(const Runner& runner, const std::string& output) {
  cpu_set_t core;
  CPU_ZERO(&core);
  CPU_SET(0, &core);
  sched_setaffinity(0, sizeof core, &core);
  setenv("INPUT", runner.input.c_str(), 1);
  dup2(open(runner.input.c_str(), O_RDONLY), STDIN_FILENO);
  dup2(open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644), STDOUT_FILENO);
  dup2(open((output == "/dev/null" ? output : output + ".err").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644),
       STDERR_FILENO);
  std::string line = "exec " + runner.command;
  execl("/bin/sh", "sh", "-c", line.c_str(), nullptr);
  _exit(127);
}

Measure run(const Runner& runner, const std::string& output) {
  auto deadline = Clock::now() + run_max;
  pid_t process = fork();
  if (process == 0) become(runner, output);
  Measure measure;
  rusage usage{};
  while (wait4(process, &measure.status, WNOHANG, &usage) == 0) {
    measure.anonymous_kib = std::max(measure.anonymous_kib, status_value(process, "RssAnon:"));
    if (Clock::now() > deadline) kill(process, SIGKILL);
    std::this_thread::sleep_for(sample_every);
  }
  auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  measure.cpu_seconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  measure.resident_kib = usage.ru_maxrss;
  return measure;
}

// Status 1 says that some records were rejected.
int failure_of(int status) {
  return WIFEXITED(status) && WEXITSTATUS(status) <= 1 ? 0 : status;
}

double median(std::vector<double> numbers) {
  std::ranges::sort(numbers);
  std::size_t middle = numbers.size() / 2;
  return numbers.size() % 2 == 1 ? numbers[middle] : (numbers[middle - 1] + numbers[middle]) / 2;
}

void print(const Runner& runner, const Runner& first) {
  if (runner.failure != 0) {
    bool killed = WIFSIGNALED(runner.failure);
    std::printf("| %s | %.0f | %s %d | | | | |\n", runner.name.c_str(), runner.megabytes,
                killed ? "ended by signal" : "stopped with status",
                killed ? WTERMSIG(runner.failure) : WEXITSTATUS(runner.failure));
    return;
  }
  std::vector<double> cpu;
  std::vector<double> ratios;
  long anonymous = 0;
  long resident = 0;
  for (std::size_t i = 0; i < runner.measures.size(); ++i) {
    const Measure& measure = runner.measures[i];
    cpu.push_back(measure.cpu_seconds);
    if (i < first.measures.size())
      ratios.push_back(measure.cpu_seconds / runner.megabytes /
                       (first.measures[i].cpu_seconds / first.megabytes));
    anonymous = std::max(anonymous, measure.anonymous_kib);
    resident = std::max(resident, measure.resident_kib);
  }
  auto [fastest, slowest] = std::ranges::minmax(cpu);
  auto [low, high] = std::ranges::minmax(ratios);
  std::printf("| %s | %.0f | %.2f (%.2f to %.2f) | %.0f | %.2f (%.2f to %.2f) | %.0f | %.0f |\n",
              runner.name.c_str(), runner.megabytes, median(cpu), fastest, slowest,
              runner.megabytes / median(cpu), median(ratios), low, high,
              static_cast<double>(anonymous) / 1024, static_cast<double>(resident) / 1024);
}

}  // namespace

int main(int count, char** words) {
  if (count < 6 || count % 3 != 0) {
    std::fputs("usage: bench_race OUT_FOLDER ROUNDS NAME INPUT COMMAND [NAME INPUT COMMAND ...]\n", stderr);
    return 3;
  }
  std::string folder = words[1];
  int rounds = std::atoi(words[2]);
  std::vector<Runner> runners;
  for (int i = 3; i + 2 < count; i += 3) {
    Runner& runner = runners.emplace_back();
    runner.name = words[i];
    runner.input = words[i + 1];
    runner.command = words[i + 2];
    struct stat size{};
    stat(runner.input.c_str(), &size);
    runner.megabytes = static_cast<double>(size.st_size) / 1e6;
    runner.failure = failure_of(run(runner, folder + "/" + runner.name + ".out").status);
  }
  for (int round = 0; round < rounds; ++round)
    for (Runner& runner : runners)
      if (runner.failure == 0) runner.measures.push_back(run(runner, "/dev/null"));
  std::printf(
      "| program | input, MB | CPU, s: median (spread) | MB/s | CPU for a MB, first = 1: median (spread) | "
      "anonymous, MB | resident, MB |\n|---|---|---|---|---|---|---|\n");
  for (const Runner& runner : runners) print(runner, runners.front());
  return 0;
}
