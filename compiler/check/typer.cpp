#include "compiler/check/typer.hpp"

#include <fmt/format.h>

namespace parley::check {

abi::FieldNo Scene::number(abi::Side side, const schema::Field& field) const {
  Side& own = mapping->side(side);
  abi::SideShape& shape = side == abi::Side::left ? mapping->program.left : mapping->program.right;
  for (std::size_t i = 0; i < own.fields.size(); ++i)
    if (own.fields[i] == &field) return abi::FieldNo(static_cast<std::uint32_t>(i));
  own.fields.push_back(&field);
  shape.fields.push_back({field.name, field});
  return abi::FieldNo(static_cast<std::uint32_t>(own.fields.size() - 1));
}

ExpressionId Typer::report(std::string_view code, Span span, std::string message, std::string help) {
  auto finding = diagnostics::make(code, span, std::move(message));
  finding.help = std::move(help);
  sink_.add(std::move(finding));
  return builder_.poison(span);
}

ExpressionId Typer::infer(ast::ExpressionId id, const Type* hint) {
  const ast::Expression& e = syntax_[id.value];
  switch (e.kind) {
    case ast::ExpressionKind::invalid:
      return builder_.poison(e.span);
    case ast::ExpressionKind::null_literal:
    case ast::ExpressionKind::bool_literal:
    case ast::ExpressionKind::int_literal:
    case ast::ExpressionKind::decimal_literal:
    case ast::ExpressionKind::text_literal:
      return literal(e, hint);
    case ast::ExpressionKind::name:
      return name(e);
    case ast::ExpressionKind::select:
      return select(id);
    case ast::ExpressionKind::index:
      return index(e);
    case ast::ExpressionKind::list:
      return list(e, hint);
    case ast::ExpressionKind::map:
      return map(e, hint);
    case ast::ExpressionKind::call:
      return call(e);
    case ast::ExpressionKind::macro:
      return macro(e);
    case ast::ExpressionKind::has:
      return has(e);
    case ast::ExpressionKind::attempt:
      return attempt(e, hint);
    case ast::ExpressionKind::unary:
      return unary(e, hint);
    case ast::ExpressionKind::binary:
      return binary(e, hint);
    case ast::ExpressionKind::conditional:
      return conditional(e, hint);
  }
  return builder_.poison(e.span);
}

ExpressionId Typer::expect(ast::ExpressionId id, const Type& wanted, std::string_view what) {
  return fit(infer(id, &wanted), wanted, what);
}

ExpressionId Typer::fit(ExpressionId id, const Type& wanted, std::string_view what) {
  if (const auto converted = builder_.convert(id, wanted)) return *converted;
  const Expression& e = builder_[id];
  const auto* word = e.value.as<std::string>();
  if (wanted.kind == TypeKind::enumeration && e.kind == ExpressionKind::constant && word != nullptr) {
    auto finding =
        diagnostics::make("P118", e.span, fmt::format("{} has no value or label \"{}\"", what, *word));
    finding.help = fmt::format("it is an {}", describe(wanted));
    sink_.add(std::move(finding));
    return builder_.poison(e.span);
  }
  return report("P103", e.span,
                fmt::format("{} is {}, this is {}", what, describe(wanted), describe(*e.type)),
                wanted.kind == TypeKind::enumeration && e.type->kind == TypeKind::enumeration
                    ? "two picklists are two types; a table maps one to the other"
                    : "");
}

ExpressionId Typer::condition(ast::ExpressionId id, std::string_view what) {
  return boolean_operand(id, what);
}

ExpressionId Typer::boolean_operand(ast::ExpressionId id, std::string_view what) {
  return boolean(infer(id), what);
}

ExpressionId Typer::boolean(ExpressionId id, std::string_view what) {
  if (builder_.is_poison(id)) return id;
  const Expression& e = builder_[id];
  if (e.type->kind != TypeKind::boolean) {
    const char* help = is_textual(*e.type) || is_number(*e.type)
                           ? "no value counts as true or false by itself: compare it, or ask has()"
                           : "";
    return report("P103", e.span, fmt::format("{} is bool, this is {}", what, describe(*e.type)), help);
  }
  if (e.kind == ExpressionKind::call && e.may_be_none) return answered(id);
  if (refuse_none(id, what, "false")) return builder_.poison(builder_[id].span);
  return id;
}

// isEmail(x), startsWith(x, "a"): what a library function asks of no value does not hold.
ExpressionId Typer::answered(ExpressionId call) {
  const Span span = builder_[call].span;
  const ExpressionId no = builder_.boolean(false, span);
  return builder_.node(ExpressionKind::coalesce, plain(TypeKind::boolean), {call, no}, span);
}

bool Typer::refuse_none(ExpressionId id, std::string_view what, std::string_view otherwise) {
  const Expression& e = builder_[id];
  if (!e.may_be_none) return false;
  auto finding =
      diagnostics::make("P107", e.span, fmt::format("this may be no value, and {} needs one", what));
  finding.why = "null and blank are neither true nor false, and neither smaller nor larger than anything";
  finding.help = fmt::format("say what stands for no value: `?? {}`", otherwise);
  sink_.add(std::move(finding));
  return true;
}

std::optional<Variable> Typer::find_variable(std::string_view name) const {
  for (auto v = variables_.rbegin(); v != variables_.rend(); ++v)
    if (v->name == name) return *v;
  return std::nullopt;
}

std::optional<abi::Side> Typer::find_side(std::string_view name) const {
  if (scene_.mapping == nullptr || name.empty()) return std::nullopt;
  if (name == scene_.left) return abi::Side::left;
  if (name == scene_.right) return abi::Side::right;
  return std::nullopt;
}

bool Typer::is_item_of_nothing(ExpressionId id) const {
  return builder_[id].kind == ExpressionKind::variable && builder_.type(id).kind == TypeKind::null;
}

bool Typer::is_literal(ast::ExpressionId id) const {
  switch (syntax_[id.value].kind) {
    case ast::ExpressionKind::null_literal:
    case ast::ExpressionKind::bool_literal:
    case ast::ExpressionKind::int_literal:
    case ast::ExpressionKind::decimal_literal:
    case ast::ExpressionKind::text_literal:
    case ast::ExpressionKind::list:
      return true;
    default:
      return false;
  }
}

// has(f), f != null and f == constant, where they are known to hold, say that f has a value.
void Typer::learn(ast::ExpressionId id, bool truth) {
  const ast::Expression& e = syntax_[id.value];
  if (e.kind == ast::ExpressionKind::has && truth) return learn_field(e.children[0]);
  if (e.kind == ast::ExpressionKind::unary && e.op == ast::Operator::logical_not)
    return learn(e.children[0], !truth);
  if (e.kind != ast::ExpressionKind::binary) return;
  const bool parts = truth ? e.op == ast::Operator::logical_and : e.op == ast::Operator::logical_or;
  if (parts) {
    learn(e.children[0], truth);
    return learn(e.children[1], truth);
  }
  const ast::ExpressionKind kind = syntax_[e.children[1].value].kind;
  const bool to_null = kind == ast::ExpressionKind::null_literal;
  const bool to_constant = is_literal(e.children[1]) && !to_null;
  if (e.op == ast::Operator::equal && (truth ? to_constant : to_null)) learn_field(e.children[0]);
  if (e.op == ast::Operator::not_equal && (truth ? to_null : to_constant)) learn_field(e.children[0]);
}

void Typer::learn_field(ast::ExpressionId id) {
  if (!is_path(id)) return;
  diagnostics::Sink silent;
  Typer quiet(syntax_, scene_, builder_, silent);
  if (const auto found = quiet.path(id)) facts_.insert({found->side, found->field});
}

}  // namespace parley::check
