// The two sides of a mapping: their objects, `where`, `scope`, and the match keys.
#include <fmt/format.h>

#include "compiler/check/work.hpp"
#include "compiler/resolve/suggest.hpp"
#include "stdlib/core/text.hpp"

namespace parley::check {

namespace {

const schema::Object* find_object(Work& work, const ast::Side& node) {
  const schema::System* system = work.around.schemas.system(node.system.text);
  if (system == nullptr) {
    auto finding =
        diagnostics::make("P101", node.system.span, fmt::format("there is no system `{}`", node.system.text));
    finding.why = "a system is one of ours, or declared by a file in `schemas/` beside the mapping";
    if (const auto near = resolve::nearest(node.system.text, work.around.schemas.system_names())) {
      finding.help = fmt::format("did you mean `{}`?", *near);
      finding.suggestion =
          diagnostics::Suggestion{fmt::format("write `{}`", *near), {{node.system.span, *near}}};
    }
    work.sink.add(std::move(finding));
    return nullptr;
  }
  if (const schema::Object* object = system->find(node.object.text)) return object;
  std::vector<std::string> known;
  for (const schema::Object& object : system->objects) known.push_back(object.name);
  auto finding = diagnostics::make(
      "P101", node.object.span, fmt::format("`{}` has no object `{}`", node.system.text, node.object.text));
  if (const auto near = resolve::nearest(node.object.text, known)) {
    finding.help = fmt::format("did you mean `{}`?", *near);
    finding.suggestion =
        diagnostics::Suggestion{fmt::format("write `{}`", *near), {{node.object.span, *near}}};
  }
  work.sink.add(std::move(finding));
  return nullptr;
}

void check_side(MappingWork& m, abi::Side side, const ast::Side& node) {
  Side& out = m.out.side(side);
  abi::SideShape& shape = side == abi::Side::left ? m.out.program.left : m.out.program.right;
  shape.alias = node.alias.text;
  shape.system = node.system.text;
  shape.object = node.object.text;
  out.span = node.span.empty() ? m.node.name.span : node.span;
  if (node.system.empty() || node.object.empty()) return;  // the parser said so
  out.object = find_object(m.work, node);
  if (out.object == nullptr) return;
  shape.missing = out.object->missing;
  if (out.object->marker) shape.marker_field = *out.object->marker;
  for (const schema::Field& field : out.object->fields)
    if (field.create == schema::OnCreate::required && !field.default_value) out.required.push_back(&field);
}

// The condition that a conjunct of `where` is, as a constant for its field.
std::optional<Binding> binding(const Expressions& all, ExpressionId id) {
  const Expression* e = &all[id];
  const Span span = e->span;
  bool truth = true;
  if (e->kind == ExpressionKind::logical_not) {
    truth = false;
    e = &all[e->children[0]];
  }
  if (e->kind == ExpressionKind::coalesce && all[e->children[1]].kind == ExpressionKind::constant)
    e = &all[e->children[0]];
  if (e->kind == ExpressionKind::field && e->type->kind == TypeKind::boolean)
    return Binding{e->field, value::Value::of(truth), span};
  if (e->kind != ExpressionKind::equal || !truth) return std::nullopt;
  for (std::size_t i = 0; i < 2; ++i) {
    const Expression& field = all[e->children[i]];
    const Expression& constant = all[e->children[1 - i]];
    if (field.kind == ExpressionKind::field && constant.kind == ExpressionKind::constant &&
        constant.value.has_value())
      return Binding{field.field, constant.value, span};
  }
  return std::nullopt;
}

void bind_conjuncts(Side& side, const Expressions& all, ExpressionId id) {
  const Expression& e = all[id];
  if (e.kind == ExpressionKind::logical_and) {
    bind_conjuncts(side, all, e.children[0]);
    bind_conjuncts(side, all, e.children[1]);
  } else if (auto bound = binding(all, id)) {
    side.bindings.push_back(std::move(*bound));
  } else {
    side.unbound.push_back(id);
  }
}

void check_where(MappingWork& m, abi::Side side, const ast::Side& node) {
  Side& out = m.out.side(side);
  if (!node.where || out.object == nullptr) return;
  Typer typer = m.typer(m.work.file);
  typer.restrict_to(side, "a `where` looks at its own side only");
  const ExpressionId where = typer.condition(*node.where, "`where`");
  if (m.builder.is_poison(where)) return;
  require_total(m, where, "`where`");
  out.where = where;
  bind_conjuncts(out, m.out.expressions, where);
}

}  // namespace

std::optional<abi::Side> MappingWork::side(const ast::Name& name) {
  if (name.text == "left" || (!scene.left.empty() && name.text == scene.left)) return abi::Side::left;
  if (name.text == "right" || (!scene.right.empty() && name.text == scene.right)) return abi::Side::right;
  if (name.empty()) return std::nullopt;
  work.report("P101", name.span, fmt::format("no side of this mapping is called `{}`", name.text),
              fmt::format("its sides are `{}` and `{}`", scene.left, scene.right));
  return std::nullopt;
}

void check_sides(MappingWork& m) {
  check_side(m, abi::Side::left, m.node.left);
  check_side(m, abi::Side::right, m.node.right);
  check_where(m, abi::Side::left, m.node.left);
  check_where(m, abi::Side::right, m.node.right);
}

void check_scopes(MappingWork& m) {
  for (const ast::Scope& scope : m.node.scopes) {
    const auto side = m.side(scope.side);
    if (!side || m.out.side(*side).object == nullptr) continue;
    Side& out = m.out.side(*side);
    Typer typer = m.typer(m.work.file);
    typer.restrict_to(side, "a scope looks at its own side only");
    const ExpressionId condition = typer.condition(scope.condition, "a scope");
    if (m.builder.is_poison(condition)) continue;
    require_total(m, condition, "a scope");
    if (out.scope) {
      m.work.report("P106", scope.span, fmt::format("`{}` has a scope already", scope.side.text),
                    "join the two with `&&`");
      continue;
    }
    out.scope = condition;
    out.scope_span = scope.span;
  }
}

namespace {

// Which sides the names in an expression speak of.
struct Spoken {
  bool left = false;
  bool right = false;
};
Spoken spoken(const MappingWork& m, ast::ExpressionId root) {
  Spoken found;
  std::vector<ast::ExpressionId> open = {root};
  while (!open.empty()) {
    const ast::Expression& e = m.work.file[open.back()];
    open.pop_back();
    if (e.kind == ast::ExpressionKind::name) {
      found.left |= e.text == m.scene.left;
      found.right |= e.text == m.scene.right;
    }
    open.insert(open.end(), e.children.begin(), e.children.end());
  }
  return found;
}

// One `==` of a match rule; false where it was reported.
bool check_pair(MappingWork& m, const ast::MatchRule::Pair& pair, Match& out) {
  const Spoken first = spoken(m, pair.left);
  const Spoken second = spoken(m, pair.right);
  const bool straight = first.left && !first.right && second.right && !second.left;
  const bool crossed = first.right && !first.left && second.left && !second.right;
  if (!straight && !crossed) {
    m.work.report(
        "P114", pair.span, "a match compares one side with the other",
        fmt::format("write an expression over `{}`, `==`, and one over `{}`", m.scene.left, m.scene.right));
    return false;
  }
  Typer typer = m.typer(m.work.file);
  const ExpressionId left = typer.infer(straight ? pair.left : pair.right);
  const ExpressionId right = typer.infer(straight ? pair.right : pair.left);
  if (m.builder.is_poison(left) || m.builder.is_poison(right)) return false;
  const Type* common = m.builder.common(left, right);
  if (common == nullptr) {
    m.work.report("P103", pair.span,
                  fmt::format("the keys are of two types: {} and {}", describe(m.builder.type(left)),
                              describe(m.builder.type(right))));
    return false;
  }
  const ExpressionId fitted_left = typer.fit(left, *common, "the key");
  const ExpressionId fitted_right = typer.fit(right, *common, "the key");
  if (m.builder.is_poison(fitted_left) || m.builder.is_poison(fitted_right)) return false;
  out.left.push_back(fitted_left);
  out.right.push_back(fitted_right);
  return true;
}

std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : core::trim_ascii(text)) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!blank)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  return out;
}

}  // namespace

void check_matches(MappingWork& m) {
  if (m.out.left.object == nullptr || m.out.right.object == nullptr) return;
  for (const ast::MatchRule& node : m.node.matches) {
    if (node.pairs.empty()) continue;
    Match match;
    match.span = node.span;
    bool sound = true;
    for (const auto& pair : node.pairs) sound &= check_pair(m, pair, match);
    if (!sound) continue;
    const Span condition = m.work.file[node.condition].span;
    m.out.matches.push_back(std::move(match));
    m.out.program.matches.push_back({one_line(m.work.around.sources.text(condition)), {}});
  }
}

}  // namespace parley::check
