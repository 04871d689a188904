// Operators.
#include <fmt/format.h>

#include "compiler/check/typer.hpp"

namespace parley::check {

namespace {

ExpressionKind kind_of(ast::Operator op) {
  switch (op) {
    case ast::Operator::none:
      return ExpressionKind::poison;
    case ast::Operator::negate:
      return ExpressionKind::negate;
    case ast::Operator::logical_not:
      return ExpressionKind::logical_not;
    case ast::Operator::logical_or:
      return ExpressionKind::logical_or;
    case ast::Operator::logical_and:
      return ExpressionKind::logical_and;
    case ast::Operator::equal:
      return ExpressionKind::equal;
    case ast::Operator::not_equal:
      return ExpressionKind::not_equal;
    case ast::Operator::less:
      return ExpressionKind::less;
    case ast::Operator::less_equal:
      return ExpressionKind::less_equal;
    case ast::Operator::greater:
      return ExpressionKind::greater;
    case ast::Operator::greater_equal:
      return ExpressionKind::greater_equal;
    case ast::Operator::in:
      return ExpressionKind::in;
    case ast::Operator::coalesce:
      return ExpressionKind::coalesce;
    case ast::Operator::add:
      return ExpressionKind::add;
    case ast::Operator::subtract:
      return ExpressionKind::subtract;
    case ast::Operator::multiply:
      return ExpressionKind::multiply;
    case ast::Operator::divide:
      return ExpressionKind::divide;
    case ast::Operator::modulo:
      return ExpressionKind::modulo;
  }
  return ExpressionKind::poison;
}

bool is_civil(const Type& type) {
  return type.kind == TypeKind::datetime || type.kind == TypeKind::date;
}

// Whether 1 / d has finitely many digits: d is 2ᵃ5ᵇ times a power of ten.
bool divides_exactly(const value::Decimal& d) {
  value::Int128 n = value::normalized(d).coefficient;
  if (n == 0) return false;
  if (n < 0) n = -n;
  while (n % 2 == 0) n /= 2;
  while (n % 5 == 0) n /= 5;
  return n == 1;
}

// What may stand for no value in a message.
std::string_view stand_in(const Type& type) {
  if (is_number(type)) return "0";
  if (type.kind == TypeKind::boolean) return "false";
  return is_textual(type) ? "\"\"" : "…";
}

}  // namespace

// Both operands; a literal adapts to the type of its partner, so the other one is looked at first.
std::pair<ExpressionId, ExpressionId> Typer::both(const ast::Expression& e, const Type* hint) {
  const auto hint_of = [&](ExpressionId id) -> const Type* {
    const bool useless = builder_.is_poison(id) || builder_.type(id).kind == TypeKind::null;
    return useless ? hint : &builder_.type(id);
  };
  if (is_literal(e.children[0]) && !is_literal(e.children[1])) {
    const ExpressionId right = infer(e.children[1], hint);
    const ExpressionId left = infer(e.children[0], hint_of(right));
    return {left, right};
  }
  const ExpressionId left = infer(e.children[0], hint);
  return {left, infer(e.children[1], hint_of(left))};
}

std::optional<std::pair<ExpressionId, ExpressionId>> Typer::unite(ExpressionId a, ExpressionId b, Span span,
                                                                  std::string_view what) {
  if (builder_.is_poison(a) || builder_.is_poison(b)) return std::nullopt;
  const Type* common = builder_.common(a, b);
  if (common == nullptr) {
    const bool moments = is_ordered(builder_.type(a)) && is_ordered(builder_.type(b)) &&
                         !is_number(builder_.type(a)) && !is_number(builder_.type(b)) &&
                         !is_textual(builder_.type(a)) && !is_textual(builder_.type(b));
    const bool picklists =
        builder_.type(a).kind == TypeKind::enumeration && builder_.type(b).kind == TypeKind::enumeration;
    report("P103", span,
           fmt::format("{} of one type; these are {} and {}", what, describe(builder_.type(a)),
                       describe(builder_.type(b))),
           picklists ? "two picklists are two types; a table maps one to the other"
           : moments ? "each step between kinds of time is a function that names a zone"
                     : "convert one of them with a function");
    return std::nullopt;
  }
  const ExpressionId left = fit(a, *common, "the other operand");
  const ExpressionId right = fit(b, *common, "the other operand");
  if (builder_.is_poison(left) || builder_.is_poison(right)) return std::nullopt;
  return std::pair{left, right};
}

ExpressionId Typer::unary(const ast::Expression& e, const Type* hint) {
  if (e.op == ast::Operator::logical_not) {
    const ExpressionId operand = boolean_operand(e.children[0], "the operand of `!`");
    if (builder_.is_poison(operand)) return operand;
    return builder_.node(ExpressionKind::logical_not, plain(TypeKind::boolean), {operand}, e.span);
  }
  const ExpressionId operand = infer(e.children[0], hint);
  if (builder_.is_poison(operand)) return operand;
  const Type& type = builder_.type(operand);
  if (!is_number(type))
    return report("P103", e.span, fmt::format("`-` needs a number, this is {}", describe(type)));
  if (refuse_none(operand, "`-`", "0")) return builder_.poison(e.span);
  return builder_.node(ExpressionKind::negate, plain(type.kind), {operand}, e.span);
}

ExpressionId Typer::binary(const ast::Expression& e, const Type* hint) {
  switch (e.op) {
    case ast::Operator::logical_or:
    case ast::Operator::logical_and:
      return logical(e);
    case ast::Operator::equal:
    case ast::Operator::not_equal:
      return equality(e);
    case ast::Operator::less:
    case ast::Operator::less_equal:
    case ast::Operator::greater:
    case ast::Operator::greater_equal:
      return ordering(e);
    case ast::Operator::in:
      return membership(e);
    case ast::Operator::coalesce:
      return coalesce(e, hint);
    case ast::Operator::add:
    case ast::Operator::subtract:
    case ast::Operator::multiply:
    case ast::Operator::divide:
    case ast::Operator::modulo:
      return arithmetic(e, hint);
    case ast::Operator::none:
    case ast::Operator::negate:
    case ast::Operator::logical_not:
      return builder_.poison(e.span);
  }
  return builder_.poison(e.span);
}

ExpressionId Typer::logical(const ast::Expression& e) {
  const std::string what = fmt::format("an operand of `{}`", ast::operator_text(e.op));
  const ExpressionId left = boolean_operand(e.children[0], what);
  const Facts before = facts_;
  learn(e.children[0], e.op == ast::Operator::logical_and);
  const ExpressionId right = boolean_operand(e.children[1], what);
  facts_ = before;
  if (builder_.is_poison(left) || builder_.is_poison(right)) return builder_.poison(e.span);
  return builder_.node(kind_of(e.op), plain(TypeKind::boolean), {left, right}, e.span);
}

ExpressionId Typer::equality(const ast::Expression& e) {
  const auto [a, b] = both(e, nullptr);
  for (const auto& [literal, other] : {std::pair{a, b}, std::pair{b, a}}) {
    if (builder_.is_poison(literal) || builder_.is_poison(other)) continue;
    if (builder_.type(other).kind != TypeKind::enumeration || !builder_.is_constant(literal)) continue;
    if (builder_.type(literal).kind != TypeKind::text) continue;
    const ExpressionId fitted = fit(literal, builder_.type(other), "the field");
    if (builder_.is_poison(fitted)) return fitted;
  }
  const auto united = unite(a, b, e.span, fmt::format("`{}` compares values", ast::operator_text(e.op)));
  if (!united) return builder_.poison(e.span);
  return builder_.node(kind_of(e.op), plain(TypeKind::boolean), {united->first, united->second}, e.span);
}

ExpressionId Typer::ordering(const ast::Expression& e) {
  const std::string op = fmt::format("`{}`", ast::operator_text(e.op));
  const auto [a, b] = both(e, nullptr);
  const auto united = unite(a, b, e.span, op + " compares values");
  if (!united) return builder_.poison(e.span);
  const Type& type = builder_.type(united->first);
  if (!is_ordered(type))
    return report("P103", e.span, fmt::format("{} has no order, so {} means nothing", describe(type), op));
  const std::string what = "the order by " + op;
  const bool refused =
      refuse_none(united->first, what, stand_in(type)) || refuse_none(united->second, what, stand_in(type));
  if (refused) return builder_.poison(e.span);
  return builder_.node(kind_of(e.op), plain(TypeKind::boolean), {united->first, united->second}, e.span);
}

ExpressionId Typer::membership(const ast::Expression& e) {
  const ExpressionId range = infer(e.children[1]);
  if (builder_.is_poison(range)) return range;
  const Type& type = builder_.type(range);
  if (!is_sequence(type) && type.kind != TypeKind::map)
    return report("P103", e.span,
                  fmt::format("behind `in` stands a list, set or map, this is {}", describe(type)));
  if (refuse_none(range, "`in`", "[]")) return builder_.poison(e.span);
  const Type& element = type.kind == TypeKind::map ? *type.key : *type.element;
  ExpressionId item = infer(e.children[0], &element);
  if (builder_.is_poison(item)) return item;
  ExpressionId fitted_range = range;
  if (element.kind == TypeKind::null) {
    fitted_range = builder_.convert(range, *builder_.types().list_of(builder_.type(item))).value_or(range);
  } else if (type.kind == TypeKind::list && !builder_.convert(item, element)) {
    // [1, 2] beside a decimal, ["a"] beside an enum: the list's literals adapt.
    const auto adapted = builder_.convert(range, *builder_.types().list_of(builder_.type(item)));
    if (adapted)
      fitted_range = *adapted;
    else
      item = fit(item, element, "an item of the list");
  } else {
    item = fit(item, element, "an item of it");
  }
  if (builder_.is_poison(item)) return item;
  return builder_.node(ExpressionKind::in, plain(TypeKind::boolean), {item, fitted_range}, e.span);
}

ExpressionId Typer::coalesce(const ast::Expression& e, const Type* hint) {
  const auto [a, b] = both(e, hint);
  const auto united = unite(a, b, e.span, "both sides of `??` are");
  if (!united) return builder_.poison(e.span);
  return builder_.node(ExpressionKind::coalesce, builder_.type(united->first),
                       {united->first, united->second}, e.span);
}

ExpressionId Typer::arithmetic(const ast::Expression& e, const Type* hint) {
  auto [a, b] = both(e, hint);
  if (builder_.is_poison(a) || builder_.is_poison(b)) return builder_.poison(e.span);
  // An item of [] is of any type: nothing is ever computed with it.
  if (is_item_of_nothing(a)) a = fit(a, builder_.type(b), "an operand");
  if (is_item_of_nothing(b)) b = fit(b, builder_.type(a), "an operand");
  const std::string op = fmt::format("`{}`", ast::operator_text(e.op));
  const bool lists = is_sequence(builder_.type(a)) && e.op == ast::Operator::add;
  const bool refused = refuse_none(a, op, lists ? "[]" : stand_in(builder_.type(a))) ||
                       refuse_none(b, op, lists ? "[]" : stand_in(builder_.type(b)));
  if (refused) return builder_.poison(e.span);
  if (is_number(builder_.type(a)) && is_number(builder_.type(b))) return numbers(e, a, b);
  if (const auto moment = moments(e, a, b)) return *moment;
  if (e.op == ast::Operator::add && is_textual(builder_.type(a)) && is_textual(builder_.type(b))) {
    const ExpressionId left = fit(a, plain(TypeKind::text), "text");
    const ExpressionId right = fit(b, plain(TypeKind::text), "text");
    return builder_.node(ExpressionKind::add, plain(TypeKind::text), {left, right}, e.span);
  }
  if (lists && is_sequence(builder_.type(b))) {
    const auto united = unite(a, b, e.span, "`+` joins lists");
    if (!united) return builder_.poison(e.span);
    return builder_.node(ExpressionKind::add, builder_.type(united->first), {united->first, united->second},
                         e.span);
  }
  return report("P103", e.span,
                fmt::format("{} has no meaning for {} and {}", op, describe(builder_.type(a)),
                            describe(builder_.type(b))));
}

ExpressionId Typer::numbers(const ast::Expression& e, ExpressionId a, ExpressionId b) {
  const bool whole = builder_.type(a).kind == TypeKind::integer && builder_.type(b).kind == TypeKind::integer;
  const Type& type = plain(whole ? TypeKind::integer : TypeKind::decimal);
  const ExpressionId left = fit(a, type, "a number");
  const ExpressionId right = fit(b, type, "a number");
  if (e.op == ast::Operator::modulo && !whole) return report("P103", e.span, "`%` needs two ints");
  if (e.op == ast::Operator::divide && !whole) return division(e, left, right);
  return builder_.node(kind_of(e.op), type, {left, right}, e.span);
}

ExpressionId Typer::division(const ast::Expression& e, ExpressionId a, ExpressionId b) {
  const auto* by = builder_[b].value.as<value::Decimal>();
  const bool by_zero = by != nullptr && by->coefficient == 0;
  if (!by_zero && (by == nullptr || !divides_exactly(*by))) {
    auto finding = diagnostics::make("P113", e.span, "this division may have endless digits");
    finding.why = "decimals are exact; `/` divides them by a literal such as 100, 8 or 0.25 only";
    finding.help = "say how to round: `div(a, b, 2, half_even)`";
    sink_.add(std::move(finding));
    return builder_.poison(e.span);
  }
  return builder_.node(ExpressionKind::divide, plain(TypeKind::decimal), {a, b}, e.span);
}

// instant ± duration, instant - instant, duration ± duration; the same for datetime and date.
std::optional<ExpressionId> Typer::moments(const ast::Expression& e, ExpressionId a, ExpressionId b) {
  const Type& left = builder_.type(a);
  const Type& right = builder_.type(b);
  const bool adds = e.op == ast::Operator::add;
  if (!adds && e.op != ast::Operator::subtract) return std::nullopt;
  const auto is_point = [](const Type& type) { return type.kind == TypeKind::instant || is_civil(type); };
  const Type* result = nullptr;
  if (right.kind == TypeKind::duration && (is_point(left) || left.kind == TypeKind::duration))
    result = &plain(left.kind);
  else if (adds && left.kind == TypeKind::duration && is_point(right))
    result = &plain(right.kind);
  else if (!adds && is_point(left) && left.kind == right.kind)
    result = &plain(TypeKind::duration);
  if (result == nullptr) return std::nullopt;
  return builder_.node(kind_of(e.op), *result, {a, b}, e.span);
}

ExpressionId Typer::conditional(const ast::Expression& e, const Type* hint) {
  const ExpressionId condition = boolean_operand(e.children[0], "the condition of `?:`");
  const Facts before = facts_;
  learn(e.children[0], true);
  ExpressionId then = infer(e.children[1], hint);
  facts_ = before;
  learn(e.children[0], false);
  const bool literal_first = is_literal(e.children[1]) && !is_literal(e.children[2]);
  const Type* other_hint =
      hint != nullptr || literal_first || builder_.is_poison(then) ? hint : &builder_.type(then);
  const ExpressionId otherwise = infer(e.children[2], other_hint);
  facts_ = before;
  const auto united = unite(then, otherwise, e.span, "both results of `?:` are");
  if (!united || builder_.is_poison(condition)) return builder_.poison(e.span);
  return builder_.node(ExpressionKind::conditional, builder_.type(united->first),
                       {condition, united->first, united->second}, e.span);
}

ExpressionId Typer::has(const ast::Expression& e) {
  const ast::Expression& operand = syntax_[e.children[0].value];
  if (operand.kind == ast::ExpressionKind::select && !is_path(e.children[0])) {
    const ast::Expression& range = syntax_[operand.children[0].value];
    const bool unknown = range.kind == ast::ExpressionKind::name && !find_variable(range.text);
    const ExpressionId map = unknown ? unknown_name(range) : infer(operand.children[0]);
    if (builder_.is_poison(map)) return map;
    if (builder_.type(map).kind == TypeKind::map) {
      const ExpressionId key =
          fit(builder_.text(operand.text, operand.name_span), *builder_.type(map).key, "its key");
      if (builder_.is_poison(key)) return key;
      return builder_.node(ExpressionKind::in, plain(TypeKind::boolean), {key, map}, e.span);
    }
    return report("P103", operand.name_span,
                  fmt::format("{} has no fields to ask for", describe(builder_.type(map))));
  }
  const ExpressionId child = infer(e.children[0]);
  if (builder_.is_poison(child)) return child;
  return builder_.node(ExpressionKind::has, plain(TypeKind::boolean), {child}, e.span);
}

ExpressionId Typer::attempt(const ast::Expression& e, const Type* hint) {
  const auto [a, b] = both(e, hint);
  const auto united = unite(a, b, e.span, "both arguments of try() are");
  if (!united) return builder_.poison(e.span);
  return builder_.node(ExpressionKind::attempt, builder_.type(united->first), {united->first, united->second},
                       e.span);
}

}  // namespace parley::check
