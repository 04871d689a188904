#include "stdlib/functions/bitcode.hpp"

#include <algorithm>

#include "stdlib/functions/registry.hpp"

#ifndef PARLEY_FUNCTIONS_BC  // only for tools that read this file without building it
#define PARLEY_FUNCTIONS_BC "functions.bc"
#endif

__asm__(
    ".pushsection .rodata.functions_bitcode, \"a\"\n"
    ".balign 16\n"
    ".globl parley_functions_bitcode_begin\n"
    "parley_functions_bitcode_begin:\n"
    ".incbin \"" PARLEY_FUNCTIONS_BC
    "\"\n"
    ".globl parley_functions_bitcode_end\n"
    "parley_functions_bitcode_end:\n"
    ".popsection\n");

extern "C" const std::byte parley_functions_bitcode_begin[];
extern "C" const std::byte parley_functions_bitcode_end[];

namespace parley::functions {

std::span<const std::byte> functions_bitcode() {
  return {parley_functions_bitcode_begin, parley_functions_bitcode_end};
}

std::span<const std::string_view> runtime_symbols() {
  static constexpr std::string_view symbols[] = {"__divti3", "__modti3", "__udivti3", "__umodti3", "bcmp",
                                                 "memchr",   "memcmp",   "memcpy",    "memmove",   "memset"};
  return symbols;
}

std::vector<abi::NativeSymbol> native_symbols() {
  std::vector<abi::NativeSymbol> symbols;
  for (const abi::Function& function : all()) {
    const auto* typed = std::get_if<abi::TypedBody>(&function.body);
    if (typed == nullptr) continue;
    if (typed->heavy) symbols.push_back({typed->symbol, typed->native});
    symbols.insert(symbols.end(), typed->slow_paths.begin(), typed->slow_paths.end());
  }
  std::ranges::sort(symbols, {}, &abi::NativeSymbol::name);
  auto repeated = std::ranges::unique(symbols, {}, &abi::NativeSymbol::name);
  symbols.erase(repeated.begin(), repeated.end());
  return symbols;
}

}  // namespace parley::functions
