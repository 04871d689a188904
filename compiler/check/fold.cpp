#include "compiler/check/fold.hpp"

#include <algorithm>

#include "stdlib/abi/call.hpp"

namespace parley::check {

namespace {

std::optional<value::Value> called(const Expressions& all, const Expression& e) {
  if (e.function->determinism == abi::Determinism::changes) return std::nullopt;
  std::vector<value::Value> arguments;
  for (const ExpressionId child : e.children) {
    auto argument = constant_value(all, child);
    if (!argument) return std::nullopt;
    arguments.push_back(std::move(*argument));
  }
  Called result = call_now(*e.function, arguments);
  return result.error == nullptr ? std::optional(std::move(result.value)) : std::nullopt;
}

}  // namespace

Called call_now(const abi::Function& function, const std::vector<value::Value>& arguments) {
  const bool none = std::ranges::any_of(arguments, [](const value::Value& v) { return !v.has_value(); });
  if (none && function.null_rule == abi::NullRule::propagate) return {value::Value::none(value::State::null)};
  abi::CallContext context{};
  value::Value result;
  const auto* typed = std::get_if<abi::TypedBody>(&function.body);
  const std::int64_t returned = typed != nullptr
                                    ? typed->thunk(context, arguments, result)
                                    : std::get<abi::ValueBody>(function.body)(context, arguments, result);
  if (returned == abi::call::none) return {value::Value::none(value::State::null)};
  if (!abi::call::is_error(returned)) return {std::move(result)};
  return {{}, &function.errors[static_cast<std::size_t>(abi::call::error_index(returned))]};
}

std::optional<value::Value> constant_value(const Expressions& all, ExpressionId id) {
  const Expression& e = all[id];
  if (e.kind == ExpressionKind::constant) return e.value;
  if (e.kind == ExpressionKind::call) return called(all, e);
  if (e.kind == ExpressionKind::relabel) return constant_value(all, e.children[0]);
  if (e.kind != ExpressionKind::widen) return std::nullopt;
  auto inner = constant_value(all, e.children[0]);
  const auto* whole = inner ? inner->as<std::int64_t>() : nullptr;
  if (whole == nullptr) return inner;
  return value::Value::of(value::Decimal::of(*whole));
}

}  // namespace parley::check
