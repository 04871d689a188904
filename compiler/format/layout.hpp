// A text that knows where it may be broken. A group stands on one line if it fits; otherwise each of its own
// breaks is a newline. Example: call("f(", [a, b]) is `f(a, b)`, or f( and a line each for a and b.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace parley::format {

class Layout {
 public:
  Layout(std::string text);
  Layout(const char* text) : Layout(std::string(text)) {}

  static Layout concat(std::vector<Layout> parts);
  static Layout group(std::vector<Layout> parts);
  static Layout indented(std::size_t columns, std::vector<Layout> parts);
  // A newline, or this text where its group stands on one line.
  static Layout line_or(std::string flat);

  std::string flat() const;
  std::size_t flat_width() const { return width_; }

  // Lines after the first are indented by `indent` and what the parts add. `column` is where the first line
  // starts; `behind` columns are kept free behind the last.
  std::string render(std::size_t indent, std::size_t column, std::size_t behind = 0) const;

 private:
  enum class Kind { text, concat, group, indented, line };
  Layout(Kind kind, std::vector<Layout> parts);

  struct Cursor {
    std::string out;
    std::size_t column;
    std::size_t behind;
  };
  void render(Cursor& cursor, std::size_t indent, bool flat) const;

  Kind kind_;
  std::string text_;
  std::vector<Layout> parts_;
  std::size_t columns_ = 0;  // of an indented part
  std::size_t width_ = 0;
};

// Code points, as a terminal shows them.
std::size_t text_width(std::string_view text);

}  // namespace parley::format
