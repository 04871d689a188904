#include "engine/cli/standard_console.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <string>

#include "engine/cli/byte_files.hpp"
#include "engine/io/io.hpp"

namespace parley::cli {

namespace {

constexpr std::size_t buffer_bytes = 1U << 18U;

core::Error failed_write() {
  return {core::ErrorKind::machine, std::string("cannot write the output: ") + std::strerror(errno),
          "Free space on the device, or send the output elsewhere"};
}

class StandardConsole : public Console {
 public:
  StandardConsole() { buffer_.reserve(buffer_bytes); }

  stream::Source& in() override { return in_; }
  void out(std::string_view text) override {
    if (buffer_.size() + text.size() >= buffer_bytes) write_buffer();
    if (text.size() >= buffer_bytes)
      write(text);
    else
      buffer_ += text;
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
    write(buffer_);
    buffer_.clear();
  }
  void write(std::string_view text) {
    if (!failure_ && !write_all(STDOUT_FILENO, text)) failure_ = failed_write();
  }

  io::SystemClock clock_;
  FileSource in_{STDIN_FILENO};
  std::string buffer_;
  std::optional<core::Error> failure_;
  bool was_answered_ = false;
};

}  // namespace

std::unique_ptr<Console> standard_console() {
  return std::make_unique<StandardConsole>();
}

}  // namespace parley::cli
