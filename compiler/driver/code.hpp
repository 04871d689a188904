// Code: the generated code of one half, made at once or beside the interpreter, for all workers to call. What
// is made beside comes twice: quick code as soon as can be, then thorough code in its place; the cache keeps
// both, each under a key of its own. Who makes it is a thread of its own that nobody waits for: it owns what
// it needs, so that this object may go before it. A process that ends while code_is_being_made() must leave
// by std::_Exit, since static objects of LLVM would otherwise go under a running compile.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "compiler/codegen/codegen.hpp"
#include "compiler/ir/ir.hpp"
#include "stdlib/core/cache.hpp"

namespace parley::driver {

class Code {
 public:
  // The module must outlive this object. Object code is looked for in the cache, and kept there; null: no
  // cache. Its second owner is the thread that makes the code.
  Code(const ir::Module& module, abi::Direction direction, abi::BodyKind kind,
       std::shared_ptr<core::Cache> cache);
  // Code made elsewhere.
  Code(const ir::Module& module, codegen::Transform ready);

  // The code of this tier alone, out of the cache or made while the caller waits. Of this and the next only
  // the first call counts; any thread.
  void make_now(codegen::Tier tier);
  // Takes thorough code out of the cache, or else quick code; where there is neither, a thread of its own
  // makes quick code. Returns within milliseconds in any case.
  void make_beside();
  // For who has seen that the run is long: where quick code is there, a thread of its own makes the thorough
  // one. Any thread, as often as it likes.
  void improve_beside();

  // The best code so far, which stays callable when a better one takes its place. Null: not made, not made
  // yet, or not trusted any more. Any thread.
  codegen::Transform get() const;
  // Whether there is no code and may still be some by itself.
  bool is_pending() const;
  // Why there is no code, once that is known.
  std::string failure() const;
  // Found wrong: get() answers null from now on. Any thread.
  void distrust() { distrusted_.store(true, std::memory_order_relaxed); }
  bool is_distrusted() const { return distrusted_.load(std::memory_order_relaxed); }

 private:
  struct Making;
  // Its second owner is the thread that makes the code.
  std::shared_ptr<Making> making_;
  std::atomic<bool> asked_ = false;
  std::atomic<bool> distrusted_ = false;
};

// Whether some thread makes code that nobody waits for any more, or not yet.
bool code_is_being_made();
// For who cannot leave by std::_Exit: waits for those threads.
void await_code();

}  // namespace parley::driver
