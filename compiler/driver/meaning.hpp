// Hashes of meaning: two files with one hash make the same of every record, whatever their labels, aliases,
// comments and order of declarations.
#pragma once

#include "compiler/ir/ir.hpp"
#include "stdlib/abi/program.hpp"

namespace parley::driver {

// Fills the hashes of the program, of its rules and of its match rules.
void fill_hashes(abi::Program& program, const ir::Module& module);

}  // namespace parley::driver
