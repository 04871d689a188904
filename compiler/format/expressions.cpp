#include "compiler/format/expressions.hpp"

namespace parley::format {

namespace {

constexpr std::size_t operator_indent = 4;
constexpr std::size_t bracket_indent = 2;

class Writer {
 public:
  explicit Writer(std::string_view text) : text_(text) {}

  Layout write(const Node& node) const {
    switch (node.kind) {
      case NodeKind::parens:
        return bracketed("(", node, 0, ")");
      case NodeKind::list:
        return bracketed("[", node, 0, "]");
      case NodeKind::group:
        return bracketed("(", node, 0, ")");
      case NodeKind::index:
        return bracketed("[", node, 0, "]");
      case NodeKind::map:
        return bracketed("{", node, 0, "}");
      case NodeKind::record:
        return record(node);
      case NodeKind::entry:
      case NodeKind::record_field:
        return Layout::concat({write(node.children[0]), ": ", write(node.children[1])});
      case NodeKind::call:
        return bracketed(std::string(spelled(node.children[0])) + "(", node, 1, ")");
      case NodeKind::method:
        return bracketed("." + std::string(spelled(node.children[0])) + "(", node, 1, ")");
      case NodeKind::lens_use:
        return lens_use(node);
      case NodeKind::select:
        return "." + std::string(spelled(node.children[0]));
      case NodeKind::postfix:
        return postfix(node);
      case NodeKind::unary:
        return Layout::concat({write(node.children[0]), write(node.children[1])});
      case NodeKind::chain:
        return chain(node);
      case NodeKind::conditional:
        return conditional(node);
      case NodeKind::table_side:
      case NodeKind::record_key:
        return path(node);
      case NodeKind::type:
        return type(node);
      case NodeKind::type_arguments:
        return bracketed("(", node, 0, ")");
      case NodeKind::type_elements:
        return bracketed("<", node, 0, ">");
      case NodeKind::text:
        return literal(spelled(node));
      default:
        return std::string(spelled(node));
    }
  }

 private:
  std::string_view spelled(const Node& node) const { return text_of(text_, node); }

  // The children from `first` on, in brackets.
  Layout bracketed(std::string opening, const Node& node, std::size_t first, std::string closing) const {
    if (first >= node.children.size()) return opening + closing;
    return between(std::move(opening), "", node, first, std::move(closing));
  }

  Layout record(const Node& node) const {
    if (node.children.empty()) return "{}";
    return between("{", " ", node, 0, "}");
  }

  Layout between(std::string opening, std::string space, const Node& node, std::size_t first,
                 std::string closing) const {
    std::vector<Layout> inner{Layout::line_or(space)};
    for (std::size_t at = first; at < node.children.size(); ++at) {
      if (at > first) {
        inner.emplace_back(",");
        inner.push_back(Layout::line_or(" "));
      }
      inner.push_back(write(node.children[at]));
    }
    return Layout::group({std::move(opening), Layout::indented(bracket_indent, std::move(inner)),
                          Layout::line_or(std::move(space)), std::move(closing)});
  }

  Layout lens_use(const Node& node) const {
    const std::string name(spelled(node.children[0]));
    if (node.children.size() == 1 && node.end == node.children[0].end) return name;
    return bracketed(name + "(", node, 1, ")");
  }

  Layout postfix(const Node& node) const {
    std::vector<Layout> parts;
    for (const Node& child : node.children) parts.push_back(write(child));
    return Layout::concat(std::move(parts));
  }

  // `&& || ??` stand at the start of a continued line, the other operators at the end of the line before.
  Layout chain(const Node& node) const {
    std::vector<Layout> rest;
    for (std::size_t at = 1; at + 1 < node.children.size(); at += 2) {
      const std::string sign(spelled(node.children[at]));
      const bool leads = sign == "&&" || sign == "||" || sign == "??";
      rest.push_back(leads ? Layout::line_or(" ") : Layout(" "));
      rest.emplace_back(sign);
      rest.push_back(leads ? Layout(" ") : Layout::line_or(" "));
      rest.push_back(write(node.children[at + 1]));
    }
    return Layout::group({write(node.children[0]), Layout::indented(operator_indent, std::move(rest))});
  }

  Layout conditional(const Node& node) const {
    return Layout::group(
        {write(node.children[0]),
         Layout::indented(operator_indent, {Layout::line_or(" "), "? ", write(node.children[1]),
                                            Layout::line_or(" "), ": ", write(node.children[2])})});
  }

  Layout path(const Node& node) const {
    std::string out;
    for (const Node& child : node.children) {
      if (!out.empty()) out += '.';
      out += child.kind == NodeKind::text ? literal(spelled(child)) : std::string(spelled(child));
    }
    return out;
  }

  Layout type(const Node& node) const {
    std::vector<Layout> parts;
    for (const Node& child : node.children) parts.push_back(write(child));
    return Layout::concat(std::move(parts));
  }

  std::string_view text_;
};

}  // namespace

std::string literal(std::string_view spelled) {
  std::string out(spelled);
  const bool single = out.starts_with('\'') && !out.starts_with("'''");
  if (!single || out.find_first_of("\"\\") != std::string::npos) return out;
  out.front() = out.back() = '"';
  return out;
}

Layout expression(std::string_view text, const Node& node) {
  return Writer(text).write(node);
}

}  // namespace parley::format
