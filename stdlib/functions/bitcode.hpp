// The bodies of the library functions as LLVM bitcode, and the native symbols that this bitcode and generated
// code may call. compiler/codegen links both; nothing else of the process is visible to generated code.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "stdlib/abi/descriptor.hpp"

namespace parley::functions {

// One module. Of each typed body that is not heavy it defines the symbol of the descriptor.
std::span<const std::byte> functions_bitcode();

// What the compiler's own code may call without asking: copies of memory and 128-bit division.
std::span<const std::string_view> runtime_symbols();
// Heavy bodies and slow paths, by name, with their addresses.
std::vector<abi::NativeSymbol> native_symbols();

}  // namespace parley::functions
