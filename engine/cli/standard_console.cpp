#include "engine/cli/standard_console.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <string>

#include "engine/io/io.hpp"

namespace parley::cli {

namespace {

constexpr std::size_t buffer_bytes = 1U << 18U;

core::Error failed_write() {
  return {core::ErrorKind::machine, std::string("cannot write the output: ") + std::strerror(errno),
          "Free space on the device, or send the output elsewhere"};
}

struct StandardInput : stream::Source {
  core::Result<std::size_t> read(std::span<char> into) override {
    for (;;) {
      ssize_t count = ::read(STDIN_FILENO, into.data(), into.size());
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno != EINTR)
        return core::fail(core::ErrorKind::machine,
                          std::string("cannot read the input: ") + std::strerror(errno));
    }
  }
};

class StandardConsole : public Console {
 public:
  StandardConsole() { buffer_.reserve(buffer_bytes); }

  stream::Source& in() override { return in_; }
  void out(std::string_view text) override {
    buffer_ += text;
    if (buffer_.size() >= buffer_bytes) write_buffer();
  }
  void error(std::string_view text) override { write_all(STDERR_FILENO, text); }
  core::Result<void> flush() override {
    write_buffer();
    if (!failure_ || was_answered_) return {};
    was_answered_ = true;
    return std::unexpected(*failure_);
  }
  bool out_is_terminal() const override { return isatty(STDOUT_FILENO) == 1; }
  bool error_is_terminal() const override { return isatty(STDERR_FILENO) == 1; }
  core::Instant now() override { return clock_.now(); }

 private:
  void write_buffer() {
    if (!failure_ && !write_all(STDOUT_FILENO, buffer_)) failure_ = failed_write();
    buffer_.clear();
  }
  static bool write_all(int file, std::string_view text) {
    while (!text.empty()) {
      ssize_t count = ::write(file, text.data(), text.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return false;
      text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }

  io::SystemClock clock_;
  StandardInput in_;
  std::string buffer_;
  std::optional<core::Error> failure_;
  bool was_answered_ = false;
};

}  // namespace

std::unique_ptr<Console> standard_console() {
  return std::make_unique<StandardConsole>();
}

}  // namespace parley::cli
