// The runtime's inlined routines as LLVM bitcode.
#pragma once

#include <cstddef>
#include <span>

namespace parley::codegen {

std::span<const std::byte> runtime_bitcode();

}  // namespace parley::codegen
