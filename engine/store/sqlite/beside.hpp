// The two small files beside a state file: PATH.lock, which the system frees when its holder dies, and
// PATH.generation, by which a restored backup is noticed. Both do nothing for ":memory:".
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "stdlib/core/result.hpp"

namespace parley::store {

// An exclusive lock between processes (and between stores of one process), held until drop() or destruction.
class FileLock {
 public:
  explicit FileLock(std::string path) : path_(std::move(path)) {}
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock() { drop(); }

  bool held() const { return file_ >= 0; }
  core::Result<bool> take();  // false: somebody else has it
  void drop();

 private:
  std::string path_;
  int file_ = -1;
};

struct GenerationCopy {
  std::string identity;  // of the state it was written for
  std::uint64_t number = 0;
};

std::optional<GenerationCopy> read_generation(
    const std::string& path);  // none: no such file, or not readable as one
core::Result<void> write_generation(const std::string& path,
                                    const GenerationCopy& copy);  // whole or not at all

}  // namespace parley::store
