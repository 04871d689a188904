// FastPath: one worker's runs of generated code over rows, into a Sheet. Owns its scratch memory. One thread.
#pragma once

#include <vector>

#include "compiler/codegen/codegen.hpp"
#include "compiler/driver/sheet.hpp"
#include "stdlib/abi/call.hpp"
#include "stdlib/stream/slot.hpp"

namespace parley::driver {

// A record whose output needs more is the interpreter's.
constexpr std::size_t fast_room_max = 16U << 20U;

// What generated code computes for one row. Vectors may read behind the end that it is told.
class Scratch {
 public:
  void lend(codegen::Run& run);

 private:
  std::vector<char> bytes_;
};

class FastPath {
 public:
  FastPath(core::Instant now, codegen::Aside& aside) : context_{now}, aside_(aside) {}

  // Works from row `begin` on, to `end` at most; the rows before `Progress::row` are done, and their lines
  // stand in `lines`.
  struct Span {
    std::size_t begin;
    std::size_t end;
  };
  struct Progress {
    std::size_t row;
    codegen::Stop stop;
    std::uint64_t left_out;
    std::uint64_t skipped;
  };
  Progress run(codegen::Transform code, const stream::Rows& rows, Span span, std::string_view bytes,
               Lines& lines);

 private:
  abi::CallContext context_;
  codegen::Aside& aside_;
  Scratch scratch_;
};

}  // namespace parley::driver
