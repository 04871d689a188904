// Clauses that are policies, and the events in a record's life.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "compiler/parse/tree_builder.hpp"
#include "stdlib/core/check.hpp"

namespace parley::parse {

using ast::Event;
using ast::EventAction;

namespace {

struct EventEntry {
  std::string_view event;
  Event kind;
  std::string_view action;
  EventAction decided;
};

// Which action belongs to which event.
constexpr auto event_table = std::to_array<EventEntry>({
    {"ambiguous", Event::ambiguous, "review", EventAction::review},
    {"ambiguous", Event::ambiguous, "skip", EventAction::skip},
    {"exit", Event::exit, "freeze", EventAction::freeze},
    {"exit", Event::exit, "unlink", EventAction::unlink},
    {"exit", Event::exit, "archive", EventAction::archive},
    {"delete", Event::deleted, "ignore", EventAction::ignore},
    {"delete", Event::deleted, "archive", EventAction::archive},
    {"delete", Event::deleted, "delete", EventAction::delete_both},
    {"delete", Event::deleted, "unlink", EventAction::unlink},
    {"delete", Event::deleted, "review", EventAction::review},
});

std::string actions_of(std::string_view event) {
  std::string out;
  for (const EventEntry& entry : event_table)
    if (entry.event == event) out += fmt::format("{}`{}`", out.empty() ? "" : ", ", entry.action);
  return out;
}

ast::ConflictRule::Merge merge_mode(std::string_view word) {
  using Merge = ast::ConflictRule::Merge;
  if (word == "union") return Merge::set_union;
  if (word == "append") return Merge::append;
  if (word == "min") return Merge::min;
  if (word == "max") return Merge::max;
  if (word == "and") return Merge::logical_and;
  return Merge::logical_or;
}

// Puts what was said once or per direction into its place; false where that place is taken.
template <class T>
bool put(ast::Directed<T>& directed, std::optional<ast::Arrow> arrow, T value) {
  std::optional<T>& place = !arrow                          ? directed.both
                            : *arrow == ast::Arrow::forward ? directed.forward
                                                            : directed.backward;
  const bool taken = place || directed.both || (!arrow && !directed.empty());
  if (!taken) place = std::move(value);
  return !taken;
}

}  // namespace

// True where the node is a policy.
bool TreeBuilder::add_policy(const Node& node, ast::Policies& policies) {
  const source::Span span = context_.span(node);
  auto twice = [&](std::string_view what, const auto& earlier) {
    if (earlier) context_.report_twice(what, earlier->span, span);
    return earlier.has_value();
  };
  switch (node.kind) {
    case NodeKind::else_clause:
      add_answers(node, policies.failure);
      return true;
    case NodeKind::conflict:
      if (!twice("`conflict`", policies.conflict)) policies.conflict = conflict(node);
      return true;
    case NodeKind::first:
      if (!twice("`first`", policies.first)) policies.first = first(node);
      return true;
    case NodeKind::blank: {
      const std::string_view word = context_.text(node.children.front());
      const ast::Blank blank = word == "keep"    ? ast::Blank::keep
                               : word == "clear" ? ast::Blank::clear
                                                 : ast::Blank::default_value;
      if (!twice("`blank`", policies.blank)) policies.blank = {blank, span};
      return true;
    }
    case NodeKind::drift: {
      const bool leave = context_.text(node.children.front()) == "leave";
      if (!twice("`drift`", policies.drift))
        policies.drift = {leave ? ast::Drift::leave : ast::Drift::restore, span};
      return true;
    }
    default:
      return false;
  }
}

ast::Answer TreeBuilder::answer(const Node& node) {
  const Node& said = node.children.front();
  ast::Answer answer{.span = context_.span(node)};
  if (said.kind != NodeKind::word) {
    answer.kind = ast::Answer::Kind::value;
    answer.value = expressions_.build(said);
    return answer;
  }
  const std::string_view word = context_.text(said);
  answer.kind = word == "reject" ? ast::Answer::Kind::reject
                : word == "skip" ? ast::Answer::Kind::skip
                                 : ast::Answer::Kind::keep;
  return answer;
}

void TreeBuilder::add_answers(const Node& clause, ast::Directed<ast::Answer>& answers) {
  const source::Span earlier = answers.span;
  for (const Node& part : clause.children) {
    const bool directed = part.kind == NodeKind::direction;
    const auto way = directed ? std::optional(arrow(part.children[0])) : std::nullopt;
    if (!put(answers, way, answer(directed ? part.children[1] : part)))
      context_.report_twice("this `else`", earlier.empty() ? context_.span(clause) : earlier,
                            context_.span(part));
  }
  if (earlier.empty()) answers.span = context_.span(clause);
}

void TreeBuilder::add_defaults(const Node& clause, ast::Directed<ast::ExpressionId>& defaults) {
  const source::Span earlier = defaults.span;
  for (const Node& part : clause.children) {
    const bool directed = part.kind == NodeKind::direction;
    const auto way = directed ? std::optional(arrow(part.children[0])) : std::nullopt;
    if (!put(defaults, way, expressions_.build(directed ? part.children[1] : part)))
      context_.report_twice("this `default`", earlier.empty() ? context_.span(clause) : earlier,
                            context_.span(part));
  }
  if (earlier.empty()) defaults.span = context_.span(clause);
}

ast::ConflictRule TreeBuilder::conflict(const Node& node) {
  ast::ConflictRule rule{.span = context_.span(node)};
  const std::string_view word = context_.text(node.children[0]);
  if (word == "prefer") {
    rule.kind = ast::ConflictRule::Kind::prefer;
    rule.side = context_.name(node.children[1]);
  } else if (word == "newest") {
    rule.kind = ast::ConflictRule::Kind::newest;
  } else if (word == "merge") {
    rule.kind = ast::ConflictRule::Kind::merge;
    rule.merge = merge_mode(context_.text(node.children[1]));
  }
  return rule;
}

ast::FirstRule TreeBuilder::first(const Node& node) {
  ast::FirstRule rule{.span = context_.span(node)};
  const std::string_view word = context_.text(node.children[0]);
  if (word == "prefer") {
    rule.kind = ast::FirstRule::Kind::prefer;
    rule.side = context_.name(node.children[1]);
  } else if (word == "keep") {
    rule.kind = ast::FirstRule::Kind::keep;
  }
  return rule;
}

// True where the node is an event rule, or one of a later version.
bool TreeBuilder::add_event(const Node& node, std::vector<ast::EventRule>& events) {
  if (node.kind == NodeKind::reserved) {
    report_reserved(node);
    return true;
  }
  if (node.kind != NodeKind::event) return false;
  ast::EventRule made = event(node);
  auto same = [&](const ast::EventRule& other) {
    const std::string_view side = made.side ? std::string_view(made.side->text) : std::string_view{};
    return other.event == made.event &&
           side == (other.side ? std::string_view(other.side->text) : std::string_view{});
  };
  if (auto earlier = std::ranges::find_if(events, same); earlier != events.end())
    context_.report_twice("this event", earlier->span, made.span);
  else
    events.push_back(std::move(made));
  return true;
}

ast::EventRule TreeBuilder::event(const Node& node) {
  ast::EventRule rule{.span = context_.span(node)};
  const std::string_view event = context_.text(node.children.front());
  const Node* action = node.find(NodeKind::action);
  const std::string_view decided = context_.text(*action);
  auto known = [&](const EventEntry& entry) { return entry.event == event && entry.action == decided; };
  auto entry = std::ranges::find_if(event_table, known);
  if (entry == event_table.end()) {
    context_.report("P011", context_.span(*action), fmt::format("`on {}` has no action `{}`", event, decided),
                    fmt::format("It knows {}.", actions_of(event)));
    entry = std::ranges::find(event_table, event, &EventEntry::event);
  }
  rule.event = entry->kind;
  rule.action = entry->decided;
  if (const Node* qualifier = node.find(NodeKind::qualifier))
    rule.side = context_.name(qualifier->children.front());
  if (const Node* at_most = node.find(NodeKind::limit)) rule.limit = limit(*at_most);
  return rule;
}

ast::Limit TreeBuilder::limit(const Node& node) {
  ast::Limit limit{.span = context_.span(node)};
  for (const Node& amount : node.children) {
    std::string_view digits = context_.text(amount);
    const bool percent = amount.kind == NodeKind::percent;
    if (percent) digits.remove_suffix(1);
    std::int64_t value = 0;
    const auto [stopped, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (failed != std::errc() || (percent && value > 100)) {
      context_.report("P007", context_.span(amount),
                      fmt::format("`{}` is too large for a limit", context_.text(amount)));
      value = 0;
    }
    if (percent ? limit.percent.has_value() : limit.count.has_value())
      context_.report_twice("the limit", context_.span(node.children.front()), context_.span(amount));
    if (percent)
      limit.percent = static_cast<std::uint32_t>(value);
    else
      limit.count = value;
  }
  return limit;
}

}  // namespace parley::parse
