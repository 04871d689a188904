// Outline: where lines end and quotes and backslashes stand in a run of bytes, and that these are valid
// UTF-8. Less than a Structure, at half its price: enough for lines that follow a known shape
// (Shape::follow_lines). Needs a processor with AVX-512. Reused; one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace parley::stream {

class Outline {
 public:
  static bool is_available();

  // False where the bytes are no UTF-8, lack the last newline, or have another control character: blanks
  // other than spaces, too. Precondition: is_available().
  bool draw(std::string_view bytes);

  // A bit for each byte, the lowest first: quotes that no backslash escapes. 128 bits of zeros stand behind.
  const std::uint64_t* quotes() const { return quotes_.data(); }
  // Ascending.
  std::span<const std::uint32_t> line_ends() const { return {line_ends_.data(), line_end_count_}; }
  // Behind the last one stands the greatest number.
  std::span<const std::uint32_t> backslashes() const { return {backslashes_.data(), backslash_count_}; }

 private:
  void draw_blocks(const char* blocks, std::size_t at, std::size_t count);
  void draw_some(const char* blocks, std::size_t at, std::size_t count);
  void look_closer(std::span<const char* const> special, const char* blocks, std::size_t at,
                   std::size_t count);
  void draw_backslashes(std::uint64_t slashes, std::size_t at);
  void make_room();

  std::vector<std::uint64_t> quotes_;
  std::vector<std::uint32_t> line_ends_;
  std::vector<std::uint32_t> backslashes_;
  std::size_t line_end_count_ = 0;
  std::size_t backslash_count_ = 0;
  std::size_t escaped_ = 0;  // the block whose first byte a backslash escapes
  bool is_cut_ = false;      // the last block drawn may end within a character
  bool is_refused_ = false;
};

}  // namespace parley::stream
