// Window: a reused buffer over endless input, cut at the last complete line. Owns its bytes; they stay until
// the next call of next(). A line longer than line_bytes_max is passed over and reported, never held. One
// thread.
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

constexpr std::size_t window_bytes = 1U << 20U;
constexpr std::size_t line_bytes_max = 64U << 20U;
constexpr std::size_t padding_bytes = 64;  // readable behind the last byte

struct WindowOptions {
  std::size_t size = window_bytes;
  std::size_t line_max = line_bytes_max;
};

class Window {
 public:
  explicit Window(Source& source, WindowOptions options = {});

  // The next lines; false at the end of the input. Lines are whole; the last of the input may lack its
  // newline.
  core::Result<bool> next();

  std::string_view bytes() const { return {buffer_.data() + begin_, end_ - begin_}; }
  std::uint64_t first_line() const { return first_line_; }
  // Lines passed over as too long since the last call of next(); they stand before bytes().
  const std::vector<std::uint64_t>& too_long() const { return too_long_; }

 private:
  core::Result<std::size_t> fill();
  core::Result<bool> pass_over_line();
  void drop_shown();
  void skip_byte_order_mark();
  bool show_lines(std::size_t end);

  Source& source_;
  WindowOptions options_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;   // of what next() showed
  std::size_t end_ = 0;     // of what next() showed
  std::size_t filled_ = 0;  // bytes read into the buffer
  std::uint64_t first_line_ = 1;
  std::uint64_t next_line_ = 1;
  std::vector<std::uint64_t> too_long_;
  bool at_start_ = true;
  bool ended_ = false;
};

}  // namespace parley::stream
