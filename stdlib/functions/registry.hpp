// The registry of library functions: what the checker looks up, the interpreter calls and the documentation
// prints. Filled once, on first use; immutable afterwards, so threads may share it.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "stdlib/abi/descriptor.hpp"

namespace parley::functions {

// Every overload of every function, by name.
std::span<const abi::Function> all();
// The overloads of one name; empty where there is no such function.
std::span<const abi::Function> overloads(std::string_view name);

// What each function file defines: its overloads. The table is made at configure time.
using Description = std::vector<abi::Function> (*)();
std::span<const Description> descriptions();

}  // namespace parley::functions
