#include "engine/cli/byte_files.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace parley::cli {

namespace {

std::unexpected<core::Error> failed(core::ErrorKind kind, const std::string& what) {
  return core::fail(kind, "cannot " + what + ": " + std::strerror(errno));
}

bool has_more(int descriptor) {
  pollfd asked{.fd = descriptor, .events = POLLIN, .revents = 0};
  return poll(&asked, 1, 0) == 1 && (asked.revents & POLLIN) != 0;
}

}  // namespace

FileSource::FileSource(int descriptor, std::string name) : descriptor_(descriptor), name_(std::move(name)) {}

FileSource::~FileSource() {
  if (owns_) ::close(descriptor_);
}

core::Result<std::unique_ptr<FileSource>> FileSource::open(const std::string& path) {
  TRY_VOID(check_readable(path));
  int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return failed(core::ErrorKind::input, "read " + path);
  auto source = std::make_unique<FileSource>(descriptor, path);
  source->owns_ = true;
  return source;
}

// A pipe hands over small pieces; those that are there already make one large one.
core::Result<std::size_t> FileSource::read(std::span<char> into) {
  std::size_t count = TRY(read_once(into));
  for (std::size_t more = count; more > 0 && count < into.size() && has_more(descriptor_); count += more)
    more = TRY(read_once(into.subspan(count)));
  position_.fetch_add(count, std::memory_order_relaxed);
  return count;
}

core::Result<std::size_t> FileSource::read_once(std::span<char> into) const {
  for (;;) {
    ssize_t count = ::read(descriptor_, into.data(), into.size());
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) return failed(core::ErrorKind::machine, "read " + name_);
  }
}

std::optional<std::uint64_t> FileSource::size() const {
  struct stat status{};
  if (fstat(descriptor_, &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return static_cast<std::uint64_t>(status.st_size);
}

core::Result<std::unique_ptr<FileTarget>> FileTarget::create(const std::string& path) {
  int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor < 0) return failed(core::ErrorKind::input, "write " + path);
  return std::unique_ptr<FileTarget>(new FileTarget(descriptor, path));
}

FileTarget::~FileTarget() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

core::Result<void> FileTarget::write(std::string_view bytes) {
  if (!write_all(descriptor_, bytes)) return failed(core::ErrorKind::machine, "write " + path_);
  return {};
}

core::Result<void> FileTarget::close() {
  int descriptor = std::exchange(descriptor_, -1);
  if (::close(descriptor) != 0) return failed(core::ErrorKind::machine, "write " + path_);
  return {};
}

core::Result<void> check_readable(const std::string& path) {
  struct stat status{};
  if (stat(path.c_str(), &status) != 0 || access(path.c_str(), R_OK) != 0)
    return failed(core::ErrorKind::input, "read " + path);
  if (S_ISDIR(status.st_mode))
    return core::fail(core::ErrorKind::input, "cannot read " + path + ": it is a folder");
  return {};
}

bool is_same_file(const std::string& a, const std::string& b) {
  struct stat left{};
  struct stat right{};
  return stat(a.c_str(), &left) == 0 && stat(b.c_str(), &right) == 0 && S_ISREG(left.st_mode) &&
         left.st_dev == right.st_dev && left.st_ino == right.st_ino;
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace parley::cli
