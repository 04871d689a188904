// Transform: one half of a mapping over a stream of records. Windows of lines become slots, and these the
// target's JSON: by the interpreter, or by generated code, which gives surprising records up to the
// interpreter and goes on behind them. Memory is a few windows, whatever the length of the input. The mapping
// must outlive it; one thread of its own besides the caller's, and only while code is made.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/driver/compile.hpp"
#include "compiler/interpret/interpreter.hpp"
#include "stdlib/core/clock.hpp"
#include "stdlib/core/result.hpp"
#include "stdlib/stream/window.hpp"

namespace parley::driver {

enum class Engine : std::uint8_t {
  automatic,  // the interpreter, until code made beside it is ready
  interpret,
  compiled,  // from the first record on
};

struct TransformOptions {
  abi::Direction direction = abi::Direction::to_right;
  abi::BodyKind kind = abi::BodyKind::create;
  Engine engine = Engine::automatic;
  core::Instant now;                // of the whole run
  std::uint64_t traced_line = 0;    // 0: none
  interpret::Watcher watcher = {};  // sees the values of the traced line
  stream::WindowOptions window = {};
};

// A record that was not mapped, and why.
struct Rejection {
  std::uint64_t line = 0;    // of the input, from 1
  std::uint64_t column = 0;  // the byte that is wrong, from 1; 0: the line is a record
  std::string_view field;    // of the target; empty where the whole line is to blame
  std::string_view reason;
};

// Where results go, in the order of the input.
struct Outlet {
  virtual ~Outlet() = default;
  // Whole lines.
  virtual core::Result<void> lines(std::string_view text) = 0;
  virtual void rejected(const Rejection& rejection) = 0;
};

struct Counts {
  std::uint64_t read = 0;
  std::uint64_t written = 0;
  std::uint64_t left_out = 0;  // outside where or scope
  std::uint64_t skipped = 0;   // `else skip`
  std::uint64_t rejected = 0;
  std::uint64_t compiled = 0;  // of those read, by generated code
  std::uint64_t given_up = 0;  // of those that generated code saw, left to the interpreter
};

class Transform {
 public:
  Transform(const CompiledMapping& mapping, TransformOptions options);
  ~Transform();

  // Fails where the world does, and where Engine::compiled was asked for and the mapping has no fast form.
  core::Result<void> run(stream::Source& source, Outlet& outlet);
  const Counts& counts() const { return counts_; }
  // Why generated code is not used where it might have been; empty: it is, or nobody asked.
  std::string unsupported() const;

 private:
  struct Parts;
  core::Result<void> window(Outlet& outlet, const stream::Window& window);
  core::Result<void> rows_compiled(Outlet& outlet, std::string_view bytes);
  core::Result<void> row_interpreted(Outlet& outlet, std::size_t row, std::string_view bytes);
  void reject(Outlet& outlet, const Rejection& rejection);

  std::unique_ptr<Parts> parts_;
  Counts counts_;
};

}  // namespace parley::driver
