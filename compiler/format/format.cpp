// The formatter prints the syntax tree. What it takes from the old layout is only this: where a blank line
// stood, and on which side of a line end a comment stood; both are in the text that it writes, too, so that
// it is idempotent.
#include "compiler/format/format.hpp"

#include <map>

#include "compiler/format/expressions.hpp"
#include "compiler/format/lines.hpp"
#include "compiler/parse/comments.hpp"
#include "compiler/parse/parse.hpp"
#include "compiler/parse/syntax.hpp"

namespace parley::format {

namespace {

using ast::Comment;
using parse::AttachedComment;

constexpr std::size_t indent_step = 2;

class Formatter {
 public:
  Formatter(std::string_view text, const Node& root) : text_(text) {
    for (const AttachedComment& comment : parse::attach_comments(text, root))
      comments_[comment.statement].push_back(comment);
  }

  std::string file(const Node& root) {
    write_items(root, 0);
    return std::move(out_);
  }

 private:
  // What stands on lines of its own in a block: a comment, or a statement.
  struct Entry {
    const Node* statement = nullptr;
    std::string comment;
    bool blank_before = false;
  };

  std::string spelled(const Node& node) const { return std::string(text_of(text_, node)); }
  std::string comment_text(const AttachedComment& comment) const {
    std::string text(text_.substr(comment.begin, comment.end - comment.begin));
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
      text.pop_back();
    return text;
  }
  const std::vector<AttachedComment>& comments_of(const Node& node) const {
    static const std::vector<AttachedComment> none;
    auto found = comments_.find(&node);
    return found == comments_.end() ? none : found->second;
  }
  // An empty line ends somewhere before `begin`, with nothing but blanks between.
  bool blank_line_before(std::uint32_t begin) const {
    int newlines = 0;
    for (std::uint32_t at = begin; at > 0; --at) {
      const char c = text_[at - 1];
      if (c == '\n') ++newlines;
      if (c != '\n' && c != ' ' && c != '\t' && c != '\r' && c != '\f') break;
    }
    return newlines >= 2;
  }

  std::vector<Entry> entries_of(const Node& block) const;
  void write_items(const Node& block, std::size_t indent);
  void write_entries(const std::vector<Entry>& entries, std::size_t indent);
  std::map<const Node*, std::string> aligned_lines(const std::vector<Entry>& entries,
                                                   std::size_t indent) const;
  void write_statement(const Node& node, std::size_t indent, const std::map<const Node*, std::string>& lines);
  void write_block(const Node& owner, const Node& body, std::size_t indent);
  std::string beside(const Node& statement, bool behind_head) const;

  std::string head(const Node& node, std::size_t indent) const;
  std::string mapping_head(const Node& node) const;
  std::string lens_head(const Node& node) const;
  std::string side(const Node& node, std::size_t indent) const;
  std::string event(const Node& node) const;
  std::string expectation(const Node& node, std::size_t indent) const;
  std::string behind(const std::string& first, const Node& rest, std::size_t indent,
                     std::size_t kept = 0) const;

