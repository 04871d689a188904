#include "compiler/check/builder.hpp"

#include <algorithm>

#include "stdlib/core/check.hpp"

namespace parley::check {

ExpressionId Builder::add(Expression expression) {
  out_.nodes.push_back(std::move(expression));
  return ExpressionId(static_cast<std::uint32_t>(out_.nodes.size() - 1));
}

ExpressionId Builder::poison(Span span) {
  return add({.kind = ExpressionKind::poison, .type = &plain(TypeKind::null), .span = span});
}

ExpressionId Builder::constant(const Type& type, value::Value value, Span span) {
  const bool none = !value.has_value();
  return add({.kind = ExpressionKind::constant,
              .may_be_none = none,
              .type = &type,
              .value = std::move(value),
              .span = span});
}

ExpressionId Builder::text(std::string text, Span span) {
  return constant(plain(TypeKind::text), value::Value::of(std::move(text)), span);
}

ExpressionId Builder::integer(std::int64_t number, Span span) {
  return constant(plain(TypeKind::integer), value::Value::of(number), span);
}

ExpressionId Builder::boolean(bool truth, Span span) {
  return constant(plain(TypeKind::boolean), value::Value::of(truth), span);
}

ExpressionId Builder::null(const Type& type, Span span) {
  return constant(type, value::Value::none(value::State::null), span);
}

ExpressionId Builder::field(abi::Side side, abi::FieldNo no, const schema::Field& field, bool known_value,
                            Span span) {
  return add({.kind = ExpressionKind::field,
              .may_be_none = field.nullable && !known_value,
              .may_be_unknown = true,
              .may_fail = true,
              .side = side,
              .type = &field.type,
              .field = no,
              .span = span});
}

ExpressionId Builder::variable(VariableNo no, const Type& type, bool may_be_none, Span span) {
  return add({.kind = ExpressionKind::variable,
              .may_be_none = may_be_none,
              .type = &type,
              .variable = no,
              .span = span});
}

ExpressionId Builder::node(ExpressionKind kind, const Type& type, std::vector<ExpressionId> children,
                           Span span) {
  Expression made{.kind = kind, .type = &type, .children = std::move(children), .span = span};
  for (const ExpressionId child : made.children) {
    made.may_be_none |= out_[child].may_be_none;
    made.may_be_unknown |= out_[child].may_be_unknown;
    made.may_fail |= out_[child].may_fail;
  }
  const auto child = [&](std::size_t i) -> const Expression& { return out_[made.children[i]]; };
  switch (kind) {
    case ExpressionKind::logical_not:
    case ExpressionKind::logical_and:
    case ExpressionKind::logical_or:
    case ExpressionKind::equal:
    case ExpressionKind::not_equal:
    case ExpressionKind::less:
    case ExpressionKind::less_equal:
    case ExpressionKind::greater:
    case ExpressionKind::greater_equal:
    case ExpressionKind::in:
    case ExpressionKind::list:
    case ExpressionKind::map:
      made.may_be_none = false;
      break;
    case ExpressionKind::has:
      made.may_be_none = false;
      made.may_be_unknown |= made.may_fail;
      made.may_fail = false;
      break;
    case ExpressionKind::conditional:
      made.may_be_none = child(1).may_be_none || child(2).may_be_none;
      break;
    case ExpressionKind::coalesce:
      made.may_be_none = child(1).may_be_none;
      break;
    case ExpressionKind::attempt:
      made.may_fail = child(1).may_fail;
      break;
    case ExpressionKind::negate:
    case ExpressionKind::multiply:
    case ExpressionKind::divide:
    case ExpressionKind::modulo:
      made.may_fail = true;
      break;
    case ExpressionKind::add:
    case ExpressionKind::subtract:
      made.may_fail |= type.kind != TypeKind::text && !is_sequence(type);
      break;
    case ExpressionKind::index:
      made.may_fail = true;
      made.may_be_none |= items_may_be_none(made.children[0]);
      break;
    default:
      break;
  }
  return add(std::move(made));
}

ExpressionId Builder::call(const abi::Function& function, std::vector<ExpressionId> arguments, Span span) {
  const ExpressionId id = node(ExpressionKind::call, function.result, std::move(arguments), span);
  Expression& made = out_[id];
  made.function = &function;
  if (function.null_rule == abi::NullRule::consume) made.may_be_none = false;
  made.may_be_none |= function.result_may_be_none;
  made.may_fail |= !function.errors.empty();
  return id;
}

ExpressionId Builder::bind(VariableNo no, ExpressionId value, ExpressionId body, Span span) {
  const ExpressionId id = node(ExpressionKind::bind, type(body), {value, body}, span);
  out_[id].variable = no;
  return id;
}

ExpressionId Builder::macro(ExpressionKind kind, VariableNo no, std::vector<ExpressionId> children,
                            const Type& type, Span span) {
  const bool none = out_[children[0]].may_be_none;
  const ExpressionId id = node(kind, type, std::move(children), span);
  out_[id].variable = no;
  out_[id].may_be_none = none;
  return id;
}

bool Builder::is_total(const Table& table, abi::Direction direction) const {
  const bool forward = direction == abi::Direction::to_right;
  const Type& from = forward ? *table.left : *table.right;
  const auto& rows = forward ? table.forward : table.backward;
  if (from.kind == TypeKind::boolean) return rows.size() == 2;
  if (from.kind != TypeKind::enumeration || !from.restricted || from.picklist.empty()) return false;
  return std::ranges::all_of(from.picklist, [&](const schema::PicklistValue& value) {
    return std::ranges::any_of(rows, [&](const auto& row) {
      const std::string* text = row.first.template as<std::string>();
      return text != nullptr && *text == value.value;
    });
  });
}

ExpressionId Builder::lookup(TableNo no, abi::Direction direction, ExpressionId operand, Span span) {
  const Table& table = tables_[no.value];
  const bool forward = direction == abi::Direction::to_right;
  const auto& otherwise = forward ? table.otherwise_forward : table.otherwise_backward;
  const bool answered = otherwise && otherwise->kind == Answer::Kind::value;
  const ExpressionId id = node(ExpressionKind::lookup, forward ? *table.right : *table.left, {operand}, span);
  Expression& made = out_[id];
  made.table = no;
  made.direction = direction;
  made.fails_itself = !answered && !is_total(table, direction);
  made.may_fail |= made.fails_itself;
  return id;
}

bool Builder::items_may_be_none(ExpressionId id) const {
  const Expression& e = out_[id];
  const auto any = [&](std::size_t from) {
    return std::any_of(e.children.begin() + static_cast<std::ptrdiff_t>(from), e.children.end(),
                       [&](ExpressionId child) { return items_may_be_none(child); });
  };
  switch (e.kind) {
    case ExpressionKind::list:
      return std::ranges::any_of(e.children, [&](ExpressionId item) { return out_[item].may_be_none; });
    case ExpressionKind::map: {
      for (std::size_t i = 1; i < e.children.size(); i += 2)
        if (out_[e.children[i]].may_be_none) return true;
      return false;
    }
    case ExpressionKind::transform:
      return out_[e.children[1]].may_be_none;
    case ExpressionKind::transform_some:
      return out_[e.children[2]].may_be_none;
    case ExpressionKind::filter:
      return items_may_be_none(e.children[0]);
    case ExpressionKind::conditional:
    case ExpressionKind::bind:
      return any(1);
    case ExpressionKind::relabel:
    case ExpressionKind::coalesce:
    case ExpressionKind::attempt:
    case ExpressionKind::add:
      return any(0);
    case ExpressionKind::index:
      return true;  // a list of lists: what is inside is not followed
    default:
      return false;
  }
}

}  // namespace parley::check
