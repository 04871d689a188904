#include "compiler/diagnostics/fix.hpp"

#include <algorithm>

namespace parley::diagnostics {

namespace {

// Bytes [begin, end) of the text and what stands there afterwards.
struct Change {
  std::size_t begin;
  std::size_t end;
  std::string text;
};

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r") == std::string_view::npos;
}

class Widening {
 public:
  explicit Widening(std::string_view text) : text_(text) {}

  // A deletion that leaves only blanks on its lines takes the lines, the comment that stands on them, and one
  // of two blank lines that would meet.
  Change widened(const Edit& edit) const {
    Change change{edit.span.begin, edit.span.end, edit.text};
    if (!edit.text.empty()) return change;
    const std::size_t start = line_start(change.begin);
    const std::size_t end = line_end(change.end);
    if (!is_blank(text_.substr(start, change.begin - start)) ||
        !is_blank(text_.substr(change.end, end - change.end)))
      return change;
    change.begin = start;
    change.end = std::min(end + 1, text_.size());
    take_comment(change);
    take_blank_line(change);
    return change;
  }

 private:
  std::size_t line_start(std::size_t at) const {
    const std::size_t found = at == 0 ? std::string_view::npos : text_.rfind('\n', at - 1);
    return found == std::string_view::npos ? 0 : found + 1;
  }
  std::size_t line_end(std::size_t at) const { return std::min(text_.find('\n', at), text_.size()); }
  std::string_view line_before(std::size_t start) const {
    const std::size_t from = line_start(start - 1);
    return text_.substr(from, start - 1 - from);
  }

  // A comment at the top of the file is about the file.
  void take_comment(Change& change) const {
    std::size_t begin = change.begin;
    while (begin > 0) {
      const std::string_view line = line_before(begin);
      const std::size_t first = line.find_first_not_of(" \t");
      if (first == std::string_view::npos || line[first] != '#') break;
      begin = line_start(begin - 1);
    }
    if (begin > 0) change.begin = begin;
  }

  void take_blank_line(Change& change) const {
    const bool above = change.begin == 0 || is_blank(line_before(change.begin));
    const bool at_end = change.end == text_.size();
    const std::size_t below = at_end ? change.end : line_end(change.end);
    if (above && !at_end && is_blank(text_.substr(change.end, below - change.end)))
      change.end = std::min(below + 1, text_.size());
    else if (above && at_end && change.begin > 0)
      change.begin = line_start(change.begin - 1);
  }

  std::string_view text_;
};

bool overlap(const Change& a, const Change& b) {
  return a.begin < b.end && b.begin < a.end;
}

}  // namespace

Fixed fix(const source::SourceFile& file, const std::vector<Diagnostic>& findings) {
  const Widening widening(file.text());
  Fixed fixed{std::string(file.text())};
  std::vector<Change> all;
  for (const Diagnostic& finding : findings) {
    if (!finding.suggestion || !finding.suggestion->safe) continue;
    std::vector<Change> own;
    for (const Edit& edit : finding.suggestion->edits)
      if (edit.span.file == file.id()) own.push_back(widening.widened(edit));
    const bool meets = std::ranges::any_of(own, [&](const Change& change) {
      return std::ranges::any_of(all, [&](const Change& other) { return overlap(change, other); });
    });
    if (meets || own.size() != finding.suggestion->edits.size()) continue;
    ++fixed.count;
    all.insert(all.end(), own.begin(), own.end());
  }
  std::ranges::sort(all, [](const Change& a, const Change& b) { return a.begin > b.begin; });
  for (const Change& change : all) fixed.text.replace(change.begin, change.end - change.begin, change.text);
  return fixed;
}

}  // namespace parley::diagnostics