  std::string_view text_;
  std::map<const Node*, std::vector<AttachedComment>> comments_;
  std::string out_;
};

std::vector<Formatter::Entry> Formatter::entries_of(const Node& block) const {
  std::vector<Entry> entries;
  for (const Node& statement : block.children) {
    bool blank = blank_line_before(statement.begin);
    for (const AttachedComment& comment : comments_of(statement)) {
      if (comment.place == Comment::Place::above)
        entries.push_back({nullptr, comment_text(comment), blank_line_before(comment.begin)});
      if (comment.place != Comment::Place::inside) continue;
      entries.push_back({nullptr, comment_text(comment), blank});
      blank = false;
    }
    entries.push_back({&statement, {}, blank});
  }
  for (const AttachedComment& comment : comments_of(block))
    if (comment.place == Comment::Place::end || comment.place == Comment::Place::above)
      entries.push_back({nullptr, comment_text(comment), blank_line_before(comment.begin)});
  return entries;
}

bool has_body(const Node& node) {
  return !node.children.empty() && node.children.back().kind == NodeKind::body;
}

void Formatter::write_items(const Node& block, std::size_t indent) {
  std::vector<Entry> entries = entries_of(block);
  // Between declarations of which one has a block, a line is always free.
  if (block.kind == NodeKind::file) {
    const Node* before = nullptr;
    std::size_t first = 0;
    for (std::size_t at = 0; at < entries.size(); ++at) {
      const Node* statement = entries[at].statement;
      if (statement == nullptr) continue;
      if (before != nullptr && (has_body(*before) || has_body(*statement)))
        entries[first].blank_before = true;
      before = statement;
      first = at + 1;
    }
  }
  if (!entries.empty()) entries.front().blank_before = false;
  write_entries(entries, indent);
}

void Formatter::write_entries(const std::vector<Entry>& entries, std::size_t indent) {
  const std::map<const Node*, std::string> lines = aligned_lines(entries, indent);
  for (const Entry& entry : entries) {
    if (entry.blank_before) out_ += '\n';
    if (entry.statement == nullptr)
      out_ += std::string(indent, ' ') + entry.comment + '\n';
    else
      write_statement(*entry.statement, indent, lines);
  }
}

// Lines with arrows that follow each other without a blank line are one run of columns.
std::map<const Node*, std::string> Formatter::aligned_lines(const std::vector<Entry>& entries,
                                                            std::size_t indent) const {
  std::map<const Node*, std::string> lines;
  std::vector<const Node*> run;
  auto end_run = [&] {
    std::vector<std::string> written = arrow_lines(text_, run, indent);
    for (std::size_t n = 0; n < run.size(); ++n) lines[run[n]] = std::move(written[n]);
    run.clear();
  };
  for (const Entry& entry : entries) {
    const bool has_arrow = entry.statement != nullptr && (entry.statement->kind == NodeKind::field_rule ||
                                                          entry.statement->kind == NodeKind::row);
    if (entry.blank_before || (entry.statement != nullptr && !has_arrow)) end_run();
    if (has_arrow) run.push_back(entry.statement);
  }
  end_run();
  return lines;
}

void Formatter::write_statement(const Node& node, std::size_t indent,
                                const std::map<const Node*, std::string>& lines) {
  if (auto line = lines.find(&node); line != lines.end()) {
    out_ += line->second + beside(node, false) + '\n';
    return;
  }
  out_ += std::string(indent, ' ') + head(node, indent);
  if (has_body(node)) write_block(node, node.children.back(), indent);
  out_ += beside(node, false) + '\n';
}

void Formatter::write_block(const Node& owner, const Node& body, std::size_t indent) {
  out_ += " {" + beside(owner, true) + '\n';
  write_items(body, indent + indent_step);
  out_ += std::string(indent, ' ') + '}';
}

// The comment on the line of a statement: behind its end, or behind the brace that opens its block.
std::string Formatter::beside(const Node& statement, bool behind_head) const {
  for (const AttachedComment& comment : comments_of(statement))
    if (comment.place == Comment::Place::beside && (comment.begin < statement.end) == behind_head)
      return "  " + comment_text(comment);
  return {};
}

// `first`, then an expression that may be broken; `kept` columns stay free behind it.
std::string Formatter::behind(const std::string& first, const Node& rest, std::size_t indent,
                              std::size_t kept) const {
  const std::size_t column = indent + text_width(first);
  return first + expression(text_, rest).render(indent, column, kept);
}

// A statement without its block.
std::string Formatter::head(const Node& node, std::size_t indent) const {
  const auto& parts = node.children;
  switch (node.kind) {
    case NodeKind::import:
      return "import " + literal(spelled(parts[0]));
    case NodeKind::policies:
      return "policies " + spelled(parts[0]);
    case NodeKind::mapping:
      return mapping_head(node);
    case NodeKind::table:
      return "table " + spelled(parts[0]) + ": " + expression(text_, parts[1]).flat() + " " +
             spelled(parts[2]) + " " + expression(text_, parts[3]).flat();
    case NodeKind::lens:
      return lens_head(node);
    case NodeKind::test:
      return "test " + literal(spelled(parts[0])) + " in " + spelled(parts[1]);
    case NodeKind::left_side:
    case NodeKind::right_side:
      return side(node, indent);
    case NodeKind::scope:
      return behind("scope " + spelled(parts[0]) + ": ", parts[1], indent);
    case NodeKind::match:
      return behind("match ", parts[0], indent);
    case NodeKind::event:
      return event(node);
    case NodeKind::fields:
      return "fields";
    case NodeKind::when_block:
      return behind("when ", parts[0], indent, 2);
    case NodeKind::lens_body:
      return behind(spelled(parts[0]) + " ", parts[1], indent);
    case NodeKind::base:
      return behind("base  " + spelled(parts[0]) + " ", parts[1], indent);
    case NodeKind::given:
      return behind("given " + spelled(parts[0]) + " ", parts[1], indent);
    case NodeKind::expect:
      return expectation(node, indent);
    default:
      return clause(text_, node).render(indent, indent);
  }
}

std::string Formatter::mapping_head(const Node& node) const {
  std::string out = "mapping " + spelled(node.children[0]);
  std::string used;
  for (const Node& part : node.children)
    if (part.kind == NodeKind::uses)
      for (const Node& name : part.children) used += (used.empty() ? " uses " : ", ") + spelled(name);
  out += used;
  if (const Node* was = node.find(NodeKind::was)) out += " was " + spelled(was->children[0]);
  return out;
}

std::string Formatter::lens_head(const Node& node) const {
  std::string out = "lens " + spelled(node.children[0]);
  std::string parameters;
  std::string types;
  for (const Node& part : node.children) {
    if (part.kind == NodeKind::parameter)
      parameters += (parameters.empty() ? "" : ", ") + spelled(part.children[0]) + ": " +
                    expression(text_, part.children[1]).flat();
    if (part.kind == NodeKind::type) types += " " + expression(text_, part).flat();
    if (part.kind == NodeKind::word) types += " " + spelled(part);
  }
  if (!parameters.empty()) out += "(" + parameters + ")";
  return out + ":" + types;
}

std::string Formatter::side(const Node& node, std::size_t indent) const {
  const auto& parts = node.children;
  std::string out = node.kind == NodeKind::left_side ? "left  " : "right ";
  out += spelled(parts[0]) + " = " + spelled(parts[1]) + "." + spelled(parts[2]);
  const Node* where = node.find(NodeKind::where);
  return where == nullptr ? out : behind(out + " where ", where->children[0], indent);
}

std::string Formatter::event(const Node& node) const {
  std::string out = "on " + spelled(node.children[0]);
  if (const Node* qualifier = node.find(NodeKind::qualifier))
    out += " in " + spelled(qualifier->children[0]) + ":";
  out += " " + spelled(*node.find(NodeKind::action));
  if (const Node* limit = node.find(NodeKind::limit)) {
    out += ", at most " + spelled(limit->children[0]);
    if (limit->children.size() > 1) out += " or " + spelled(limit->children[1]);
  }
  return out;
}

std::string Formatter::expectation(const Node& node, std::size_t indent) const {
  const auto& parts = node.children;
  if (parts[0].kind != NodeKind::word) return behind("expect " + spelled(parts[0]) + " ", parts[1], indent);
  const std::string word = spelled(parts[0]);
  if (word == "writes") return "expect no writes";
  if (word == "create") return behind("expect create " + spelled(parts[1]) + " ", parts[2], indent);
  if (word == "conflict") return behind("expect conflict ", parts[1], indent);
  return "expect " + word;
}

}  // namespace

std::optional<std::string> format(const source::SourceFile& file, diagnostics::Sink& sink) {
  diagnostics::Sink findings;
  parse::parse(file, findings);
  for (const diagnostics::Diagnostic& finding : findings.all()) sink.add(finding);
  if (findings.has_errors()) return std::nullopt;
  const parse::Syntax syntax = parse::read_file(file.text());
  return Formatter(file.text(), syntax.root).file(syntax.root);
}

}  // namespace parley::format
