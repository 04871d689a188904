// FastPath: generated code for one half, made at once or beside the interpreter, and its run over rows.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "compiler/codegen/codegen.hpp"
#include "compiler/ir/ir.hpp"
#include "stdlib/abi/call.hpp"
#include "stdlib/stream/slot.hpp"

namespace parley::driver {

// A record whose output needs more is the interpreter's.
constexpr std::size_t fast_room_max = 16U << 20U;

class FastPath {
 public:
  FastPath(const ir::Module& module, abi::Direction direction, abi::BodyKind kind, core::Instant now);
  ~FastPath();

  void make_now();
  // Starts a thread that makes the code; is_ready says when it is there.
  void make_beside();
  bool was_asked() const { return asked_; }
  bool is_ready() const { return ready_.load(std::memory_order_acquire) && transform_ != nullptr; }
  // Why there is no code, once that is known.
  std::string unsupported() const {
    return ready_.load(std::memory_order_acquire) ? unsupported_ : std::string();
  }

  // Works from `row` on; the rows before the returned one are done. What was written is in `out`.
  struct Progress {
    std::size_t row;
    codegen::Stop stop;
    std::string_view out;
    std::uint64_t left_out;
    std::uint64_t skipped;
  };
  Progress run(const stream::Rows& rows, std::size_t row, std::string_view bytes);
  // Gives the next run more room; false where there is enough already.
  bool grow();

 private:
  void make();

  const ir::Module& module_;
  abi::Direction direction_;
  abi::BodyKind kind_;
  abi::CallContext context_;
  std::unique_ptr<codegen::Compiler> compiler_;
  codegen::Transform transform_ = nullptr;
  std::string unsupported_;
  bool asked_ = false;
  std::atomic<bool> ready_ = false;
  std::thread maker_;
  std::vector<char> out_;
  std::vector<char> scratch_;
};

}  // namespace parley::driver
