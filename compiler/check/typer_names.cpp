// Names, paths and literals.
#include <algorithm>

#include <fmt/format.h>

#include "compiler/check/typer.hpp"
#include "compiler/resolve/suggest.hpp"

namespace parley::check {

ExpressionId Typer::literal(const ast::Expression& e, const Type* hint) {
  const auto adapted = [&](ExpressionId id) {
    return hint != nullptr ? builder_.convert(id, *hint).value_or(id) : id;
  };
  switch (e.kind) {
    case ast::ExpressionKind::null_literal:
      return builder_.null(hint != nullptr ? *hint : plain(TypeKind::null), e.span);
    case ast::ExpressionKind::bool_literal:
      return builder_.boolean(e.integer != 0, e.span);
    case ast::ExpressionKind::int_literal:
      return adapted(builder_.integer(e.integer, e.span));
    case ast::ExpressionKind::decimal_literal: {
      // CEL's `.5` is `0.5`; decimals are read as JSON writes them.
      std::string digits = e.text;
      if (const std::size_t dot = digits.find_first_not_of('-'); digits[dot] == '.') digits.insert(dot, "0");
      const auto number = value::parse_decimal(digits);
      if (!number) return report("P103", e.span, "this number needs more than 38 digits");
      return builder_.constant(plain(TypeKind::decimal), value::Value::of(*number), e.span);
    }
    default: {
      const ExpressionId text = builder_.text(e.text, e.span);
      const bool names_a_value =
          hint != nullptr && (hint->kind == TypeKind::enumeration || hint->kind == TypeKind::reference ||
                              hint->kind == TypeKind::id);
      return names_a_value ? adapted(text) : text;
    }
  }
}

ExpressionId Typer::name(const ast::Expression& e) {
  if (const auto variable = find_variable(e.text))
    return builder_.variable(variable->no, *variable->type, variable->may_be_none, e.span);
  if (find_side(e.text))
    return report("P103", e.span, fmt::format("`{}` is a whole record, not a value", e.text),
                  fmt::format("name one of its fields: `{}.…`", e.text));
  return unknown_name(e);
}

ExpressionId Typer::unknown_name(const ast::Expression& e) {
  std::vector<std::string> known;
  for (const Variable& variable : variables_) known.push_back(variable.name);
  if (scene_.mapping != nullptr) {
    known.push_back(scene_.left);
    known.push_back(scene_.right);
  }
  auto finding = diagnostics::make("P101", e.span, fmt::format("nothing here is called `{}`", e.text));
  if (const auto near = resolve::nearest(e.text, known)) {
    finding.help = fmt::format("did you mean `{}`?", *near);
    finding.suggestion = diagnostics::Suggestion{fmt::format("write `{}`", *near), {{e.span, *near}}};
  } else if (scene_.mapping != nullptr) {
    finding.help = fmt::format("a field is written with its side: `{}.{}` or `{}.{}`", scene_.left, e.text,
                               scene_.right, e.text);
  }
  sink_.add(std::move(finding));
  return builder_.poison(e.span);
}

bool Typer::is_path(ast::ExpressionId id) const {
  const ast::Expression* e = &syntax_[id.value];
  if (e->kind != ast::ExpressionKind::select) return false;
  while (e->kind == ast::ExpressionKind::select) e = &syntax_[e->children[0].value];
  return e->kind == ast::ExpressionKind::name && !find_variable(e->text) && find_side(e->text).has_value();
}

std::optional<Typer::Path> Typer::path(ast::ExpressionId id, std::optional<TypeKind> wanted) {
  std::string field_name;
  const ast::Expression* e = &syntax_[id.value];
  Span name_span = e->name_span;
  while (e->kind == ast::ExpressionKind::select) {
    if (!field_name.empty()) field_name.insert(0, ".");
    field_name.insert(0, e->text);
    if (e->name_span.begin < name_span.begin) name_span.begin = e->name_span.begin;
    e = &syntax_[e->children[0].value];
  }
  const auto side = e->kind == ast::ExpressionKind::name ? find_side(e->text) : std::nullopt;
  if (!side) {
    if (e->kind == ast::ExpressionKind::name) unknown_name(*e);
    return std::nullopt;
  }
  const schema::Object* object = scene_.mapping->side(*side).object;
  if (object == nullptr) return std::nullopt;  // was reported where the side is declared
  if (only_ && *only_ != *side) {
    report("P115", syntax_[id.value].span, fmt::format("`{}` is on the other side", e->text), only_why_);
    return std::nullopt;
  }
  if (const schema::Field* field = object->find(field_name)) return Path{*side, field};
  auto finding = diagnostics::make(
      "P101", name_span, fmt::format("`{}.{}` has no field `{}`", object->system, object->name, field_name));
  if (const auto near = resolve::nearest_field(field_name, *object, wanted)) {
    finding.help = fmt::format("did you mean `{}`?", *near);
    finding.suggestion = diagnostics::Suggestion{fmt::format("write `{}`", *near), {{name_span, *near}}};
  } else {
    finding.help = fmt::format("`parley schema show {}.{}` lists its fields", object->system, object->name);
  }
  sink_.add(std::move(finding));
  return std::nullopt;
}

ExpressionId Typer::read(ast::ExpressionId id) {
  const Span span = syntax_[id.value].span;
  const auto found = path(id);
  if (!found) return builder_.poison(span);
  const bool known_value = facts_.contains({found->side, found->field});
  return builder_.field(found->side, scene_.number(found->side, *found->field), *found->field, known_value,
                        span);
}

ExpressionId Typer::select(ast::ExpressionId id) {
  if (is_path(id)) return read(id);
  const ast::Expression& e = syntax_[id.value];
  const ast::Expression& operand = syntax_[e.children[0].value];
  if (operand.kind == ast::ExpressionKind::name && !find_variable(operand.text)) return unknown_name(operand);
  const ExpressionId range = infer(e.children[0]);
  if (builder_.is_poison(range)) return range;
  if (builder_.type(range).kind != TypeKind::map)
    return report("P103", e.name_span,
                  fmt::format("{} has no fields to select", describe(builder_.type(range))));
  return index_of(range, builder_.text(e.text, e.name_span), e.span);
}

ExpressionId Typer::index(const ast::Expression& e) {
  const ExpressionId range = infer(e.children[0]);
  const Type& type = builder_.type(range);
  const ExpressionId key = infer(e.children[1], type.kind == TypeKind::map ? type.key.get() : nullptr);
  if (builder_.is_poison(range) || builder_.is_poison(key)) return builder_.poison(e.span);
  return index_of(range, key, e.span);
}

ExpressionId Typer::index_of(ExpressionId range, ExpressionId key, Span span) {
  const Type& type = builder_.type(range);
  if (type.kind != TypeKind::list && type.kind != TypeKind::map)
    return report("P103", span, fmt::format("{} has no items by number or key", describe(type)));
  const Type& wanted = type.kind == TypeKind::map ? *type.key : plain(TypeKind::integer);
  const ExpressionId fitted = fit(key, wanted, type.kind == TypeKind::map ? "its key" : "an item's number");
  if (builder_.is_poison(fitted)) return fitted;
  return builder_.node(ExpressionKind::index, *type.element, {range, fitted}, span);
}

ExpressionId Typer::list(const ast::Expression& e, const Type* hint) {
  const Type* item_hint = hint != nullptr && is_sequence(*hint) ? hint->element.get() : nullptr;
  std::vector<ExpressionId> items;
  for (const ast::ExpressionId item : e.children) items.push_back(infer(item, item_hint));
  if (!unite_all(items, e.span, "a list's items are of one type")) return builder_.poison(e.span);
  const Type& element = items.empty() ? plain(TypeKind::null) : builder_.type(items.front());
  return builder_.node(ExpressionKind::list, *builder_.types().list_of(element), std::move(items), e.span);
}

ExpressionId Typer::map(const ast::Expression& e, const Type* hint) {
  const bool hinted = hint != nullptr && hint->kind == TypeKind::map;
  std::vector<ExpressionId> keys;
  std::vector<ExpressionId> values;
  for (std::size_t i = 0; i + 1 < e.children.size(); i += 2) {
    keys.push_back(infer(e.children[i], hinted ? hint->key.get() : nullptr));
    values.push_back(infer(e.children[i + 1], hinted ? hint->element.get() : nullptr));
  }
  if (!unite_all(keys, e.span, "a map's keys are of one type") ||
      !unite_all(values, e.span, "a map's values are of one type"))
    return builder_.poison(e.span);
  const Type& key = keys.empty() ? plain(TypeKind::text) : builder_.type(keys.front());
  const bool usable = key.kind == TypeKind::text || key.kind == TypeKind::integer ||
                      key.kind == TypeKind::boolean || key.kind == TypeKind::enumeration;
  if (!usable)
    return report("P103", e.span, fmt::format("a map's key is text, int or bool, not {}", describe(key)));
  for (const ExpressionId each : keys)
    if (refuse_none(each, "a map's key", "\"\"")) return builder_.poison(e.span);
  const Type& element = values.empty() ? plain(TypeKind::null) : builder_.type(values.front());
  std::vector<ExpressionId> children;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    children.push_back(keys[i]);
    children.push_back(values[i]);
  }
  return builder_.node(ExpressionKind::map, *builder_.types().map_of(key, element), std::move(children),
                       e.span);
}

bool Typer::unite_all(std::vector<ExpressionId>& items, Span span, std::string_view what) {
  if (std::ranges::any_of(items, [&](ExpressionId id) { return builder_.is_poison(id); })) return false;
  if (items.empty()) return true;
  ExpressionId model = items.front();
  for (const ExpressionId item : items) {
    const Type* common = builder_.common(model, item);
    const auto next = common != nullptr ? builder_.convert(model, *common) : std::nullopt;
    if (!next) {
      report("P103", builder_[item].span.empty() ? span : builder_[item].span,
             fmt::format("{}; here are {} and {}", what, describe(builder_.type(model)),
                         describe(builder_.type(item))));
      return false;
    }
    model = *next;
  }
  const Type& wanted = builder_.type(model);
  for (ExpressionId& item : items) item = fit(item, wanted, "each of them");
  return std::ranges::none_of(items, [&](ExpressionId id) { return builder_.is_poison(id); });
}

}  // namespace parley::check
