// Golden files: the expected output beside its input. With PARLEY_UPDATE_GOLDENS=1 in the environment they
// are written instead of compared; read the difference before it is committed.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace parley::support {

inline std::string read_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

inline void check_golden(const std::filesystem::path& path, const std::string& actual) {
  if (const char* update = std::getenv("PARLEY_UPDATE_GOLDENS");
      update != nullptr && std::string(update) == "1") {
    std::ofstream(path, std::ios::binary) << actual;
    return;
  }
  INFO("golden file: ", path.string());
  REQUIRE(std::filesystem::exists(path));
  CHECK(actual == read_text(path));
}

// The files below a folder with this extension, by name. None where there is no such folder.
inline std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder,
                                                      const std::string& extension) {
  std::vector<std::filesystem::path> found;
  if (!std::filesystem::exists(folder)) return found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && entry.path().extension() == extension) found.push_back(entry.path());
  std::ranges::sort(found);
  return found;
}

}  // namespace parley::support
