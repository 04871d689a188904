// Standard input in windows of whole lines, and standard output.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <string_view>
#include <vector>

namespace parley::bench {

constexpr std::size_t window_bytes = 1U << 20U;
constexpr std::size_t line_bytes_max = 64U << 20U;
constexpr std::size_t padding = 128;

class Input {
 public:
  Input() : buffer_(window_bytes + padding) {}

  // The next window, which ends in a newline; false at the end of the input.
  bool next() {
    std::memmove(buffer_.data(), buffer_.data() + end_, filled_ - end_);
    filled_ -= end_;
    end_ = 0;
    for (bool ended = false; end_ == 0;) {
      if (filled_ + padding == buffer_.size()) {
        if (buffer_.size() > line_bytes_max) std::abort();
        buffer_.resize(buffer_.size() * 2);
      }
      ssize_t count = read(STDIN_FILENO, buffer_.data() + filled_, buffer_.size() - padding - filled_);
      ended = count <= 0;
      if (!ended) filled_ += static_cast<std::size_t>(count);
      if (ended && filled_ == 0) return false;
      if (ended && buffer_[filled_ - 1] != '\n') buffer_[filled_++] = '\n';
      if (const void* newline = memrchr(buffer_.data(), '\n', filled_))
        end_ = static_cast<std::size_t>(static_cast<const char*>(newline) - buffer_.data()) + 1;
    }
    return true;
  }

  // `padding` more bytes are readable behind it.
  std::string_view window() const { return {buffer_.data(), end_}; }

 private:
  std::vector<char> buffer_;
  std::size_t filled_ = 0;
  std::size_t end_ = 0;
};

inline bool write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t count = write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace parley::bench
