// Declarations other than mappings.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/parse/comments.hpp"
#include "compiler/parse/parse.hpp"
#include "compiler/parse/tree_builder.hpp"

namespace parley::parse {

ast::File TreeBuilder::build(const Node& root) {
  file_.source = context_.file.id();
  for (const Node& declaration : root.children) add_declaration(declaration);
  for (const AttachedComment& comment : attach_comments(context_.file.text(), root))
    file_.comments.push_back(
        {.text = std::string(context_.file.text().substr(comment.begin, comment.end - comment.begin)),
         .place = comment.place,
         .statement = context_.span(*comment.statement),
         .span = {context_.file.id(), comment.begin, comment.end}});
  return std::move(file_);
}

void TreeBuilder::add_declaration(const Node& node) {
  switch (node.kind) {
    case NodeKind::import:
      file_.imports.push_back({context_.name(node.children.front()), context_.span(node)});
      return;
    case NodeKind::policies:
      file_.policies.push_back(policies(node));
      return;
    case NodeKind::mapping:
      file_.mappings.push_back(mapping(node));
      return;
    case NodeKind::table:
      file_.tables.push_back(table(node));
      return;
    case NodeKind::lens:
      file_.lenses.push_back(lens(node));
      return;
    case NodeKind::test:
      file_.tests.push_back(test(node));
      return;
    default:
      report_reserved(node);
  }
}

ast::PoliciesDeclaration TreeBuilder::policies(const Node& node) {
  ast::PoliciesDeclaration made{.span = context_.span(node)};
  if (const Node* name = node.find(NodeKind::name)) made.name = context_.name(*name);
  for (const Node& item : node.children.back().children)
    if (!add_event(item, made.events)) add_policy(item, made.policies);
  return made;
}

ast::Table TreeBuilder::table(const Node& node) {
  ast::Table table{.span = context_.span(node)};
  if (node.children.size() == 5) {
    table.name = context_.name(node.children[0]);
    table.left = names(node.children[1]);
    table.arrow = arrow(node.children[2]);
    table.right = names(node.children[3]);
  }
  for (const Node& item : node.children.back().children) add_table_item(item, table);
  return table;
}

void TreeBuilder::add_table_item(const Node& node, ast::Table& table) {
  if (node.kind == NodeKind::else_clause) return add_answers(node, table.failure);
  ast::Table::Row row{.left = expressions_.build(node.children[0]),
                      .arrow = arrow(node.children[1]),
                      .right = expressions_.build(node.children[2]),
                      .span = context_.span(node)};
  for (ast::ExpressionId id : {row.left, row.right})
    if (!expressions_.is_literal(id) && !expressions_.is_invalid(id))
      context_.report("P013", expressions_[id].span, "a row of a table holds two literals",
                      "Write a value such as `\"lead\"`, `7` or `true`.");
  table.rows.push_back(row);
}

ast::Lens TreeBuilder::lens(const Node& node) {
  ast::Lens lens{.span = context_.span(node)};
  std::size_t types = 0;
  for (const Node& part : node.children) {
    if (part.kind == NodeKind::name) lens.name = context_.name(part);
    if (part.kind == NodeKind::parameter)
      lens.parameters.push_back({context_.name(part.children[0]), type(part.children[1])});
    if (part.kind == NodeKind::type) (types++ == 0 ? lens.left : lens.right) = type(part);
    if (part.kind == NodeKind::word) lens.arrow = arrow(part);
  }
  for (const Node& body : node.children.back().children) {
    auto& place = arrow(body.children[0]) == ast::Arrow::forward ? lens.forward : lens.backward;
    if (place)
      context_.report_twice("this body", expressions_[*place].span, context_.span(body));
    else
      place = expressions_.build(body.children[1]);
  }
  if (!is_broken(lens.span)) check_lens_bodies(lens);
  return lens;
}

void TreeBuilder::check_lens_bodies(const ast::Lens& lens) {
  auto check = [&](ast::Arrow way, const std::optional<ast::ExpressionId>& body) {
    const bool wanted = lens.arrow == ast::Arrow::both || lens.arrow == way;
    if (wanted == body.has_value()) return;
    const char* sign = ast::arrow_text(way);
    if (wanted)
      context_.report("P012", lens.name.span, fmt::format("the lens has no body for `{}`", sign),
                      fmt::format("Add a line `{} EXPRESSION`, in which `x` is the value.", sign));
    else
      context_.report("P011", expressions_[*body].span,
                      fmt::format("the lens is declared without `{}`", sign),
                      "Declare it with `<->`, or drop this body.");
  };
  check(ast::Arrow::forward, lens.forward);
  check(ast::Arrow::backward, lens.backward);
}

ast::TypeName TreeBuilder::type(const Node& node) {
  ast::TypeName made{.name = context_.name(node.children.front()), .span = context_.span(node)};
  if (const Node* arguments = node.find(NodeKind::type_arguments)) made.arguments = names(*arguments);
  if (const Node* elements = node.find(NodeKind::type_elements))
    for (const Node& element : elements->children) made.elements.push_back(type(element));
  return made;
}

ast::Test TreeBuilder::test(const Node& node) {
  ast::Test test{.span = context_.span(node)};
  if (const Node* title = node.find(NodeKind::text)) test.title = context_.name(*title);
  if (const Node* mapping = node.find(NodeKind::name)) test.mapping = context_.name(*mapping);
  for (const Node& item : node.children.back().children) {
    if (item.kind == NodeKind::reserved) {
      context_.report_reserved(context_.span(item), "a variant's name before a record");
    } else if (item.kind == NodeKind::expect) {
      test.expectations.push_back(expectation(item));
    } else {
      auto& records = item.kind == NodeKind::base ? test.bases : test.givens;
      records.push_back(
          {context_.name(item.children[0]), record(item.children[1], false), context_.span(item)});
    }
  }
  return test;
}

ast::Expectation TreeBuilder::expectation(const Node& node) {
  using Kind = ast::Expectation::Kind;
  ast::Expectation made{.span = context_.span(node)};
  const Node& first = node.children.front();
  const std::string_view word = first.kind == NodeKind::word ? context_.text(first) : std::string_view{};
  if (word == "writes" || word == "rejected" || word == "excluded") {
    made.kind = word == "writes" ? Kind::no_writes : word == "rejected" ? Kind::rejected : Kind::excluded;
  } else if (word == "conflict") {
    made.kind = Kind::conflict;
    made.path = expressions_.build(node.children[1]);
    if (!expressions_.is_path(made.path) && !expressions_.is_invalid(made.path))
      context_.report("P010", expressions_[made.path].span,
                      "`expect conflict` names a field, and this is none",
                      "Write for example `expect conflict hs.email`.");
  } else {
    made.kind = word == "create" ? Kind::create : Kind::update;
    const std::size_t at = word.empty() ? 0 : 1;
    made.side = context_.name(node.children[at]);
    made.record = record(node.children[at + 1], true);
  }
  return made;
}

ast::RecordLiteral TreeBuilder::record(const Node& node, bool expected) {
  ast::RecordLiteral made{.span = context_.span(node)};
  for (const Node& field : node.children) made.fields.push_back(record_field(field, expected));
  return made;
}

ast::RecordField TreeBuilder::record_field(const Node& node, bool expected) {
  using Kind = ast::RecordField::Kind;
  ast::RecordField field{.path = names(node.children[0]), .span = context_.span(node)};
  const Node& value = node.children[1];
  if (value.kind == NodeKind::record) {
    field.kind = Kind::record;
    field.record = record(value, expected);
  } else if (value.kind == NodeKind::record_state) {
    const std::string_view state = context_.text(value);
    field.kind = state == "absent" ? Kind::absent : state == "unreadable" ? Kind::unreadable : Kind::clear;
    if (expected != (field.kind == Kind::clear))
      context_.report(
          "P011", context_.span(value),
          fmt::format("`{}` is no {}", state, expected ? "write" : "state of a field"),
          expected ? "A write is a value or `clear`." : "Write `null`, `absent` or `unreadable`.");
  } else {
    field.value = expressions_.build(value);
  }
  return field;
}

ast::Arrow TreeBuilder::arrow(const Node& word) const {
  const std::string_view text = context_.text(word);
  if (text == "->") return ast::Arrow::forward;
  return text == "<-" ? ast::Arrow::backward : ast::Arrow::both;
}

std::vector<ast::Name> TreeBuilder::names(const Node& node) const {
  std::vector<ast::Name> all;
  for (const Node& child : node.children) all.push_back(context_.name(child));
  return all;
}

bool TreeBuilder::is_broken(source::Span span) const {
  return std::ranges::any_of(errors_, [&](const SyntaxError& error) {
    return span.begin <= error.offset && error.offset <= span.end;
  });
}

void TreeBuilder::report_reserved(const Node& node) {
  std::string_view text = context_.text(node);
  std::string_view what = text.substr(0, text.find_first_of(" \t\r\n({"));
  if (what == "on") what = text.substr(0, text.find_first_of(" \t\r\n:", text.find_first_not_of(' ', 2)));
  const std::string_view line = text.substr(0, text.find('\n'));
  context_.report_reserved(
      {context_.file.id(), node.begin, node.begin + static_cast<std::uint32_t>(line.size())},
      fmt::format("`{}`", what));
}

}  // namespace parley::parse
