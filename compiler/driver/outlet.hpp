// Outlet: where the results of a transform go, in the order of the input. Called by one thread at a time,
// which need not be the same one.
#pragma once

#include <cstdint>
#include <string_view>

#include "compiler/driver/counts.hpp"
#include "stdlib/core/result.hpp"

namespace parley::driver {

// A record that was not mapped, and why.
struct Rejection {
  std::uint64_t line = 0;    // of the input, from 1
  std::uint64_t column = 0;  // the byte that is wrong, from 1; 0: the line is a record
  std::string_view field;    // of the target; empty where the whole line is to blame
  std::string_view reason;
};

// A record of which generated code made something else than the interpreter.
struct Difference {
  std::uint64_t line = 0;
  std::string_view generated;  // a line, or empty
  std::string_view interpreted;
};

struct Outlet {
  virtual ~Outlet() = default;
  // Whole lines. A failure ends the transform.
  virtual core::Result<void> lines(std::string_view text) = 0;
  virtual void rejected(const Rejection& rejection) = 0;
  virtual void differs(const Difference&) {}
  // Everything of one more window was written; `so_far` is of the whole run.
  virtual void window_done(const Counts& so_far) { (void)so_far; }
};

}  // namespace parley::driver
