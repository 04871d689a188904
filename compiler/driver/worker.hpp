// Worker: maps windows of records, one at a time, into their sheets: by generated code where there is some,
// else and where that gives up by the interpreter. What it learns of the records' shapes it keeps for the
// next window. One thread at a time.
#pragma once

#include <string>

#include "compiler/driver/code.hpp"
#include "compiler/driver/fast.hpp"
#include "compiler/driver/ring.hpp"
#include "compiler/driver/row_interpreter.hpp"
#include "stdlib/stream/walk.hpp"

namespace parley::driver {

struct WorkOptions {
  core::Instant now;
  std::uint64_t traced_line = 0;  // of those that the worker maps, as below; 0: none
  interpret::Watcher watcher = {};
  std::uint64_t verify_every = 0;  // each so many lines one goes through both engines; 0: none
};

class Worker {
 public:
  // Everything is borrowed.
  Worker(const ir::Module& module, const ir::Function& function, const abi::SideShape& source, Code& code,
         const WorkOptions& options);

  // Maps the sheet's window. The ring takes what grows too large in the meantime.
  void map(Sheet& sheet, Ring& ring);
  // How many shapes of records it has learnt so far.
  std::size_t shape_count() const { return walk_.shape_count(); }

 private:
  void rows_compiled(Sheet& sheet, Ring& ring);
  std::size_t run_code(Sheet& sheet, Ring& ring, FastPath::Span span);
  std::uint64_t line_in_window(const Sheet& sheet, std::size_t row) const;
  std::size_t verified_row(const Sheet& sheet, std::size_t from) const;
  void verify(Sheet& sheet, std::size_t row);
  void leave_to_interpreter(Sheet& sheet, std::size_t row, codegen::Stop stop);
  void interpret_row(Sheet& sheet, std::size_t row);
  interpret::Mapped interpreted(Sheet& sheet, std::size_t row);
  void take_up(Sheet& sheet, std::size_t row, const interpret::Mapped& mapped);

  Code& code_;
  const WorkOptions& options_;
  stream::Walk walk_;
  stream::Rows rows_;
  RowInterpreter interpreter_;
  FastPath fast_;
  std::uint64_t lines_mapped_ = 0;          // of the windows before
  codegen::Transform generated_ = nullptr;  // for the window under way
  std::string line_;                        // of the record that is interpreted
  Lines trial_;                             // of the record that is verified
};

}  // namespace parley::driver
