// What the compiler asks of its surroundings: schemas and imported files. The driver implements both; tests
// implement them on memory. What they hand out outlives every result of the compiler.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/ast/file.hpp"
#include "stdlib/schema/schema.hpp"

namespace parley::resolve {

struct SchemaSource {
  virtual ~SchemaSource() = default;
  // Null where nobody declared the system.
  virtual const schema::System* system(std::string_view name) = 0;
  // For suggestions; in alphabetical order.
  virtual std::vector<std::string> system_names() = 0;
};

struct ImportSource {
  virtual ~ImportSource() = default;
  // The parsed file at a path: the name of the importing file joined with the import's words ("a/b.parley"
  // and
  // "../c.parley" are "c.parley"). Null where it cannot be read; what it says wrong goes into the sink of the
  // driver.
  virtual const ast::File* open(const std::string& path) = 0;
};

}  // namespace parley::resolve
