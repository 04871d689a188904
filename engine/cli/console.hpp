// Console: standard input, output and error as commands see them. Output is buffered; errors are written at
// once. A failed write of output is kept and answered by flush, so that a full disk is never taken for
// success.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "stdlib/core/clock.hpp"
#include "stdlib/core/result.hpp"
#include "stdlib/stream/window.hpp"

namespace parley::cli {

struct Console {
  virtual ~Console() = default;
  virtual stream::Source& in() = 0;
  virtual void out(std::string_view text) = 0;
  virtual void error(std::string_view text) = 0;
  virtual core::Result<void> flush() = 0;
  virtual bool out_is_terminal() const = 0;
  virtual bool error_is_terminal() const = 0;
  virtual core::Instant now() = 0;
};

// "[####....]"; `done` is at most `total`, which is not 0.
inline std::string progress_bar(std::uint64_t done, std::uint64_t total) {
  constexpr std::uint64_t width = 30;
  const std::uint64_t filled = width * done / total;
  return "[" + std::string(filled, '#') + std::string(width - filled, '.') + "]";
}

}  // namespace parley::cli
