// Mappings and their field rules.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "compiler/parse/tree_builder.hpp"

namespace parley::parse {

using ast::ExpressionId;

namespace {

// The order in which the clauses of a line follow its arrow.
constexpr auto clause_order = std::to_array<NodeKind>(
    {NodeKind::via, NodeKind::reserved, NodeKind::else_clause, NodeKind::default_clause, NodeKind::timing,
     NodeKind::when_clause, NodeKind::conflict, NodeKind::blank, NodeKind::first, NodeKind::drift,
     NodeKind::lossy, NodeKind::was});

}  // namespace

ast::Mapping TreeBuilder::mapping(const Node& node) {
  ast::Mapping mapping{.span = context_.span(node)};
  if (const Node* name = node.find(NodeKind::name)) mapping.name = context_.name(*name);
  if (const Node* uses = node.find(NodeKind::uses)) mapping.uses = names(*uses);
  if (const Node* was = node.find(NodeKind::was)) mapping.was = context_.name(was->children.front());
  if (const Node* extends = node.find(NodeKind::reserved))
    context_.report_reserved(context_.span(*extends), "`extends`");
  for (const Node& item : node.children.back().children) add_mapping_item(item, mapping);
  if (is_broken(mapping.span)) return mapping;
  if (mapping.left.span.empty())
    context_.report("P012", mapping.name.span, "the mapping has no `left` side",
                    "Add a line such as `left hs = hubspot.contacts`.");
  if (mapping.right.span.empty())
    context_.report("P012", mapping.name.span, "the mapping has no `right` side",
                    "Add a line such as `right ns = netsuite.customer`.");
  return mapping;
}

void TreeBuilder::add_mapping_item(const Node& node, ast::Mapping& mapping) {
  switch (node.kind) {
    case NodeKind::left_side:
      return add_side(node, mapping.left, "`left`");
    case NodeKind::right_side:
      return add_side(node, mapping.right, "`right`");
    case NodeKind::match:
      mapping.matches.push_back(match(node));
      return;
    case NodeKind::fields:
      return add_block(node.children.front(), {.span = context_.span(node)}, mapping);
    case NodeKind::scope:
      mapping.scopes.push_back(
          {context_.name(node.children[0]), expressions_.build(node.children[1]), context_.span(node)});
      return;
    default:
      break;
  }
  if (!add_event(node, mapping.events)) add_policy(node, mapping.policies);
}

void TreeBuilder::add_side(const Node& node, ast::Side& side, std::string_view word) {
  if (!side.span.empty()) return context_.report_twice(word, side.span, context_.span(node));
  side.span = context_.span(node);
  side.alias = context_.name(node.children[0]);
  side.system = context_.name(node.children[1]);
  side.object = context_.name(node.children[2]);
  if (const Node* where = node.find(NodeKind::where))
    side.where = expressions_.build(where->children.front());
  if (const Node* alternatives = node.find(NodeKind::reserved))
    context_.report_reserved(context_.span(*alternatives), "a side with several objects");
}

ast::MatchRule TreeBuilder::match(const Node& node) {
  ast::MatchRule rule{.condition = expressions_.build(node.children.front()), .span = context_.span(node)};
  if (expressions_.is_invalid(rule.condition)) return rule;
  if (!add_conjuncts(rule.condition, rule.pairs)) {
    rule.pairs.clear();
    context_.report(
        "P012", expressions_[rule.condition].span, "a match compares keys of the two sides with `==`",
        "Write `match KEY == KEY`, several of them joined by `&&`; other conditions belong into `scope`.");
  }
  return rule;
}

bool TreeBuilder::add_conjuncts(ExpressionId id, std::vector<ast::MatchRule::Pair>& pairs) {
  const ast::Expression& expression = expressions_[id];
  if (expression.op == ast::Operator::logical_and)
    return add_conjuncts(expression.children[0], pairs) && add_conjuncts(expression.children[1], pairs);
  if (expression.op != ast::Operator::equal) return false;
  pairs.push_back({expression.children[0], expression.children[1], expression.span});
  return true;
}

void TreeBuilder::add_block(const Node& body, ast::FieldBlock block, ast::Mapping& mapping) {
  const ast::FieldBlockId id(static_cast<std::uint32_t>(file_.field_blocks.size()));
  file_.field_blocks.push_back(std::move(block));
  mapping.blocks.push_back(id);
  for (const Node& item : body.children) {
    if (item.kind == NodeKind::field_rule) {
      mapping.fields.emplace_back(static_cast<std::uint32_t>(file_.field_rules.size()));
      ast::FieldRule rule = field_rule(item, id);
      file_.field_rules.push_back(std::move(rule));
    } else if (item.kind == NodeKind::when_block) {
      // A guard that could not be read was reported; its lines are still looked at.
      std::optional<ExpressionId> when;
      if (item.children.size() > 1) when = expressions_.build(item.children.front());
      add_block(item.children.back(), {.parent = id, .when = when, .span = context_.span(item)}, mapping);
    } else if (item.kind == NodeKind::reserved) {
      report_reserved(item);
    } else {
      add_policy(item, file_.field_blocks[id.value].policies);
    }
  }
}

ast::FieldRule TreeBuilder::field_rule(const Node& node, ast::FieldBlockId block) {
  ast::FieldRule rule{.block = block, .span = context_.span(node)};
  std::size_t at = 0;
  if (node.children[at].kind == NodeKind::label)
    rule.label = context_.name(node.children[at++].children.front());
  rule.left = operand(node.children[at]);
  const Node& sign = node.children[at + 1];
  rule.arrow = arrow(sign);
  rule.arrow_span = context_.span(sign);
  rule.right = operand(node.children[at + 2]);
  if (rule.arrow != ast::Arrow::backward) check_target(rule.right, rule.arrow_span);
  if (rule.arrow != ast::Arrow::forward) check_target(rule.left, rule.arrow_span);
  add_clauses(node, rule);
  return rule;
}

std::vector<ExpressionId> TreeBuilder::operand(const Node& node) {
  if (node.kind != NodeKind::group) return {expressions_.build(node)};
  std::vector<ExpressionId> parts;
  for (const Node& part : node.children) {
    parts.push_back(expressions_.build(part));
    const ExpressionId id = parts.back();
    if (!expressions_.is_path(id) && !expressions_.is_invalid(id))
      context_.report("P010", expressions_[id].span, "a group names fields only",
                      "Name a field such as `hs.city`; a computation belongs into the lens.");
  }
  return parts;
}

void TreeBuilder::check_target(const std::vector<ExpressionId>& target, source::Span arrow) {
  if (target.size() > 1) return;  // a group was checked part by part
  for (ExpressionId id : target) {
    if (expressions_.is_invalid(id)) continue;
    if (expressions_.is_path(id) && expressions_[id].kind == ast::ExpressionKind::select) continue;
    diagnostics::Diagnostic finding =
        diagnostics::make("P010", expressions_[id].span, "an arrow points at a field, and this is none");
    finding.notes.push_back({arrow, "the arrow"});
    finding.help =
        "Point a one-way arrow away from a computed value, or put the computation into a lens (`via`).";
    context_.sink.add(std::move(finding));
  }
}

void TreeBuilder::add_clauses(const Node& node, ast::FieldRule& rule) {
  const Node* block = node.find(NodeKind::clauses);
  std::vector<const Node*> clauses;
  for (const Node& child : block != nullptr ? block->children : node.children)
    if (std::ranges::find(clause_order, child.kind) != clause_order.end()) clauses.push_back(&child);
  for (const Node* clause : clauses) add_clause(*clause, rule);
  check_clause_order(clauses);
}

void TreeBuilder::add_clause(const Node& clause, ast::FieldRule& rule) {
  const source::Span span = context_.span(clause);
  switch (clause.kind) {
    case NodeKind::via:
      return add_via(clause, rule);
    case NodeKind::default_clause:
      return add_defaults(clause, rule.default_value);
    case NodeKind::reserved:
      return report_reserved(clause);
    case NodeKind::timing:
      if (!rule.timing_span.empty()) return context_.report_twice("`once` or `fill`", rule.timing_span, span);
      rule.timing = context_.text(clause) == "once" ? ast::Timing::once : ast::Timing::fill;
      rule.timing_span = span;
      return;
    case NodeKind::when_clause:
      if (rule.when) return context_.report_twice("`when`", expressions_[*rule.when].span, span);
      rule.when = expressions_.build(clause.children.front());
      return;
    case NodeKind::lossy:
      if (rule.lossy) return context_.report_twice("`lossy`", *rule.lossy, span);
      rule.lossy = span;
      return;
    case NodeKind::was:
      if (rule.was) return context_.report_twice("`was`", rule.was->span, span);
      rule.was = context_.name(clause.children.front());
      return;
    default:
      add_policy(clause, rule.policies);
  }
}

void TreeBuilder::add_via(const Node& node, ast::FieldRule& rule) {
  if (!rule.via.empty())
    return context_.report_twice("`via`", file_[rule.via.front()].span, context_.span(node));
  for (const Node& use : node.children) {
    ast::LensUse lens{.name = context_.name(use.children.front()), .span = context_.span(use)};
    if (lens.name.text == "link" || lens.name.text == "links" || use.find(NodeKind::form) != nullptr) {
      context_.report_reserved(lens.span, fmt::format("the lens `{}`", lens.name.text));
      continue;
    }
    for (std::size_t at = 1; at < use.children.size(); ++at)
      lens.arguments.push_back(expressions_.build(use.children[at]));
    rule.via.emplace_back(static_cast<std::uint32_t>(file_.lens_uses.size()));
    file_.lens_uses.push_back(std::move(lens));
  }
}

void TreeBuilder::check_clause_order(const std::vector<const Node*>& clauses) {
  auto rank = [](const Node* clause) {
    return std::ranges::find(clause_order, clause->kind) - clause_order.begin();
  };
  auto unordered = std::ranges::is_sorted_until(clauses, {}, rank);
  if (unordered == clauses.end()) return;
  context_.report(
      "P009", context_.span(**unordered), "this clause stands behind one that follows it",
      "The order is via, else, default, once or fill, when, conflict, blank, first, drift, lossy, was; "
      "`parley fmt` writes it.");
}

}  // namespace parley::parse
