// Batch: functions of one mapping (keys, scopes, carries) over many images at a time, by generated code or by
// the interpreter, with equal results. No allocation an image once it has seen as many. The module must
// outlive it; one thread.
//   Batch batch(module, {&module.keys[0][0]}, now);
//   batch.make_code();                            // else, and where there is none: the interpreter
//   batch.run(0, Side::left, images, results);    // results.of(i)[0].bytes is the key of image i
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/ir/ir.hpp"
#include "stdlib/core/arena.hpp"
#include "stdlib/core/cache.hpp"
#include "stdlib/core/clock.hpp"

namespace parley::driver {

// How one result, or one store of a carry, came out.
enum class Came : std::uint8_t {
  value,
  none,
  unknown,
  failed,
  keep,          // stores only, like all that follow: unknown, or failed and `else keep`
  skip,          // `else skip`
  from_default,  // a value, made by the line's default
  reject,        // `else reject`; carry the record by itself to learn why
};

struct Evaluated {
  Came came = Came::unknown;
  std::string_view bytes;  // canonical; only of value and from_default
  friend bool operator==(const Evaluated&, const Evaluated&) = default;
};

// By image, then result. Reused; owns the bytes.
struct Evaluations {
  std::size_t each = 0;
  std::vector<Evaluated> all;
  core::Arena bytes;

  std::span<const Evaluated> of(std::size_t image) const {
    return std::span(all).subspan(image * each, each);
  }
};

class Batch {
 public:
  // `functions` without guards on their stores, and without a parameter.
  Batch(const ir::Module& module, std::vector<const ir::Function*> functions, core::Instant now);
  ~Batch();
  Batch(Batch&&) noexcept;

  // Generates code for every function that has a fast form, or finds it in the cache, and keeps it there;
  // null: no cache.
  void make_code(core::Cache* cache = nullptr);
  // Why a function runs interpreted; empty: it does not.
  std::string interpreted_because(std::size_t function) const;

  // Images of `side`; fields of the other side are unknown to the function.
  void run(std::size_t function, abi::Side side, std::span<const abi::Image> images, Evaluations& results);
  // By the interpreter, whatever there is.
  void interpret(std::size_t function, abi::Side side, std::span<const abi::Image> images,
                 Evaluations& results);

  // Of images that generated code saw: how many it left to the interpreter.
  struct Counts {
    std::uint64_t compiled = 0;
    std::uint64_t given_up = 0;
  };
  const Counts& counts() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace parley::driver
