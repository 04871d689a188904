#include "stdlib/stream/window.hpp"

#include <algorithm>
#include <cstring>

namespace parley::stream {

namespace {

// Where to cut lines that end at `end`, so that at most about `most` bytes are shown: behind a newline.
std::size_t cut(std::string_view lines, std::size_t most) {
  if (lines.size() <= most) return lines.size();
  if (std::size_t newline = lines.substr(0, most).rfind('\n'); newline != std::string_view::npos)
    return newline + 1;
  return lines.find('\n', most) + 1;
}

}  // namespace

Windows::Windows(Source& source, WindowOptions options) : source_(source), options_(options) {}

core::Result<bool> Windows::next(Window& into, std::size_t most) {
  begin(into);
  std::size_t searched = 0;
  for (;;) {
    std::string_view unsearched(into.buffer_.data() + searched, into.filled_ - searched);
    if (std::size_t newline = unsearched.rfind('\n'); newline != std::string_view::npos)
      return show_lines(into, cut({into.buffer_.data(), searched + newline + 1}, most));
    if (ended_) return into.filled_ > 0 && show_lines(into, into.filled_);
    if (into.filled_ > options_.line_max) {
      if (!TRY(pass_over_line(into))) return false;
      searched = 0;
      continue;
    }
    searched = into.filled_;
    if (TRY(fill(into)) == 0) ended_ = true;
    searched = std::min(searched, into.filled_);  // a byte order mark may have gone
  }
}

// Empties the window, gives it back its usual size, and begins it with the rest of the last one.
void Windows::begin(Window& into) {
  into.lines_too_long_ = 0;
  into.shown_ = 0;
  std::size_t usual = options_.size + padding_bytes;
  if (into.buffer_.size() != usual && rest_.size() < options_.size) {
    into.buffer_.resize(usual);
    into.buffer_.shrink_to_fit();
  }
  if (into.buffer_.size() < rest_.size() + padding_bytes) into.buffer_.resize(rest_.size() + padding_bytes);
  std::ranges::copy(rest_, into.buffer_.begin());
  into.filled_ = rest_.size();
  rest_.clear();
}

// Reads once into the free end of the buffer, which grows for a line that fills it.
core::Result<std::size_t> Windows::fill(Window& into) {
  if (into.filled_ + padding_bytes >= into.buffer_.size()) {
    std::size_t larger = std::min(into.buffer_.size() * 2, options_.line_max + options_.size + padding_bytes);
    into.buffer_.resize(larger);
  }
  std::size_t room = into.buffer_.size() - padding_bytes - into.filled_;
  std::size_t count = TRY(source_.read({into.buffer_.data() + into.filled_, std::min(room, options_.size)}));
  into.filled_ += count;
  bytes_read_ += count;
  if (at_start_ && (into.filled_ >= 3 || count == 0)) skip_byte_order_mark(into);
  return count;
}

// Forgets bytes until the long line's newline; false where the input ends before it.
core::Result<bool> Windows::pass_over_line(Window& into) {
  ++into.lines_too_long_;
  for (;;) {
    into.filled_ = 0;
    std::size_t count = TRY(fill(into));
    if (count == 0) {
      ended_ = true;
      return false;
    }
    if (const void* found = std::memchr(into.buffer_.data(), '\n', into.filled_)) {
      auto rest = static_cast<std::size_t>(static_cast<const char*>(found) - into.buffer_.data()) + 1;
      std::memmove(into.buffer_.data(), into.buffer_.data() + rest, into.filled_ - rest);
      into.filled_ -= rest;
      return true;
    }
  }
}

void Windows::skip_byte_order_mark(Window& into) {
  at_start_ = false;
  if (into.filled_ < 3 || std::memcmp(into.buffer_.data(), "\xEF\xBB\xBF", 3) != 0) return;
  std::memmove(into.buffer_.data(), into.buffer_.data() + 3, into.filled_ - 3);
  into.filled_ -= 3;
}

bool Windows::show_lines(Window& into, std::size_t end) {
  at_start_ = false;
  rest_.assign(into.buffer_.begin() + static_cast<std::ptrdiff_t>(end),
               into.buffer_.begin() + static_cast<std::ptrdiff_t>(into.filled_));
  into.filled_ = into.shown_ = end;
  return true;
}

}  // namespace parley::stream
