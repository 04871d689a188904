#include "stdlib/stream/window.hpp"

#include <algorithm>
#include <cstring>

namespace parley::stream {

namespace {

// Newlines, sixteen bytes at a time; a lane counts to 255 before it is added up.
std::uint64_t count_lines(std::string_view bytes) {
  using Bytes16 = std::uint8_t __attribute__((vector_size(16)));
  constexpr std::size_t lane_max = 255;
  std::uint64_t count = 0;
  std::size_t at = 0;
  while (at + sizeof(Bytes16) <= bytes.size()) {
    Bytes16 lanes{};
    for (std::size_t n = 0; n < lane_max && at + sizeof(Bytes16) <= bytes.size();
         ++n, at += sizeof(Bytes16)) {
      Bytes16 chunk;
      std::memcpy(&chunk, bytes.data() + at, sizeof chunk);
      lanes -= reinterpret_cast<Bytes16>(chunk == '\n');
    }
    for (std::size_t i = 0; i < sizeof(Bytes16); ++i) count += lanes[i];
  }
  return count + static_cast<std::uint64_t>(
                     std::count(bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.end(), '\n'));
}

}  // namespace

Window::Window(Source& source, WindowOptions options)
    : source_(source), options_(options), buffer_(options.size + padding_bytes) {}

core::Result<bool> Window::next() {
  too_long_.clear();
  drop_shown();
  std::size_t searched = 0;
  for (;;) {
    std::string_view unsearched(buffer_.data() + searched, filled_ - searched);
    if (std::size_t newline = unsearched.rfind('\n'); newline != std::string_view::npos)
      return show_lines(searched + newline + 1);
    if (ended_) return filled_ > 0 && show_lines(filled_);
    if (filled_ > options_.line_max) {
      if (!TRY(pass_over_line())) return false;
      searched = 0;
      continue;
    }
    searched = filled_;
    if (TRY(fill()) == 0) ended_ = true;
    searched = std::min(searched, filled_);  // a byte order mark may have gone
  }
}

// Reads once into the free end of the buffer, which grows for a line that fills it.
core::Result<std::size_t> Window::fill() {
  if (filled_ + padding_bytes >= buffer_.size()) {
    std::size_t larger = std::min(buffer_.size() * 2, options_.line_max + options_.size + padding_bytes);
    buffer_.resize(larger);
  }
  std::span<char> room(buffer_.data() + filled_, buffer_.size() - padding_bytes - filled_);
  std::size_t count = TRY(source_.read(room));
  filled_ += count;
  if (at_start_ && (filled_ >= 3 || count == 0)) skip_byte_order_mark();
  return count;
}

// Forgets bytes until the long line's newline; false where the input ends before it.
core::Result<bool> Window::pass_over_line() {
  too_long_.push_back(next_line_);
  for (;;) {
    filled_ = 0;
    std::size_t count = TRY(fill());
    if (count == 0) {
      ended_ = true;
      return false;
    }
    if (const void* found = std::memchr(buffer_.data(), '\n', filled_)) {
      auto rest = static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data()) + 1;
      std::memmove(buffer_.data(), buffer_.data() + rest, filled_ - rest);
      filled_ -= rest;
      ++next_line_;
      return true;
    }
  }
}

void Window::drop_shown() {
  std::memmove(buffer_.data(), buffer_.data() + end_, filled_ - end_);
  filled_ -= end_;
  begin_ = end_ = 0;
  if (buffer_.size() > options_.size + padding_bytes && filled_ < options_.size) {
    buffer_.resize(options_.size + padding_bytes);
    buffer_.shrink_to_fit();
  }
}

void Window::skip_byte_order_mark() {
  at_start_ = false;
  if (filled_ < 3 || std::memcmp(buffer_.data(), "\xEF\xBB\xBF", 3) != 0) return;
  std::memmove(buffer_.data(), buffer_.data() + 3, filled_ - 3);
  filled_ -= 3;
}

bool Window::show_lines(std::size_t end) {
  at_start_ = false;
  end_ = end;
  first_line_ = next_line_;
  next_line_ += count_lines({buffer_.data(), end});
  return true;
}

}  // namespace parley::stream
