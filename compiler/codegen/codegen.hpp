// Compiler: turns one half of a lowered mapping into machine code. The door to LLVM: nothing here shows it,
// nothing of it is initialised before make(), and what makes code not before the first compile. The code
// lives as long as the Compiler. One thread at a time makes code; what was made may be called from any
// thread, with a Run of its own.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/codegen/aside.hpp"
#include "compiler/codegen/runtime/runtime.hpp"
#include "compiler/ir/ir.hpp"
#include "stdlib/core/result.hpp"

namespace parley::codegen {

// Works through rows until it is done, gives one up, or has no room (see Run and Stop). Rows are filled for
// the slots of the IR function, in its order.
using Transform = std::uint32_t (*)(Run*);

// Code is made twice where nobody waits for it: first so that it is there soon, then so that it runs fast.
enum class Tier : std::uint8_t {
  quick,     // not optimised; the library is called
  thorough,  // optimised, the library inlined
};

class Compiler {
 public:
  static core::Result<std::unique_ptr<Compiler>> make();
  ~Compiler();

  // One of module.maps. What of it has no fast form it asks Run::aside for.
  core::Result<Transform> compile(const ir::Module& module, const ir::Function& map, Tier tier);
  // The same from object code: `object` is what compile() or compile_batch() made, under the key that
  // object_key (compiler/codegen/key.hpp) has for the function and the tier, or batch_key for the functions.
  core::Result<Transform> load(std::string_view object);
  // What the last compile() or compile_batch() made, for a cache. Empty: it made nothing.
  const std::string& object() const;
  // Code for several functions at once, one run of rows a call (Run::function says which): every result, or
  // every store, of a row becomes a cell. `refused` has a reason for each function without a fast form, which
  // must not be called. Keys, scopes and carries; rows are filled as for a transform.
  struct Batch {
    Transform code = nullptr;
    std::vector<std::string> refused;  // by function; empty: it has code
  };
  core::Result<Batch> compile_batch(const ir::Module& module, std::span<const ir::Function* const> functions);
  // The LLVM IR after optimising, for tests that ask what was inlined.
  std::string optimised_text(const ir::Module& module, const ir::Function& map);

 private:
  struct Parts;
  explicit Compiler(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace parley::codegen
