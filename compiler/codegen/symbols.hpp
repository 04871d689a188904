// The native symbols that generated code may call: the library's heavy bodies, the runtime's heavy routines,
// memory copy and 128-bit division. A call of anything else does not link.
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
