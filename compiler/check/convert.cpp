// The steps between types that an author need not write. Each keeps the value: an int as a decimal, the bytes
// of an enum as text, a literal as what it stands beside.
#include "compiler/check/builder.hpp"

namespace parley::check {

namespace {

// The same bytes under both types.
bool relabels(const Type& from, const Type& to) {
  if (is_decimal(from) && is_decimal(to)) return true;
  if (is_textual(from) && to.kind == TypeKind::text) return true;
  if (from.kind == TypeKind::text && to.kind == TypeKind::enumeration) return !to.restricted;
  if (is_sequence(from) && is_sequence(to))
    return from.element->kind == TypeKind::null || alike(*from.element, *to.element) ||
           relabels(*from.element, *to.element);
  if (from.kind == TypeKind::map && to.kind == TypeKind::map)
    return from.element->kind == TypeKind::null ||
           (alike(*from.key, *to.key) && alike(*from.element, *to.element));
  return false;
}

}  // namespace

std::optional<ExpressionId> Builder::convert_constant(ExpressionId id, const Type& wanted) {
  const Expression& from = out_[id];
  const Span span = from.span;
  if (!from.value.has_value()) return null(wanted, span);
  if (const auto* number = from.value.as<std::int64_t>(); number != nullptr && is_decimal(wanted))
    return constant(wanted, value::Value::of(value::Decimal::of(*number)), span);
  const auto* word = from.value.as<std::string>();
  if (word == nullptr || from.type->kind != TypeKind::text) return std::nullopt;
  if (wanted.kind == TypeKind::reference || wanted.kind == TypeKind::id)
    return constant(wanted, value::Value::of(*word), span);
  if (wanted.kind != TypeKind::enumeration) return std::nullopt;
  if (const auto named = picklist_value(wanted, *word))
    return constant(wanted, value::Value::of(*named), span);
  if (wanted.restricted) return std::nullopt;
  return constant(wanted, value::Value::of(*word), span);
}

std::optional<ExpressionId> Builder::convert_list(ExpressionId id, const Type& wanted) {
  const std::vector<ExpressionId> items = out_[id].children;
  const Span span = out_[id].span;
  std::vector<ExpressionId> converted;
  for (const ExpressionId item : items) {
    const auto made = convert(item, *wanted.element);
    if (!made) return std::nullopt;
    converted.push_back(*made);
  }
  return node(ExpressionKind::list, wanted, std::move(converted), span);
}

std::optional<ExpressionId> Builder::convert(ExpressionId id, const Type& wanted) {
  const Type& from = type(id);
  const Span span = out_[id].span;
  if (is_poison(id) || alike(from, wanted)) return id;
  if (is_constant(id)) {
    if (const auto made = convert_constant(id, wanted)) return made;
  }
  if (from.kind == TypeKind::null) return node(ExpressionKind::relabel, wanted, {id}, span);
  if (from.kind == TypeKind::integer && is_decimal(wanted))
    return node(ExpressionKind::widen, wanted, {id}, span);
  if (out_[id].kind == ExpressionKind::list && is_sequence(wanted)) return convert_list(id, wanted);
  if (relabels(from, wanted)) return node(ExpressionKind::relabel, wanted, {id}, span);
  return std::nullopt;
}

const Type* Builder::common(ExpressionId a, ExpressionId b) const {
  const Type& left = type(a);
  const Type& right = type(b);
  if (left.kind == TypeKind::null) return &right;
  if (right.kind == TypeKind::null) return &left;
  if (alike(left, right)) {
    if (left.kind == TypeKind::text && left.length_max != right.length_max) return &plain(TypeKind::text);
    return is_decimal(left) ? &plain(left.kind) : &left;
  }
  if (is_number(left) && is_number(right)) return &plain(TypeKind::decimal);
  if (is_constant(a) && left.kind == TypeKind::text && is_textual(right)) return &right;
  if (is_constant(b) && right.kind == TypeKind::text && is_textual(left)) return &left;
  if (is_textual(left) && is_textual(right)) {
    const bool different_lists = left.kind == TypeKind::enumeration && right.kind == TypeKind::enumeration;
    return different_lists ? nullptr : &plain(TypeKind::text);
  }
  if (is_sequence(left) && is_sequence(right)) {
    if (is_empty_list(left) || relabels(left, right)) return &right;
    if (is_empty_list(right) || relabels(right, left)) return &left;
    const bool numbers = is_number(*left.element) && is_number(*right.element);
    if (numbers && out_[a].kind == ExpressionKind::list && left.element->kind == TypeKind::integer)
      return &right;
    if (numbers && out_[b].kind == ExpressionKind::list && right.element->kind == TypeKind::integer)
      return &left;
    return nullptr;
  }
  if (relabels(left, right)) return &right;
  if (relabels(right, left)) return &left;
  return nullptr;
}

}  // namespace parley::check
