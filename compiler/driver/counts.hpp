// Counts: what became of the records of a stream.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace parley::driver {

// Why generated code left a record to the interpreter.
enum class GiveUp : std::uint8_t {
  malformed,  // the line is no record
  key,        // a wanted key stands twice, or has a backslash
  rejected,   // the interpreter rejected it, too: it has the words for that
  room,       // more output than fast_room_max
  value,      // anything else: a value that generated code does not know how to read
};
constexpr std::size_t give_up_count = 5;

constexpr std::string_view word(GiveUp reason) {
  constexpr std::array<std::string_view, give_up_count> words = {"malformed", "unusual key", "rejected",
                                                                 "too large", "unusual value"};
  return words[static_cast<std::size_t>(reason)];
}

struct Counts {
  std::uint64_t read = 0;
  std::uint64_t written = 0;
  std::uint64_t left_out = 0;  // outside where or scope
  std::uint64_t skipped = 0;   // `else skip`
  std::uint64_t rejected = 0;
  std::uint64_t compiled = 0;  // of those read, by generated code
  std::uint64_t given_up = 0;  // of those that generated code saw, left to the interpreter
  std::array<std::uint64_t, give_up_count> given_up_for{};  // by GiveUp
  std::uint64_t verified = 0;                               // by both engines
  std::uint64_t differences = 0;                            // among those
  std::uint64_t windows = 0;
  std::uint64_t swaps = 0;  // between engines, from one window to the next
  std::uint64_t bytes = 0;  // of lines

  void add(const Counts& other) {
    read += other.read;
    written += other.written;
    left_out += other.left_out;
    skipped += other.skipped;
    rejected += other.rejected;
    compiled += other.compiled;
    given_up += other.given_up;
    for (std::size_t i = 0; i < give_up_count; ++i) given_up_for[i] += other.given_up_for[i];
    verified += other.verified;
    differences += other.differences;
    windows += other.windows;
    swaps += other.swaps;
    bytes += other.bytes;
  }
};

}  // namespace parley::driver
