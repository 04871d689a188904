// The project's own source files as text, for the tests that judge how they look.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace parley::tidy {

struct SourceText {
  std::string path;  // from the root: "stdlib/core/text.cpp"
  std::vector<std::string> lines;
};

inline std::vector<std::string> read_lines(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// Every .hpp and .cpp of the product, sorted by path; run from the root.
inline std::vector<SourceText> product_files() {
  std::vector<SourceText> files;
  for (const char* top : {"compiler", "engine", "grammar", "stdlib"}) {
    if (!std::filesystem::exists(top)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(top)) {
      auto ending = entry.path().extension();
      if (ending == ".hpp" || ending == ".cpp")
        files.push_back({entry.path().string(), read_lines(entry.path())});
    }
  }
  std::ranges::sort(files, {}, &SourceText::path);
  return files;
}

// "left: right" a line; lines that begin with # are comments.
inline std::map<std::string, std::string> read_table(const char* path) {
  std::map<std::string, std::string> table;
  for (const std::string& line : read_lines(path)) {
    auto colon = line.find(':');
    if (line.empty() || line[0] == '#' || colon == std::string::npos) continue;
    table[line.substr(0, colon)] = line.substr(colon + 1);
  }
  return table;
}

inline std::vector<std::string> words(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> found;
  for (std::string word; in >> word;) found.push_back(word);
  return found;
}

// The included path of an #include line, with `quoted` telling its form; empty for any other line.
inline std::string included(const std::string& line, char open) {
  auto at = line.find("#include ");
  if (at != 0 || line.size() < 11 || line[9] != open) return {};
  auto end = line.find(open == '<' ? '>' : '"', 10);
  return line.substr(10, end - 10);
}

inline bool is_below(const std::string& path, const std::string& folder) {
  return path == folder || path.starts_with(folder + "/");
}

}  // namespace parley::tidy
