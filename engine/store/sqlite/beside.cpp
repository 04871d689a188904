#include "engine/store/sqlite/beside.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <fstream>

#include "stdlib/core/text.hpp"

namespace parley::store {

namespace {

constexpr int mode_of_new_files = 0600;

std::unexpected<core::Error> machine_failure(const std::string& path) {
  return core::fail(core::ErrorKind::machine, fmt::format("cannot write {}: {}", path, std::strerror(errno)));
}

}  // namespace

core::Result<bool> FileLock::take() {
  if (held()) return true;
  const int file = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, mode_of_new_files);
  if (file < 0) return machine_failure(path_);
  if (::flock(file, LOCK_EX | LOCK_NB) == 0) {
    file_ = file;
    return true;
  }
  const int reason = errno;
  ::close(file);
  errno = reason;
  if (reason == EWOULDBLOCK) return false;
  return machine_failure(path_);
}

void FileLock::drop() {
  if (held()) ::close(file_);
  file_ = -1;
}

std::optional<GenerationCopy> read_generation(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  if (!file || !std::getline(file, line)) return std::nullopt;
  const auto parts = core::split(line, ' ');
  if (parts.size() != 2) return std::nullopt;
  GenerationCopy copy{std::string(parts[0]), 0};
  const auto [end, error] = std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), copy.number);
  if (error != std::errc{}) return std::nullopt;
  return copy;
}

core::Result<void> write_generation(const std::string& path, const GenerationCopy& copy) {
  const std::string fresh = path + ".new";
  const std::string line = fmt::format("{} {}\n", copy.identity, copy.number);
  const int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode_of_new_files);
  if (file < 0) return machine_failure(fresh);
  const bool written =
      ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(file) == 0;
  const int reason = errno;
  ::close(file);
  errno = reason;
  if (!written || std::rename(fresh.c_str(), path.c_str()) != 0) return machine_failure(path);
  return {};
}

}  // namespace parley::store
