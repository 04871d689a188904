// What the pages name is there: files and folders, links, targets of make, the layer table, the mapping that
// the README shows, and every word of the schema format.
#include <doctest/doctest.h>

#include <regex>

#include "tests/golden/docs/page.hpp"
#include "tests/tidy/tree.hpp"

using namespace parley;
using namespace parley::docs;

namespace {

std::vector<std::string> matches(const std::string& text, const char* pattern) {
  const std::regex regex(pattern);
  std::vector<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), regex), end; at != end; ++at)
    found.push_back((*at)[1].str());
  return found;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

// A page about one of them stands for all: "tests/golden/lint/P117.txt" is a path, ".../CODE.txt" is a form.
bool is_form(const std::string& path) {
  return std::regex_search(path, std::regex("[*<>{}…]|[A-Z]{4,}"));
}

}  // namespace

// The layer table has places for folders that are not there yet.
TEST_CASE("every path that a page names is there") {
  const auto layers = tidy::read_table("tests/tidy/layers.txt");
  std::size_t named = 0;
  for (const Page& page : pages()) {
    CAPTURE(page.path);
    for (std::string path :
         matches(page.text, "`((?:compiler|engine|stdlib|grammar|mappings|tests|docs|\\.ci)/[^`\\s]*)`")) {
      if (is_form(path) || layers.contains(path)) continue;
      CAPTURE(path);
      CHECK(std::filesystem::exists(path));
      ++named;
    }
  }
  CHECK(named >= 60);
}

TEST_CASE("every link of a page leads to a file") {
  std::size_t links = 0;
  for (const Page& page : pages()) {
    CAPTURE(page.path);
    for (std::string target : matches(page.text, "\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)")) {
      if (target.starts_with("http")) continue;
      CAPTURE(target);
      CHECK(std::filesystem::exists(std::filesystem::path(page.path).parent_path() / target));
      ++links;
    }
  }
  CHECK(links >= 15);
}

TEST_CASE("the index links every page below docs") {
  const std::string index = support::read_text("docs/README.md");
  for (const auto& path : support::files_below("docs", ".md")) {
    if (path == "docs/README.md") continue;
    CAPTURE(path.string());
    CHECK(has(index, "](" + path.string().substr(std::string_view("docs/").size()) + ")"));
  }
}

TEST_CASE("every target of make that a page names is one") {
  const std::string makefile = "\n" + support::read_text("Makefile");
  for (const Page& page : pages()) {
    CAPTURE(page.path);
    for (const std::string& target : matches(page.text, "(?:`|\\n)make ([a-z-]+)")) {
      CAPTURE(target);
      CHECK(has(makefile, "\n" + target + ":"));
    }
  }
}

TEST_CASE("the layer table is the one that the tests read") {
  const std::string page = support::read_text("docs/architecture.md");
  for (const auto& [folder, allowed] : tidy::read_table("tests/tidy/layers.txt")) {
    std::string row = "| `" + folder + "` |";
    for (const std::string& word : tidy::words(allowed)) row += " " + word;
    row += tidy::words(allowed).empty() ? " – |" : " |";
    CAPTURE(row);
    CHECK(has(page, row));
  }
}

TEST_CASE("the fences are the ones that the tests read") {
  const std::string page = support::read_text("docs/architecture.md");
  for (const auto& [header, allowed] : tidy::read_table("tests/tidy/fences.txt")) {
    std::string row = "| `" + header + "` |";
    for (const std::string& word : tidy::words(allowed)) row += " " + word;
    CAPTURE(row);
    CHECK(has(page, row + " |"));
  }
}

TEST_CASE("the README shows a part of a mapping that is there") {
  const Page readme = read_page("README.md");
  const std::string mapping = support::read_text("mappings/hubspot_netsuite/contacts.parley");
  std::size_t shown = 0;
  for (const Fence& fence : readme.fences) {
    if (fence.language != "parley") continue;
    CHECK(has(mapping, readme.inside(fence)));
    ++shown;
  }
  CHECK(shown >= 1);
}

TEST_CASE("the README lists the commands that there are") {
  const std::string readme = support::read_text("README.md");
  std::vector<std::string> there;
  for (const auto& path : support::files_below("engine/cli/commands", ".cpp"))
    there.push_back(path.stem().string());
  std::vector<std::string> listed = matches(readme, "\\| `parley ([a-z]+)` \\|");
  std::ranges::sort(listed);
  CHECK(listed == there);
}

TEST_CASE("the page of schemas names every key, type and wire form that the loader reads") {
  const std::string page = support::read_text("docs/language/schemas.md");
  std::vector<std::string> words;
  const std::string loader = support::read_text("compiler/schema/load.cpp");
  for (const std::string& list : matches(loader, "only\\([a-z]+, \\{([^}]*)\\}"))
    for (const std::string& word : matches(list, "\"([a-z_]+)\"")) words.push_back(word);
  const std::string types = support::read_text("compiler/schema/load_type.cpp");
  for (const std::string& word : matches(types, "\\{\"([a-z_]+)\", (?:TypeKind|Wire)::"))
    words.push_back(word);
  CHECK(words.size() >= 50);
  for (const std::string& word : words) {
    CAPTURE(word);
    CHECK((has(page, "`" + word + "`") || has(page, "`" + word + "(")));
  }
}

TEST_CASE("every page that a source file names is there") {
  std::size_t named = 0;
  for (const tidy::SourceText& file : tidy::product_files()) {
    CAPTURE(file.path);
    for (const std::string& line : file.lines)
      for (const std::string& path : matches(line, "(docs/[a-z0-9_/-]+\\.md)")) {
        CAPTURE(path);
        CHECK(std::filesystem::exists(path));
        ++named;
      }
  }
  CHECK(named >= 5);
}
