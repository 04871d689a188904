// Process: one run of a program, as a person would start it. Its output goes to files in its folder, so that
// no pipe can fill up. Owns the child: the destructor kills and reaps it. Used by one thread.
#pragma once

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

namespace parley::end_to_end {

using Environment = std::map<std::string, std::string>;

struct Start {
  std::vector<std::string> words;  // program and arguments
  std::string folder;              // where it runs
  Environment environment = {};    // laid over the test's own
  std::string input = "/dev/null";
  std::string output = {};  // empty: a file that Finished brings back
};

struct Finished {
  int code = -1;   // exit code; -1 where a signal ended it
  int signal = 0;  // 0: none
  bool timed_out = false;
  double seconds = 0;
  std::string out;
  std::string error;
};

class Process {
 public:
  explicit Process(const Start& start);
  ~Process();
  Process(Process&& other) noexcept;
  Process& operator=(Process&&) = delete;

  pid_t pid() const { return pid_; }
  bool running();
  void signal(int number) const;
  // Kills it at the end of `seconds`.
  Finished wait(double seconds);

 private:
  bool reap(bool block);

  pid_t pid_ = -1;
  int status_ = 0;
  bool reaped_ = false;
  double started_ = 0;
  std::string out_path_;
  std::string error_path_;
};

Finished run(const Start& start, double seconds = 60);

// A folder of its own that goes away at the end, unless PARLEY_KEEP=1.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const std::string& path() const { return path_; }
  std::string write(const std::string& name, const std::string& text) const;  // the path written

 private:
  std::string path_;
};

std::string read_file(const std::string& path);
void sleep_for(double seconds);
double seconds_now();  // since some moment; for differences

// The binary under test.
std::string parley_binary();

}  // namespace parley::end_to_end
