#include "tests/end_to_end/support/process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <utility>

extern char** environ;

namespace parley::end_to_end {

namespace {

constexpr double poll_seconds = 0.002;

std::vector<std::string> environment_with(const Environment& more) {
  std::map<std::string, std::string> all;
  for (char** line = environ; *line != nullptr; ++line) {
    const std::string text = *line;
    const auto equals = text.find('=');
    if (equals != std::string::npos) all[text.substr(0, equals)] = text.substr(equals + 1);
  }
  for (const auto& [name, value] : more) all[name] = value;
  std::vector<std::string> lines;
  for (const auto& [name, value] : all) lines.push_back(name + "=" + value);
  return lines;
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> out;
  for (std::string& word : words) out.push_back(word.data());
  out.push_back(nullptr);
  return out;
}

}  // namespace

Process::Process(const Start& start) : started_(seconds_now()) {
  static int count = 0;
  static const Scratch outputs;
  const std::string stem = outputs.path() + "/" + std::to_string(++count);
  out_path_ = start.output.empty() ? stem + ".out" : start.output;
  error_path_ = stem + ".err";
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, start.input.c_str(), O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, out_path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_addopen(&actions, 2, error_path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_addchdir_np(&actions, start.folder.c_str());
  std::vector<std::string> words = start.words, lines = environment_with(start.environment);
  const int failed = posix_spawnp(&pid_, words[0].c_str(), &actions, nullptr, pointers(words).data(),
                                  pointers(lines).data());
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) throw std::runtime_error("cannot start " + words[0]);
}

Process::Process(Process&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      status_(other.status_),
      reaped_(other.reaped_),
      started_(other.started_),
      out_path_(std::move(other.out_path_)),
      error_path_(std::move(other.error_path_)) {}

Process::~Process() {
  if (pid_ < 0 || reaped_) return;
  ::kill(pid_, SIGKILL);
  reap(true);
}

bool Process::reap(bool block) {
  if (!reaped_ && waitpid(pid_, &status_, block ? 0 : WNOHANG) == pid_) reaped_ = true;
  return reaped_;
}

bool Process::running() {
  return !reap(false);
}

void Process::signal(int number) const {
  if (!reaped_) ::kill(pid_, number);
}

Finished Process::wait(double seconds) {
  Finished finished;
  const double until = seconds_now() + seconds;
  while (!reap(false) && seconds_now() < until) sleep_for(poll_seconds);
  if (!reaped_) {
    finished.timed_out = true;
    ::kill(pid_, SIGKILL);
    reap(true);
  }
  finished.seconds = seconds_now() - started_;
  if (WIFEXITED(status_)) finished.code = WEXITSTATUS(status_);
  if (WIFSIGNALED(status_)) finished.signal = WTERMSIG(status_);
  if (std::filesystem::is_regular_file(out_path_)) finished.out = read_file(out_path_);
  finished.error = read_file(error_path_);
  return finished;
}

Finished run(const Start& start, double seconds) {
  return Process(start).wait(seconds);
}

Scratch::Scratch() {
  std::string pattern = (std::filesystem::temp_directory_path() / "parley.XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make " + pattern);
  path_ = pattern;
}

Scratch::~Scratch() {
  const char* keep = std::getenv("PARLEY_KEEP");
  std::error_code ignored;
  if (keep == nullptr) std::filesystem::remove_all(path_, ignored);
}

std::string Scratch::write(const std::string& name, const std::string& text) const {
  const std::string path = path_ + "/" + name;
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

void sleep_for(double seconds) {
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
}

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::string parley_binary() {
  const char* named = std::getenv("PARLEY");
  return named == nullptr ? PARLEY_BINARY : named;
}

}  // namespace parley::end_to_end
