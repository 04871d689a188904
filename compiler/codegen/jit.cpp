#include "compiler/codegen/jit.hpp"

#include <fmt/format.h>
#include <llvm/Analysis/CGSCCPassManager.h>
#include <llvm/ExecutionEngine/JITLink/EHFrameSupport.h>
#include <llvm/ExecutionEngine/Orc/CompileUtils.h>
#include <llvm/ExecutionEngine/Orc/JITTargetMachineBuilder.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Transforms/IPO/AlwaysInliner.h>
#include <llvm/Transforms/IPO/GlobalDCE.h>
#include <llvm/Transforms/IPO/Internalize.h>
#include <llvm/Transforms/IPO/ModuleInliner.h>
#include <llvm/Transforms/InstCombine/InstCombine.h>
#include <llvm/Transforms/Scalar/DeadStoreElimination.h>
#include <llvm/Transforms/Scalar/EarlyCSE.h>
#include <llvm/Transforms/Scalar/GVN.h>
#include <llvm/Transforms/Scalar/SROA.h>
#include <llvm/Transforms/Scalar/SimplifyCFG.h>

#include "compiler/codegen/symbols.hpp"
#include "stdlib/core/check.hpp"

// In the released program LLVM's initialisers stand between these (llvm_initialisers.lds). Elsewhere the
// loader has run them, and these are null. NOLINTBEGIN(readability-identifier-naming): the linker's
extern "C" {
using Initialiser = void (*)();
extern const Initialiser llvm_initialisers_begin[] __attribute__((weak));
extern const Initialiser llvm_initialisers_end[] __attribute__((weak));
}
// NOLINTEND

