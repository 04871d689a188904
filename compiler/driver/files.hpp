// Files: how the compiler reads mappings, imports and schemas. The commands give it the disk, tests a map in
// memory.
#pragma once

#include <string>
#include <vector>

#include "stdlib/core/result.hpp"

namespace parley::driver {

struct Files {
  virtual ~Files() = default;
  // The error says which file, and why.
  virtual core::Result<std::string> read(const std::string& path) = 0;
  virtual bool exists(const std::string& path) = 0;
  // Names in a folder, in alphabetical order; none where there is no such folder.
  virtual std::vector<std::string> list(const std::string& folder) = 0;
};

}  // namespace parley::driver
