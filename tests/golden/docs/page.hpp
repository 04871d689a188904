// Page: a Markdown file as its fenced blocks. Owns its text; plain data once read.
//
//   ```yaml schemas/crm.yaml     a file with this path, when the page's commands run
//   ```console                   lines that begin with "$ " are commands, the others what they print
//   ```sh                        for people; not run
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/golden.hpp"

namespace parley::docs {

struct Fence {
  std::string language;
  std::string path;        // the second word of the opening line; empty: none
  std::size_t begin = 0;   // of the inside, in the page's text
  std::size_t length = 0;  // of the inside, with its last newline
};

struct Page {
  std::string path;
  std::string text;
  std::vector<Fence> fences;

  std::string inside(const Fence& fence) const { return text.substr(fence.begin, fence.length); }
};

inline Page read_page(const std::filesystem::path& path) {
  Page page{path.string(), support::read_text(path), {}};
  const std::string mark = "```";
  std::size_t at = 0;
  while (at < page.text.size()) {
    std::size_t line_end = std::min(page.text.find('\n', at), page.text.size());
    if (page.text.compare(at, mark.size(), mark) == 0) {
      std::istringstream opening(page.text.substr(at + mark.size(), line_end - at - mark.size()));
      Fence fence;
      opening >> fence.language >> fence.path;
      fence.begin = line_end + 1;
      std::size_t closing = page.text.find("\n" + mark, line_end);
      REQUIRE_MESSAGE(closing != std::string::npos, page.path, ": a fence is not closed");
      fence.length = closing + 1 - fence.begin;
      page.fences.push_back(fence);
      line_end = std::min(page.text.find('\n', closing + 1), page.text.size());
    }
    at = line_end + 1;
  }
  return page;
}

// README.md, CONTRIBUTING.md and everything below docs/.
inline std::vector<Page> pages() {
  std::vector<Page> found;
  for (const char* name : {"README.md", "CONTRIBUTING.md"}) found.push_back(read_page(name));
  for (const auto& path : support::files_below("docs", ".md")) found.push_back(read_page(path));
  return found;
}

}  // namespace parley::docs
