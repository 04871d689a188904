#include "compiler/format/layout.hpp"

#include <algorithm>

#include "compiler/format/format.hpp"

namespace parley::format {

std::size_t text_width(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

Layout::Layout(std::string text) : kind_(Kind::text), text_(std::move(text)), width_(text_width(text_)) {}

Layout::Layout(Kind kind, std::vector<Layout> parts) : kind_(kind), parts_(std::move(parts)) {
  for (const Layout& part : parts_) width_ += part.width_;
}

Layout Layout::concat(std::vector<Layout> parts) {
  return {Kind::concat, std::move(parts)};
}

Layout Layout::group(std::vector<Layout> parts) {
  return {Kind::group, std::move(parts)};
}

Layout Layout::indented(std::size_t columns, std::vector<Layout> parts) {
  Layout made(Kind::indented, std::move(parts));
  made.columns_ = columns;
  return made;
}

Layout Layout::line_or(std::string flat) {
  Layout made(std::move(flat));
  made.kind_ = Kind::line;
  return made;
}

std::string Layout::flat() const {
  Cursor cursor{{}, 0, 0};
  render(cursor, 0, true);
  return std::move(cursor.out);
}

std::string Layout::render(std::size_t indent, std::size_t column, std::size_t behind) const {
  Cursor cursor{{}, column, behind};
  render(cursor, indent, false);
  return std::move(cursor.out);
}

void Layout::render(Cursor& cursor, std::size_t indent, bool flat) const {
  switch (kind_) {
    case Kind::text: {
      cursor.out += text_;
      const std::size_t newline = text_.rfind('\n');
      if (newline == std::string::npos)
        cursor.column += width_;
      else
        cursor.column = text_width(std::string_view(text_).substr(newline + 1));
      return;
    }
    case Kind::line:
      if (flat) {
        cursor.out += text_;
        cursor.column += width_;
      } else {
        cursor.out += '\n' + std::string(indent, ' ');
        cursor.column = indent;
      }
      return;
    case Kind::group:
      flat = flat || cursor.column + width_ + cursor.behind <= line_width_max;
      break;
    case Kind::indented:
      indent += columns_;
      break;
    case Kind::concat:
      break;
  }
  for (const Layout& part : parts_) part.render(cursor, indent, flat);
}

}  // namespace parley::format
