// Transform: one half of a mapping over a stream of records. Windows of lines become slots, and these the
// target's JSON: by the interpreter, or by generated code, which gives surprising records up to the
// interpreter and goes on behind them. Memory is a few windows a worker, whatever the length of the input.
// The mapping must outlive it. Called from one thread; it has its own for further workers, and for making
// code.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/codegen/codegen.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/driver/outlet.hpp"
#include "compiler/interpret/interpreter.hpp"
#include "stdlib/core/cache.hpp"
#include "stdlib/core/clock.hpp"
#include "stdlib/core/result.hpp"
#include "stdlib/stream/window.hpp"

namespace parley::driver {

enum class Engine : std::uint8_t {
  automatic,  // the interpreter, until code made beside it is ready
  interpret,
  compiled,  // from the first record on; `tier` says by which code
};

constexpr std::size_t workers_max = 64;

struct TransformOptions {
  abi::Direction direction = abi::Direction::to_right;
  abi::BodyKind kind = abi::BodyKind::create;
  Engine engine = Engine::automatic;
  codegen::Tier tier = codegen::Tier::thorough;
  core::Instant now;                // of the whole run
  std::size_t workers = 1;          // windows that are mapped at once; at most workers_max
  std::uint64_t traced_line = 0;    // 0: none; else there is one worker
  interpret::Watcher watcher = {};  // sees the values of the traced line
  // Lines whose number divides by it go through both engines, 0: none. At the first difference generated code
  // is given up for good, and the outlet told.
  std::uint64_t verify_every = 0;
  // Of object code. Its second owner is the thread that makes code, which may outlive the transform. Null:
  // none.
  std::shared_ptr<core::Cache> cache = {};
  codegen::Transform ready_code = nullptr;  // used in place of making code
  stream::WindowOptions window = {};
};

class Transform {
 public:
  Transform(const CompiledMapping& mapping, const TransformOptions& options);
  ~Transform();

  // May be called again, for one input after another. Fails where the world does, and where Engine::compiled
  // was asked for and no code could be made. What came before a failure of the source was written.
  core::Result<void> run(stream::Source& source, Outlet& outlet);
  const Counts& counts() const;
  // How many shapes of records were learnt, by the worker that learnt most.
  std::size_t shape_count() const;
  // Why generated code is not used where it might have been; empty: it is, or nobody asked.
  std::string failure() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace parley::driver