namespace parley::codegen {

namespace {

using core::ErrorKind;

std::unexpected<core::Error> fail(llvm::Error error) {
  return core::fail(ErrorKind::machine, "code generation: " + llvm::toString(std::move(error)));
}

void initialise_llvm() {
  static const bool done = [] {
    for (const Initialiser* next = llvm_initialisers_begin; next != llvm_initialisers_end; ++next) (*next)();
    return true;
  }();
  (void)done;
}

void initialise_target() {
  static const bool done = [] {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
    return true;
  }();
  (void)done;
}

// The short list: everything that pays within a few milliseconds for straight-line code; no loop passes.
llvm::FunctionPassManager simplification() {
  llvm::FunctionPassManager passes;
  passes.addPass(llvm::SROAPass(llvm::SROAOptions::ModifyCFG));
  passes.addPass(llvm::EarlyCSEPass(true));
  passes.addPass(llvm::InstCombinePass());
  passes.addPass(llvm::SimplifyCFGPass());
  return passes;
}

}  // namespace

core::Result<std::unique_ptr<Jit>> Jit::make() {
  initialise_llvm();
  auto process = llvm::orc::SelfExecutorProcessControl::Create();
  if (!process) return fail(process.takeError());
  std::unique_ptr<Jit> jit(new Jit(std::move(*process)));
  llvm::orc::SymbolMap allowed;
  for (const Symbol& symbol : allowed_symbols())
    allowed[jit->session_->intern(symbol.name)] = {llvm::orc::ExecutorAddr::fromPtr(symbol.address),
                                                   llvm::JITSymbolFlags::Exported};
  if (auto error = jit->symbols_.define(llvm::orc::absoluteSymbols(std::move(allowed))))
    return fail(std::move(error));
  return jit;
}

Jit::Jit(std::unique_ptr<llvm::orc::ExecutorProcessControl> process)
    : session_(std::make_unique<llvm::orc::ExecutionSession>(std::move(process))),
      linker_(std::make_unique<llvm::orc::ObjectLinkingLayer>(*session_)),
      symbols_(session_->createBareJITDylib("symbols")) {
  linker_->addPlugin(std::make_unique<llvm::orc::EHFrameRegistrationPlugin>(
      *session_, std::make_unique<llvm::jitlink::InProcessEHFrameRegistrar>()));
}

Jit::~Jit() {
  if (auto error = session_->endSession()) session_->reportError(std::move(error));
}

core::Result<void> Jit::make_machines() {
  if (machine_ != nullptr) return {};
  initialise_target();
  auto builder = llvm::orc::JITTargetMachineBuilder::detectHost();
  if (!builder) return fail(builder.takeError());
  builder->setRelocationModel(llvm::Reloc::PIC_);
  builder->setCodeModel(llvm::CodeModel::Small);
  // Without optimising it selects instructions one by one, which takes a fifth of the time.
  builder->setCodeGenOptLevel(llvm::CodeGenOptLevel::None);
  auto quick_machine = builder->createTargetMachine();
  if (!quick_machine) return fail(quick_machine.takeError());
  builder->setCodeGenOptLevel(llvm::CodeGenOptLevel::Default);
  auto machine = builder->createTargetMachine();
  if (!machine) return fail(machine.takeError());
  quick_machine_ = std::move(*quick_machine);
  machine_ = std::move(*machine);
  return {};
}

core::Result<Jit::Unit> Jit::new_unit(std::string_view name) {
  TRY_VOID(make_machines());
  Unit unit;
  unit.context = std::make_unique<llvm::LLVMContext>();
  unit.module = std::make_unique<llvm::Module>(llvm::StringRef(name), *unit.context);
  unit.module->setDataLayout(machine_->createDataLayout());
  unit.module->setTargetTriple(machine_->getTargetTriple().str());
  return unit;
}

core::Result<std::string> Jit::object(Unit unit, Tier tier) const {
  std::string problem;
  llvm::raw_string_ostream problem_stream(problem);
  ENSURE(!llvm::verifyModule(*unit.module, &problem_stream), problem);
  if (tier == Tier::thorough) optimise(*unit.module);
  llvm::TargetMachine& machine = tier == Tier::thorough ? *machine_ : *quick_machine_;
  auto object = llvm::orc::SimpleCompiler(machine)(*unit.module);
  if (!object) return fail(object.takeError());
  return (*object)->getBuffer().str();
}

// Each object has a table of names to itself: all call their entry the same.
core::Result<void*> Jit::load(std::string_view object, std::string_view entry) {
  llvm::orc::JITDylib& names = session_->createBareJITDylib(fmt::format("unit.{}", unit_count_++));
  names.addToLinkOrder(symbols_);
  auto buffer = llvm::MemoryBuffer::getMemBufferCopy(llvm::StringRef(object));
  if (auto error = linker_->add(names, std::move(buffer))) return fail(std::move(error));
  auto symbol = session_->lookup({&names}, llvm::StringRef(entry));
  if (!symbol) return fail(symbol.takeError());
  return symbol->getAddress().toPtr<void*>();
}

void Jit::optimise(llvm::Module& module) const {
  for (llvm::Function& function : module) {
    if (function.isDeclaration()) continue;
    function.addFnAttr("target-cpu", machine_->getTargetCPU());
    function.addFnAttr("target-features", machine_->getTargetFeatureString());
  }
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager components;
  llvm::ModuleAnalysisManager modules;
  llvm::PassBuilder passes(machine_.get());
  passes.registerModuleAnalyses(modules);
  passes.registerCGSCCAnalyses(components);
  passes.registerFunctionAnalyses(functions);
  passes.registerLoopAnalyses(loops);
  passes.crossRegisterProxies(loops, functions, components, modules);

  llvm::ModulePassManager pipeline;
  pipeline.addPass(llvm::GlobalDCEPass());
  pipeline.addPass(llvm::createModuleToFunctionPassAdaptor(simplification()));
  pipeline.addPass(llvm::AlwaysInlinerPass());
  pipeline.addPass(llvm::ModuleInlinerPass(llvm::getInlineParams(2, 0)));
  pipeline.addPass(llvm::GlobalDCEPass());
  llvm::FunctionPassManager late = simplification();
  late.addPass(llvm::GVNPass());
  late.addPass(llvm::DSEPass());
  late.addPass(llvm::InstCombinePass());
  late.addPass(llvm::SimplifyCFGPass());
  pipeline.addPass(llvm::createModuleToFunctionPassAdaptor(std::move(late)));
  pipeline.run(module, modules);
}

std::string Jit::text(const llvm::Module& module) {
  std::string printed;
  llvm::raw_string_ostream stream(printed);
  module.print(stream, nullptr);
  return printed;
}

}  // namespace parley::codegen
