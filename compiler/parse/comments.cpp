#include "compiler/parse/comments.hpp"

#include <algorithm>

#include "grammar/scan.hpp"

namespace parley::parse {

using Place = ast::Comment::Place;

namespace {

struct Range {
  std::uint32_t begin;
  std::uint32_t end;
};

std::vector<Range> comments_of(std::string_view text) {
  std::vector<Range> found;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '#') {
      const std::size_t end = grammar::comment_end(text, at);
      found.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)});
      at = end;
    } else if (text[at] == '"' || text[at] == '\'') {
      at = grammar::string_end(text, at);
    } else {
      ++at;
    }
  }
  return found;
}

bool same_line(std::string_view text, std::size_t from, std::size_t to) {
  return text.substr(from, to - from).find('\n') == std::string_view::npos;
}

// The block of a statement's own, such as that of `mapping … { … }`.
const Node* body_of(const Node& statement) {
  if (statement.children.empty()) return nullptr;
  const Node& last = statement.children.back();
  return last.kind == NodeKind::body ? &last : nullptr;
}

// `owner` is the statement that the items' block belongs to, or the file.
AttachedComment attach(std::string_view text, Range comment, const Node& owner, const Node& block) {
  if (&owner != &block && same_line(text, block.begin, comment.begin))
    return {comment.begin, comment.end, Place::beside, &owner};
  const auto& items = block.children;
  auto next = std::ranges::upper_bound(items, comment.begin, {}, &Node::begin);
  if (next != items.begin()) {
    const Node& before = *(next - 1);
    if (comment.begin < before.end) {
      const Node* body = body_of(before);
      if (body != nullptr && comment.begin > body->begin) return attach(text, comment, before, *body);
      return {comment.begin, comment.end, Place::inside, &before};
    }
    if (same_line(text, before.end, comment.begin))
      return {comment.begin, comment.end, Place::beside, &before};
  }
  if (next != items.end()) return {comment.begin, comment.end, Place::above, &*next};
  return {comment.begin, comment.end, Place::end, &block};
}

}  // namespace

std::vector<AttachedComment> attach_comments(std::string_view text, const Node& root) {
  std::vector<AttachedComment> attached;
  for (Range comment : comments_of(text)) attached.push_back(attach(text, comment, root, root));
  return attached;
}

}  // namespace parley::parse
