#include "compiler/codegen/runtime/bitcode.hpp"

#ifndef PARLEY_RUNTIME_BC  // only for tools that read this file without building it
#define PARLEY_RUNTIME_BC "runtime.bc"
#endif

__asm__(
    ".pushsection .rodata.runtime_bitcode, \"a\"\n"
    ".balign 16\n"
    ".globl parley_runtime_bitcode_begin\n"
    "parley_runtime_bitcode_begin:\n"
    ".incbin \"" PARLEY_RUNTIME_BC
    "\"\n"
    ".globl parley_runtime_bitcode_end\n"
    "parley_runtime_bitcode_end:\n"
    ".popsection\n");

extern "C" const std::byte parley_runtime_bitcode_begin[];
extern "C" const std::byte parley_runtime_bitcode_end[];

namespace parley::codegen {

std::span<const std::byte> runtime_bitcode() {
  return {parley_runtime_bitcode_begin, parley_runtime_bitcode_end};
}

}  // namespace parley::codegen
