// Every expression of CEL's conformance files is read: as a tree, or with the name of what this language has not. The
// one syntax error among them is a comment in CEL's way.
#include <doctest/doctest.h>

#include <iostream>
#include <set>
#include <string>

#include "compiler/parse/parse.hpp"
#include "tests/support/golden.hpp"

using namespace parley;

namespace {

int digit(char c) {
  return c >= 'a' ? c - 'a' + 10 : c >= 'A' ? c - 'A' + 10 : c - '0';
}

// A text proto string without its quotes.
std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\\') {
      out += text[at];
      continue;
    }
    const char letter = text[++at];
    static constexpr std::string_view letters = "abfnrtv";
    static constexpr std::string_view values = "\a\b\f\n\r\t\v";
    if (std::size_t known = letters.find(letter); known != std::string_view::npos) {
      out += values[known];
    } else if (letter == 'x') {
      out += static_cast<char>(digit(text[at + 1]) * 16 + digit(text[at + 2]));
      at += 2;
    } else if (letter >= '0' && letter <= '3') {
      out += static_cast<char>(digit(letter) * 64 + digit(text[at + 1]) * 8 + digit(text[at + 2]));
      at += 2;
    } else {
      out += letter;
    }
  }
  return out;
}

// The values of all lines `expr: "…"`.
std::vector<std::string> expressions_of(const std::string& proto) {
  std::vector<std::string> found;
  std::istringstream lines(proto);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t start = line.find_first_not_of(' ');
    if (start == std::string::npos || line.compare(start, 6, "expr: ") != 0) continue;
    const std::string_view value = std::string_view(line).substr(start + 6);
    const std::size_t end = value.rfind(value.front());
    found.push_back(unescaped(value.substr(1, end - 1)));
  }
  return found;
}

}  // namespace

TEST_CASE("CEL's conformance expressions are read") {
  auto files = support::files_below("../shared/data/corpora/cel", ".textproto");
  if (files.empty()) {
    std::cout << "skipped: ../shared/data/corpora/cel is missing\n";
    return;
  }
  std::size_t read = 0;
  for (const auto& path : files) {
    for (const std::string& text : expressions_of(support::read_text(path))) {
      source::SourceSet sources;
      diagnostics::Sink sink;
      parse::parse_expression(sources.add("x", text), sink);
      ++read;
      for (const diagnostics::Diagnostic& finding : sink.all()) {
        INFO(path.filename().string(), ": ", text, "\n", finding.message);
        const bool comment = finding.help == "A comment starts with `#`.";
        CHECK((finding.code == "P006" || finding.code == "P007" || comment));
      }
    }
  }
  CHECK(read > 900);
}
