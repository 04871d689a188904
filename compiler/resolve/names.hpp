// The declarations that a file can name: its own and those of the files it imports, to any depth. A name that
// is declared twice is reported once, and the first declaration counts.
#pragma once

#include <map>
#include <string>

#include "compiler/ast/file.hpp"
#include "compiler/diagnostics/diagnostic.hpp"
#include "compiler/resolve/ports.hpp"
#include "compiler/source/source.hpp"

namespace parley::resolve {

// Imports beyond these are refused (P112).
constexpr std::size_t import_depth_max = 16;
constexpr std::size_t imported_files_max = 256;

template <class T>
struct Declared {
  const ast::File* file = nullptr;
  const T* node = nullptr;
  bool imported = false;
};

struct Names {
  std::map<std::string, Declared<ast::Table>, std::less<>> tables;
  std::map<std::string, Declared<ast::Lens>, std::less<>> lenses;
  std::map<std::string, Declared<ast::PoliciesDeclaration>, std::less<>> policies;
};

Names collect(const ast::File& file, const source::SourceSet& sources, ImportSource& imports,
              diagnostics::Sink& sink);

}  // namespace parley::resolve
