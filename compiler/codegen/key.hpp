// The key of a transform's or a batch's object code in a cache: a hash of all that the code was made of. That
// is the IR's text, what the generator reads of the fields and tables around it, the tier, this very build of
// Parley (with the library's bitcode and LLVM in it), and the host's CPU with its features. Time zones, phone
// numbers and ICU's tables are read by native code while it runs; nothing of them stands in an object.
#pragma once

#include <span>
#include <string>

#include "compiler/codegen/codegen.hpp"
#include "compiler/ir/ir.hpp"

namespace parley::codegen {

// 64 hex digits; empty where the running program does not say which build it is.
std::string object_key(const ir::Module& module, const ir::Function& function, Tier tier);
// Of Compiler::compile_batch's, by all functions in their order.
std::string batch_key(const ir::Module& module, std::span<const ir::Function* const> functions);

}  // namespace parley::codegen
