// The native symbols that generated code may call: the library's bodies, the runtime's routines, memory copy
// and 128-bit division. A call of anything else does not link. Thorough code calls the heavy ones only: it
// has the others' bitcode in it.
#pragma once

#include <string>
#include <vector>

namespace parley::codegen {

struct Symbol {
  std::string name;
  void* address;
};

std::vector<Symbol> allowed_symbols();

}  // namespace parley::codegen
