#include "compiler/format/lines.hpp"

#include <algorithm>
#include <utility>

#include "compiler/format/expressions.hpp"
#include "compiler/format/format.hpp"

namespace parley::format {

namespace {

// A part wider than this stands for itself; the other lines do not make room for it.
constexpr std::size_t column_width_max = 40;

struct Line {
  std::string label;  // "mail: "
  Layout left;
  std::string arrow;
  Layout right;
  std::vector<Layout> clauses;  // in their order
  bool has_via = false;

  std::string left_text() const { return label + left.flat(); }
};

struct Columns {
  std::size_t left = 0;
  std::size_t arrow = 0;
  std::size_t right = 0;
  std::size_t via = 0;
};

std::string padded(std::string text, std::size_t width) {
  const std::size_t used = text_width(text);
  if (used < width) text.append(width - used, ' ');
  return text;
}

// `->` ends where `<->` ends, `<-` starts where it starts.
std::string padded_arrow(const std::string& arrow, std::size_t width) {
  if (arrow == "->") return std::string(width - arrow.size(), ' ') + arrow;
  return padded(arrow, width);
}

int rank(NodeKind kind) {
  constexpr NodeKind order[] = {NodeKind::via,    NodeKind::else_clause, NodeKind::default_clause,
                                NodeKind::timing, NodeKind::when_clause, NodeKind::conflict,
                                NodeKind::blank,  NodeKind::first,       NodeKind::drift,
                                NodeKind::lossy,  NodeKind::was};
  return static_cast<int>(std::ranges::find(order, kind) - std::begin(order));
}

Line read_line(std::string_view text, const Node& node) {
  std::size_t at = 0;
  std::string label;
  if (node.children[0].kind == NodeKind::label)
    label = std::string(text_of(text, node.children[at++].children[0])) + ": ";
  Line line{.label = std::move(label),
            .left = expression(text, node.children[at]),
            .arrow = std::string(text_of(text, node.children[at + 1])),
            .right = expression(text, node.children[at + 2])};
  std::vector<const Node*> clauses;
  const Node* block = node.find(NodeKind::clauses);
  const auto& holders = block != nullptr ? block->children : node.children;
  for (std::size_t n = block != nullptr ? 0 : at + 3; n < holders.size(); ++n) clauses.push_back(&holders[n]);
  std::ranges::sort(clauses, {},
                    [](const Node* clause) { return std::pair(rank(clause->kind), clause->begin); });
  for (const Node* found : clauses) line.clauses.push_back(clause(text, *found));
  line.has_via = !clauses.empty() && clauses.front()->kind == NodeKind::via;
  return line;
}

std::string plain(const Line& line) {
  std::string out = line.left_text() + " " + line.arrow + " " + line.right.flat();
  for (const Layout& clause : line.clauses) out += " " + clause.flat();
  return out;
}

std::string aligned(const Line& line, const Columns& columns) {
  std::string out =
      padded(line.left_text(), columns.left) + " " + padded_arrow(line.arrow, columns.arrow) + " ";
  if (line.clauses.empty()) return out + line.right.flat();
  out += padded(line.right.flat(), columns.right);
  for (std::size_t n = 0; n < line.clauses.size(); ++n) {
    const bool followed_via = n == 0 && line.has_via && line.clauses.size() > 1;
    const std::string text = line.clauses[n].flat();
    out += " " + (followed_via ? padded(text, columns.via) : text);
  }
  return out;
}

bool fits(const std::string& text, std::size_t indent) {
  return indent + text_width(text) <= line_width_max;
}

// Takes part in the columns.
bool is_regular(const Line& line, std::size_t indent) {
  std::string single = plain(line);
  const bool holds_newline = single.find('\n') != std::string::npos;  // inside a text
  return !holds_newline && text_width(line.left_text()) <= column_width_max && fits(single, indent);
}

void widen(std::size_t& column, std::size_t width) {
  if (width <= column_width_max) column = std::max(column, width);
}

Columns columns_of(const std::vector<Line>& lines, std::size_t indent) {
  Columns columns;
  for (const Line& line : lines) {
    if (!is_regular(line, indent)) continue;
    widen(columns.left, text_width(line.left_text()));
    columns.arrow = std::max(columns.arrow, line.arrow.size());
    if (line.clauses.empty()) continue;
    widen(columns.right, line.right.flat_width());
    if (line.has_via && line.clauses.size() > 1) widen(columns.via, line.clauses.front().flat_width());
  }
  return columns;
}

// Beyond the width: the clauses one a line, in braces.
std::string in_braces(const Line& line, std::size_t indent) {
  std::string out =
      line.label + line.left.render(indent, indent + text_width(line.label)) + " " + line.arrow + " ";
  const std::size_t newline = out.rfind('\n');
  const std::size_t column = newline == std::string::npos
                                 ? indent + text_width(out)
                                 : text_width(std::string_view(out).substr(newline + 1));
  out += line.right.render(indent, column, line.clauses.empty() ? 0 : 2);
  if (line.clauses.empty()) return out;
  out += " {\n";
  for (const Layout& clause : line.clauses)
    out += std::string(indent + 2, ' ') + clause.render(indent + 2, indent + 2) + "\n";
  return out + std::string(indent, ' ') + "}";
}

std::string write_line(const Line& line, const Columns& columns, std::size_t indent) {
  std::string single = plain(line);
  if (!fits(single, indent)) return in_braces(line, indent);
  if (!is_regular(line, indent)) return single;
  std::string columned = aligned(line, columns);
  return fits(columned, indent) ? columned : single;
}

Layout directions(std::string_view text, const Node& node) {
  std::vector<Layout> parts;
  for (const Node& part : node.children) {
    parts.emplace_back(parts.empty() ? " " : ", ");
    if (part.kind != NodeKind::direction) {
      parts.push_back(expression(text, part.kind == NodeKind::answer ? part.children[0] : part));
      continue;
    }
    const Node& value = part.children[1];
    parts.emplace_back(std::string(text_of(text, part.children[0])) + " ");
    parts.push_back(expression(text, value.kind == NodeKind::answer ? value.children[0] : value));
  }
  return Layout::concat(std::move(parts));
}

Layout via(std::string_view text, const Node& node) {
  std::vector<Layout> parts{"via "};
  for (const Node& use : node.children) {
    if (parts.size() > 1) parts.emplace_back(", ");
    parts.push_back(expression(text, use));
  }
  return Layout::concat(std::move(parts));
}

Layout words(std::string_view first, std::string_view text, const Node& node) {
  std::string out(first);
  for (const Node& word : node.children) out += " " + std::string(text_of(text, word));
  return out;
}

}  // namespace

std::vector<std::string> arrow_lines(std::string_view text, const std::vector<const Node*>& run,
                                     std::size_t indent) {
  std::vector<Line> lines;
  for (const Node* node : run) lines.push_back(read_line(text, *node));
  const Columns columns = columns_of(lines, indent);
  std::vector<std::string> written;
  for (const Line& line : lines)
    written.push_back(std::string(indent, ' ') + write_line(line, columns, indent));
  return written;
}

Layout clause(std::string_view text, const Node& node) {
  switch (node.kind) {
    case NodeKind::via:
      return via(text, node);
    case NodeKind::else_clause:
      return Layout::concat({"else", directions(text, node)});
    case NodeKind::default_clause:
      return Layout::concat({"default", directions(text, node)});
    case NodeKind::when_clause:
      return Layout::concat({"when ", expression(text, node.children[0])});
    case NodeKind::conflict:
      return words("conflict", text, node);
    case NodeKind::blank:
      return words("blank", text, node);
    case NodeKind::first:
      return words("first", text, node);
    case NodeKind::drift:
      return words("drift", text, node);
    case NodeKind::was:
      return words("was", text, node);
    default:
      return std::string(text_of(text, node));  // once, fill, lossy
  }
}

}  // namespace parley::format
