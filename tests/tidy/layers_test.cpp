// The house's walls: who may include whom, and where third-party headers may stand.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "tests/tidy/tree.hpp"

using namespace parley::tidy;

namespace {

// The longest folder of the table that holds `path`; empty where none does.
std::string room_of(const std::map<std::string, std::string>& layers, const std::string& path) {
  std::string best;
  for (const auto& [folder, allowed] : layers)
    if (is_below(path, folder) && folder.size() > best.size()) best = folder;
  return best;
}

bool may_include(const std::string& room, const std::string& allowed, const std::string& header) {
  if (is_below(header, room)) return true;
  return std::ranges::any_of(words(allowed),
                             [&](const std::string& folder) { return is_below(header, folder); });
}

}  // namespace

TEST_CASE("every include keeps to the layer table") {
  auto layers = read_table("tests/tidy/layers.txt");
  for (const SourceText& file : product_files()) {
    std::string room = room_of(layers, file.path);
    CHECK_MESSAGE(!room.empty(), file.path << " stands in no folder of the layer table");
    for (const std::string& line : file.lines) {
      std::string header = included(line, '"');
      if (header.empty() || room.empty()) continue;
      CHECK_MESSAGE(may_include(room, layers[room], header), file.path << " may not include " << header);
    }
  }
}

TEST_CASE("third-party headers stand inside their fences") {
  auto fences = read_table("tests/tidy/fences.txt");
  for (const SourceText& file : product_files()) {
    for (const std::string& line : file.lines) {
      std::string header = included(line, '<');
      for (const auto& [beginning, folders] : fences) {
        if (header.empty() || !header.starts_with(beginning)) continue;
        auto allowed = words(folders);
        bool inside =
            std::ranges::any_of(allowed, [&](const auto& folder) { return is_below(file.path, folder); });
        CHECK_MESSAGE(inside, file.path << " may not include <" << header << ">");
      }
    }
  }
}

TEST_CASE("every header is included by somebody") {
  std::set<std::string> used;
  auto files = product_files();
  for (const char* top : {"tests", "stdlib", "compiler", "engine", "grammar"}) {
    if (!std::filesystem::exists(top)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(top)) {
      if (!entry.is_regular_file()) continue;
      for (const std::string& line : read_lines(entry.path())) {
        std::string header = included(line, '"');
        if (!header.empty() && header != entry.path().string()) used.insert(header);
      }
    }
  }
  for (const SourceText& file : files)
    if (file.path.ends_with(".hpp"))
      CHECK_MESSAGE(used.contains(file.path), file.path << " is included by nobody");
}
