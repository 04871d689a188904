// The compiler's Files on the disk.
#pragma once

#include "compiler/driver/files.hpp"

namespace parley::cli {

struct DiskFiles : driver::Files {
  core::Result<std::string> read(const std::string& path) override;
  bool exists(const std::string& path) override;
  std::vector<std::string> list(const std::string& folder) override;
};

// Replaces the file's content; another process sees the old or the new, never a part.
core::Result<void> write_file(const std::string& path, std::string_view text);

}  // namespace parley::cli
