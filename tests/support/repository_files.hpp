// The compiler's Files over the repository, read-only, for tests that run in its root.
#pragma once

#include <algorithm>
#include <filesystem>

#include "compiler/driver/files.hpp"
#include "tests/support/golden.hpp"

namespace parley::support {

struct RepositoryFiles : driver::Files {
  core::Result<std::string> read(const std::string& path) override {
    if (!exists(path)) return core::fail(core::ErrorKind::input, "there is no " + path);
    return read_text(path);
  }
  bool exists(const std::string& path) override { return std::filesystem::is_regular_file(path); }
  std::vector<std::string> list(const std::string& folder) override {
    std::vector<std::string> names;
    if (!std::filesystem::is_directory(folder)) return names;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
      names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
  }
};

}  // namespace parley::support
