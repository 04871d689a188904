// How long files and functions are, and what names they use.
#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <optional>

#include "tests/tidy/tree.hpp"

using namespace parley::tidy;

namespace {

constexpr std::size_t file_lines_max = 700;
constexpr std::size_t function_lines_max = 70;
constexpr const char* banned[] = {"Manager", "Helper", "Util", "Handler", "Processor", "Impl"};
constexpr const char* banned_whole[] = {"data", "info", "obj", "tmp"};

// Code with the insides of comments, texts and raw texts blanked out, so that braces and names can be
// counted.
std::string bare(const std::vector<std::string>& lines) {
  std::string code;
  for (const std::string& line : lines) code += line + "\n";
  auto blank = [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to && i < code.size(); ++i)
      if (code[i] != '\n') code[i] = ' ';
    return to;
  };
  for (std::size_t at = 0; at < code.size();) {
    if (code.compare(at, 2, "//") == 0) {
      at = blank(at, std::min(code.find('\n', at), code.size()));
    } else if (code.compare(at, 2, "R\"") == 0) {
      std::string mark = ")" + code.substr(at + 2, code.find('(', at) - at - 2) + "\"";
      at = blank(at, std::min(code.find(mark, at), code.size()) + mark.size());
    } else if (code[at] == '"' ||
               (code[at] == '\'' &&
                (at == 0 || std::isalnum(static_cast<unsigned char>(code[at - 1])) == 0))) {
      std::size_t end = at + 1;
      while (end < code.size() && code[end] != code[at] && code[end] != '\n')
        end += code[end] == '\\' ? 2 : 1;
      at = blank(at, end + 1);
    } else {
      ++at;
    }
  }
  return code;
}

struct FunctionPlace {
  std::string name;
  std::size_t first_line;
  std::size_t lines;
};

// The name before the first `(` of a header, or nothing where the header opens no function.
std::optional<std::string> function_name(const std::string& header) {
  for (const char* word : {"namespace", "class ", "struct ", "enum ", "union ", "="})
    if (header.find(word) != std::string::npos && header.find("operator") == std::string::npos) {
      if (std::string(word) != "=" || header.find('(') == std::string::npos ||
          header.find('=') < header.find('('))
        return std::nullopt;
    }
  auto open = header.find('(');
  if (open == std::string::npos) return std::nullopt;
  auto begin = header.find_last_of(" *&\n", open == 0 ? 0 : open - 1);
  return header.substr(begin == std::string::npos ? 0 : begin + 1,
                       open - (begin == std::string::npos ? 0 : begin + 1));
}

std::vector<FunctionPlace> functions(const std::string& code) {
  std::vector<FunctionPlace> found;
  std::size_t header_begin = 0;
  for (std::size_t at = 0; at < code.size(); ++at) {
    if (code[at] == ';' || code[at] == '}') header_begin = at + 1;
    if (code[at] != '{') continue;
    std::string header = code.substr(header_begin, at - header_begin);
    auto name = function_name(header);
    header_begin = at + 1;
    if (!name) continue;
    std::size_t depth = 1;
    std::size_t end = at + 1;
    for (; end < code.size() && depth > 0; ++end) depth += code[end] == '{' ? 1 : code[end] == '}' ? -1UL : 0;
    auto first = header.find_first_not_of(" \n");
    std::size_t begin = at - header.size() + (first == std::string::npos ? 0 : first);
    auto line_of = [&](std::size_t place) {
      return static_cast<std::size_t>(
          std::count(code.begin(), code.begin() + static_cast<std::ptrdiff_t>(place), '\n'));
    };
    found.push_back({*name, line_of(begin) + 1, line_of(end) - line_of(begin) + 1});
    at = end - 1;
    header_begin = end;
  }
  return found;
}

bool is_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

std::vector<std::string> names_in(const std::string& code) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at < code.size(); ++at) {
    if (!is_name(code[at]) || (at > 0 && is_name(code[at - 1]))) continue;
    std::size_t end = at;
    while (end < code.size() && is_name(code[end])) ++end;
    names.push_back(code.substr(at, end - at));
  }
  return names;
}

// Types that the file itself declares; a library's may be called as they like.
std::vector<std::string> declared_types(const std::vector<std::string>& names) {
  std::vector<std::string> types;
  for (std::size_t i = 1; i < names.size(); ++i)
    for (const char* word : {"class", "struct", "enum", "using"})
      if (names[i - 1] == word) types.push_back(names[i]);
  return types;
}

}  // namespace

TEST_CASE("no file is longer than 700 lines, no function longer than 70") {
  auto exceptions = read_table("tests/tidy/exceptions.txt");
  for (const SourceText& file : product_files()) {
    if (!exceptions.contains(file.path))
      CHECK_MESSAGE(file.lines.size() <= file_lines_max,
                    file.path << " has " << file.lines.size() << " lines");
    for (const FunctionPlace& function : functions(bare(file.lines))) {
      if (exceptions.contains(file.path + " " + function.name)) continue;
      CHECK_MESSAGE(function.lines <= function_lines_max, file.path << ":" << function.first_line << " "
                                                                    << function.name << " has "
                                                                    << function.lines << " lines");
    }
  }
}

TEST_CASE("the measure of functions measures") {
  auto found = functions(
      bare({"namespace a {", "int f(int x) {", "  if (x) { return '{'; }", "  return 1;  // }", "}", "}"}));
  REQUIRE(found.size() == 1);
  CHECK(found[0].name == "f");
  CHECK(found[0].lines == 4);
}

TEST_CASE("names say what things are") {
  for (const SourceText& file : product_files()) {
    auto names = names_in(bare(file.lines));
    for (const std::string& name : names)
      for (const char* word : banned_whole)
        CHECK_MESSAGE(name != std::string(word) + "_", file.path << " calls something " << name);
    for (const std::string& type : declared_types(names))
      for (const char* word : banned)
        CHECK_MESSAGE(!(type.size() > std::string(word).size() && type.ends_with(word)),
                      file.path << " calls a type " << type);
  }
}
