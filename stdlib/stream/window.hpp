// Window: whole lines of a stream. Windows: cuts endless input into them; what
// stands behind the last newline waits for the next one. A window owns its bytes, so that several can be
// under way at once, and is filled again and again without allocating. A line longer than line_max is passed
// over and reported, never held. One thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "stdlib/core/result.hpp"

namespace parley::stream {

// Where bytes come from. read: how many were filled, 0 at the end; may give less than asked.
struct Source {
  virtual ~Source() = default;
  virtual core::Result<std::size_t> read(std::span<char> into) = 0;
};

constexpr std::size_t window_bytes = 1U << 18U;  // so that index and output find room in the cache, too
constexpr std::size_t line_bytes_max = 64U << 20U;
constexpr std::size_t padding_bytes = 64;  // readable behind the last byte

struct WindowOptions {
  std::size_t size = window_bytes;
  std::size_t line_max = line_bytes_max;
};

class Window {
 public:
  std::string_view bytes() const { return {buffer_.data(), shown_}; }
  // How many lines were passed over as too long; they stand before bytes().
  std::uint64_t lines_too_long() const { return lines_too_long_; }

 private:
  friend class Windows;

  std::vector<char> buffer_;
  std::size_t shown_ = 0;   // whole lines
  std::size_t filled_ = 0;  // bytes in the buffer
  std::uint64_t lines_too_long_ = 0;
};

class Windows {
 public:
  explicit Windows(Source& source, WindowOptions options = {});

  // Fills `into` with the next lines, about `most` bytes of them and at least one line; false at the end of
  // the input, and then there may still be lines too long. Lines are whole; the last of the input may lack
  // its newline. Reads only where no whole line is at hand, so that lines are shown when they arrive.
  core::Result<bool> next(Window& into, std::size_t most = line_bytes_max);

  // Of the source, so far.
  std::uint64_t bytes_read() const { return bytes_read_; }

 private:
  void begin(Window& into);
  core::Result<std::size_t> fill(Window& into);
  core::Result<bool> pass_over_line(Window& into);
  void skip_byte_order_mark(Window& into);
  bool show_lines(Window& into, std::size_t end);

  Source& source_;
  WindowOptions options_;
  std::vector<char> rest_;  // read, and not shown yet
  std::uint64_t bytes_read_ = 0;
  bool at_start_ = true;
  bool ended_ = false;
};

}  // namespace parley::stream
