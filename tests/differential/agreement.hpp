// Agreement: one generated program over generated records, by the interpreter and by generated code. What
// they write, reject, leave out and skip must be the same; numbers and escapes are compared by their meaning.
#pragma once

#include <cstdint>
#include <string>

namespace parley::differential {

constexpr std::size_t records_per_program = 50;

struct Agreement {
  enum class Kind : std::uint8_t {
    same,
    differs,
    refused,  // by the checker: the generator wrote nonsense
  };
  Kind kind = Kind::same;
  std::string what;  // differs: both sides' words; refused: why
  std::uint64_t records = 0;
  std::uint64_t given_up = 0;
  std::uint64_t written = 0;
  std::uint64_t rejected = 0;
  std::uint64_t by_quick = 0;    // records that quick code did, too
  std::uint64_t read_apart = 0;  // records whose slots the independent JSON reader filled
  bool switched = false;         // went over from the interpreter to code in mid-stream, too
};

Agreement compare(std::uint64_t seed);

// A program and records written by hand: what both engines wrote and rejected, or how they differ.
struct Written {
  std::string schema;
  std::string mapping;  // called m.parley
  std::string records;
};
std::string outcome(const Written& written);
// The program and its records as text, to look at.
std::string show(std::uint64_t seed);

}  // namespace parley::differential
