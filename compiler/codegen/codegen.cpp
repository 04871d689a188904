#include "compiler/codegen/codegen.hpp"

#include <llvm/Bitcode/BitcodeReader.h>
#include <llvm/Linker/Linker.h>
#include <llvm/Support/MemoryBuffer.h>

#include "compiler/codegen/emitter.hpp"
#include "compiler/codegen/jit.hpp"
#include "compiler/codegen/runtime/bitcode.hpp"
#include "stdlib/core/check.hpp"
#include "stdlib/functions/bitcode.hpp"

namespace parley::codegen {

namespace {

constexpr const char* entry_name = "transform";

// Links what the module calls of the library, and hides it, so that what was inlined goes.
void link(llvm::Module& module, std::span<const std::byte> bitcode) {
  llvm::StringRef bytes(reinterpret_cast<const char*>(bitcode.data()), bitcode.size());
  auto library = llvm::getLazyBitcodeModule(llvm::MemoryBufferRef(bytes, "library"), module.getContext());
  ENSURE(static_cast<bool>(library), "the embedded bitcode can be read");
  (*library)->setDataLayout(module.getDataLayout());
  (*library)->setTargetTriple(module.getTargetTriple());
  bool failed = llvm::Linker::linkModules(module, std::move(*library), llvm::Linker::Flags::LinkOnlyNeeded);
  ENSURE(!failed, "the embedded bitcode links");
}

void hide_all_but_entry(llvm::Module& module) {
  for (llvm::Function& function : module)
    if (!function.isDeclaration() && function.getName() != entry_name)
      function.setLinkage(llvm::GlobalValue::InternalLinkage);
  for (llvm::GlobalVariable& variable : module.globals())
    if (!variable.isDeclaration()) variable.setLinkage(llvm::GlobalValue::InternalLinkage);
}

// What many places call is not inlined where it is longer than a call: the code would grow with the fields.
constexpr std::size_t inlined_always_max = 24;  // instructions
constexpr std::size_t inlined_calls_max = 4;

void limit_inlining(llvm::Module& module) {
  for (llvm::Function& function : module)
    if (!function.isDeclaration() && function.getInstructionCount() > inlined_always_max &&
        function.hasNUsesOrMore(inlined_calls_max + 1))
      function.addFnAttr(llvm::Attribute::NoInline);
}

// The entry: calls the body that Run::function says.
void emit_choice(llvm::Module& module, std::span<llvm::Function* const> bodies) {
  llvm::IRBuilder<> builder(module.getContext());
  auto* signature = llvm::FunctionType::get(builder.getInt32Ty(), {builder.getPtrTy()}, false);
  auto* entry = llvm::Function::Create(signature, llvm::Function::ExternalLinkage, entry_name, module);
  auto block = [&] { return llvm::BasicBlock::Create(module.getContext(), "", entry); };
  builder.SetInsertPoint(block());
  llvm::Value* place =
      builder.CreateConstInBoundsGEP1_64(builder.getInt8Ty(), entry->getArg(0), offsetof(Run, function));
  llvm::BasicBlock* none = block();
  auto* choice = builder.CreateSwitch(builder.CreateLoad(builder.getInt64Ty(), place), none);
  for (std::size_t n = 0; n < bodies.size(); ++n) {
    llvm::BasicBlock* chosen = block();
    choice->addCase(builder.getInt64(n), chosen);
    builder.SetInsertPoint(chosen);
    builder.CreateRet(builder.CreateCall(bodies[n], {entry->getArg(0)}));
  }
  builder.SetInsertPoint(none);
  builder.CreateUnreachable();
}

// Quick code is cut small: that costs it little, and short targets show what sections do.
constexpr Cut cut_for(Tier tier) {
  return tier == Tier::quick ? Cut{.whole_max = 4, .section_max = 4}
                             : Cut{.whole_max = 40, .section_max = 16};
}

struct Emission {
  Jit::Unit unit;
  std::set<std::uint32_t> refused;
};

core::Result<Emission> emit_leaving(std::set<std::uint32_t> left, Jit& jit, const ir::Module& module,
                                    const ir::Function& function, Tier tier) {
  Jit::Unit unit = TRY(jit.new_unit(module.mapping));
  Emitter emitter(*unit.module, module, cut_for(tier), std::move(left));
  emitter.emit_transform(function, entry_name);
  return Emission{std::move(unit), emitter.refused()};
}

// What is refused at first is then left to the aside.
core::Result<Jit::Unit> emit(Jit& jit, const ir::Module& module, const ir::Function& function, Tier tier) {
  Emission first = TRY(emit_leaving({}, jit, module, function, tier));
  Emission emission = first.refused.empty() ? std::move(first)
                                            : TRY(emit_leaving(first.refused, jit, module, function, tier));
  ENSURE(emission.refused.empty(), "what is left to the aside is not emitted");
  Jit::Unit unit = std::move(emission.unit);
  // What quick code calls is in the table of symbols, as native code.
  if (tier == Tier::quick) return unit;
  link(*unit.module, runtime_bitcode());
  link(*unit.module, functions::functions_bitcode());
  hide_all_but_entry(*unit.module);
  limit_inlining(*unit.module);
  return unit;
}

}  // namespace

struct Compiler::Parts {
  std::unique_ptr<Jit> jit;
  std::string object = {};  // what was made last
};

Compiler::Compiler(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Compiler::~Compiler() = default;

core::Result<std::unique_ptr<Compiler>> Compiler::make() {
  auto parts = std::make_unique<Parts>();
  parts->jit = TRY(Jit::make());
  return std::unique_ptr<Compiler>(new Compiler(std::move(parts)));
}

core::Result<Transform> Compiler::compile(const ir::Module& module, const ir::Function& map, Tier tier) {
  parts_->object.clear();
  Jit::Unit unit = TRY(emit(*parts_->jit, module, map, tier));
  std::string object = TRY(parts_->jit->object(std::move(unit), tier));
  const Transform transform = TRY(load(object));
  parts_->object = std::move(object);
  return transform;
}

core::Result<Transform> Compiler::load(std::string_view object) {
  return reinterpret_cast<Transform>(TRY(parts_->jit->load(object, entry_name)));
}

const std::string& Compiler::object() const {
  return parts_->object;
}

core::Result<Compiler::Batch> Compiler::compile_batch(const ir::Module& module,
                                                      std::span<const ir::Function* const> functions) {
  parts_->object.clear();
  Batch batch;
  Jit::Unit unit = TRY(parts_->jit->new_unit(module.mapping));
  std::vector<llvm::Function*> bodies;
  for (std::size_t n = 0; n < functions.size(); ++n) {
    const std::string name = "batch_" + std::to_string(n);
    Emitter emitter(*unit.module, module, cut_for(Tier::thorough));
    emitter.emit_batch(*functions[n], name);
    bodies.push_back(unit.module->getFunction(name));
    batch.refused.push_back(emitter.unsupported().value_or(""));
  }
  emit_choice(*unit.module, bodies);
  link(*unit.module, runtime_bitcode());
  link(*unit.module, functions::functions_bitcode());
  hide_all_but_entry(*unit.module);
  std::string object = TRY(parts_->jit->object(std::move(unit), Tier::thorough));
  batch.code = TRY(load(object));
  parts_->object = std::move(object);
  return batch;
}

std::string Compiler::optimised_text(const ir::Module& module, const ir::Function& map) {
  auto unit = emit(*parts_->jit, module, map, Tier::thorough);
  if (!unit) return unit.error().message;
  parts_->jit->optimise(*unit->module);
  return Jit::text(*unit->module);
}

}  // namespace parley::codegen
