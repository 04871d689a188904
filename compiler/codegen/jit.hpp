// Jit: LLVM ORC behind one door. It owns the compiled code of a process: modules go in, addresses come out.
// No other folder sees LLVM. Code can call a table of named symbols and nothing of the process. What makes
// code is set up with the first unit: objects out of a cache are loaded without it. One thread at a time.
#pragma once

#include <llvm/ExecutionEngine/Orc/Core.h>
#include <llvm/ExecutionEngine/Orc/ObjectLinkingLayer.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>
#include <llvm/Target/TargetMachine.h>

#include <memory>
#include <string>
#include <string_view>

#include "compiler/codegen/codegen.hpp"
#include "stdlib/core/result.hpp"

namespace parley::codegen {

class Jit {
 public:
  // Fails with ErrorKind::machine where nothing can be linked on this host.
  static core::Result<std::unique_ptr<Jit>> make();
  ~Jit();

  // A module for this host, in its own context. Making one fails with ErrorKind::machine where the host's
  // target cannot be set up.
  struct Unit {
    std::unique_ptr<llvm::LLVMContext> context;
    std::unique_ptr<llvm::Module> module;
  };
  core::Result<Unit> new_unit(std::string_view name);

  // Compiles the unit to an object; what is thorough is optimised before. A module that does not verify is
  // our bug.
  core::Result<std::string> object(Unit unit, Tier tier) const;
  // Places an object beside the others and gives the address of `entry` in it. It must come from object() of
  // this build and kind of CPU: what stands in it is not checked.
  core::Result<void*> load(std::string_view object, std::string_view entry);

  // The optimised module's text, for tests that ask what was inlined.
  static std::string text(const llvm::Module& module);
  void optimise(llvm::Module& module) const;

 private:
  explicit Jit(std::unique_ptr<llvm::orc::ExecutorProcessControl> process);
  core::Result<void> make_machines();

  std::unique_ptr<llvm::orc::ExecutionSession> session_;
  std::unique_ptr<llvm::orc::ObjectLinkingLayer> linker_;
  llvm::orc::JITDylib& symbols_;
  std::unique_ptr<llvm::TargetMachine> machine_;  // from the first unit on
  std::unique_ptr<llvm::TargetMachine> quick_machine_;
  unsigned unit_count_ = 0;
};

}  // namespace parley::codegen
