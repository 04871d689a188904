// Calls: overloads, mode words, arguments left out; and the collection macros.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "compiler/check/library.hpp"
#include "compiler/check/typer.hpp"
#include "compiler/resolve/suggest.hpp"
#include "stdlib/functions/registry.hpp"

namespace parley::check {

namespace {

constexpr int no_fit = -1;

// How far an argument is from a parameter: 0 the same, 1 a step that need not be written.
int distance(const Builder& builder, ExpressionId id, const abi::Parameter& parameter) {
  const Type& type = builder.type(id);
  if (parameter.any_element) return type.kind == parameter.kind ? 0 : no_fit;
  if (type.kind == parameter.kind) {
    if (type.kind != TypeKind::list) return 0;
    return is_textual(*type.element) || type.element->kind == TypeKind::null ? 0 : no_fit;
  }
  if (type.kind == TypeKind::null) return 1;
  if (is_number(type) && (parameter.kind == TypeKind::decimal || parameter.kind == TypeKind::money)) return 1;
  if (is_textual(type) && parameter.kind == TypeKind::text) return 1;
  const bool set_of_texts = type.kind == TypeKind::set && is_textual(*type.element);
  return set_of_texts && parameter.kind == TypeKind::list ? 1 : no_fit;
}

bool is_word(const abi::Parameter& parameter, std::string_view word) {
  return std::ranges::find(parameter.words, word) != parameter.words.end();
}

int distance(const Builder& builder, const abi::Function& function,
             const std::vector<Typer::Argument>& arguments) {
  if (arguments.size() > function.parameters.size()) return no_fit;
  int sum = 0;
  for (std::size_t i = 0; i < function.parameters.size(); ++i) {
    const abi::Parameter& parameter = function.parameters[i];
    if (i >= arguments.size()) {
      if (!parameter.optional) return no_fit;
      continue;
    }
    const bool wants_word = !parameter.words.empty();
    if (wants_word != !arguments[i].value.has_value()) return no_fit;
    if (wants_word && !is_word(parameter, arguments[i].word)) return no_fit;
    if (wants_word) continue;
    const int step = distance(builder, *arguments[i].value, parameter);
    if (step == no_fit) return no_fit;
    sum += step;
  }
  return sum;
}

std::string signature(const abi::Function& function) {
  std::string text(function.name);
  text += "(";
  for (std::size_t i = 0; i < function.parameters.size(); ++i) {
    const abi::Parameter& parameter = function.parameters[i];
    if (i > 0) text += ", ";
    if (!parameter.words.empty())
      text += fmt::format("{}", fmt::join(parameter.words, "|"));
    else
      text += fmt::format(
          "{}: {}", parameter.name,
          parameter.kind == TypeKind::list ? "list<text>" : schema::to_text(plain(parameter.kind)));
    if (parameter.optional) text += fmt::format(" = {}", parameter.otherwise);
  }
  return text + ")";
}

std::string given(const Builder& builder, const std::vector<Typer::Argument>& arguments) {
  std::vector<std::string> parts;
  for (const auto& argument : arguments)
    parts.push_back(argument.value ? describe(builder.type(*argument.value)) : argument.word);
  return fmt::format("({})", fmt::join(parts, ", "));
}

// The literal that a descriptor names for an argument left out.
ExpressionId otherwise(Builder& builder, const abi::Parameter& parameter, Span span) {
  const std::string_view text = parameter.otherwise;
  if (text.size() >= 2 && text.front() == '"')
    return builder.text(std::string(text.substr(1, text.size() - 2)), span);
  if (text == "true" || text == "false") return builder.boolean(text == "true", span);
  if (text == "null") return builder.null(plain(parameter.kind), span);
  if (const auto number = value::parse_decimal(text)) {
    const auto whole = value::to_integer(*number);
    if (parameter.kind == TypeKind::integer && whole) return builder.integer(*whole, span);
    return builder.constant(plain(TypeKind::decimal), value::Value::of(*number), span);
  }
  return builder.null(plain(parameter.kind), span);
}

ExpressionId word(Builder& builder, const abi::Parameter& parameter, std::string_view word, Span span) {
  const auto place = std::ranges::find(parameter.words, word);
  return builder.integer(place - parameter.words.begin(), span);
}

}  // namespace

std::vector<Typer::Argument> Typer::arguments(const std::string& function,
                                              std::span<const ast::ExpressionId> written, std::size_t first) {
  std::vector<Argument> made;
  for (std::size_t i = 0; i < written.size(); ++i) {
    const ast::Expression& e = syntax_[written[i].value];
    const bool bare = e.kind == ast::ExpressionKind::name && !find_variable(e.text) && !find_side(e.text);
    const bool words_here =
        std::ranges::any_of(functions::overloads(function), [&](const abi::Function& candidate) {
          return first + i < candidate.parameters.size() && !candidate.parameters[first + i].words.empty();
        });
    if (bare && words_here)
      made.push_back({std::nullopt, e.text, e.span});
    else
      made.push_back({infer(written[i]), {}, e.span});
  }
  return made;
}

// Nothing where it was reported.
std::optional<ExpressionId> Typer::fit_argument(const abi::Function& function,
                                                const abi::Parameter& parameter, const Argument& argument) {
  if (parameter.any_element) return argument.value;
  const Type& wanted = parameter.kind == TypeKind::list ? texts() : plain(parameter.kind);
  const ExpressionId fitted = fit(*argument.value, wanted, fmt::format("`{}`", parameter.name));
  if (builder_.is_poison(fitted)) return std::nullopt;
  if (!parameter.literal) return fitted;
  if (!builder_.is_constant(fitted)) {
    report("P108", argument.span,
           fmt::format("`{}` of `{}` must be a literal", parameter.name, function.name),
           "it is read when the mapping is compiled");
    return std::nullopt;
  }
  const auto* text = builder_[fitted].value.as<std::string>();
  if (parameter.accepts == nullptr || text == nullptr || parameter.accepts(*text)) return fitted;
  report("P108", argument.span, fmt::format("\"{}\" is not {}", *text, parameter.expects));
  return std::nullopt;
}

ExpressionId Typer::apply(const std::string& name, Span name_span, std::vector<Argument> arguments,
                          Span span) {
  const auto candidates = functions::overloads(name);
  if (candidates.empty()) {
    auto finding = diagnostics::make("P102", name_span, fmt::format("there is no function `{}`", name));
    if (const auto near = resolve::nearest(name, function_names())) {
      finding.help = fmt::format("did you mean `{}`?", *near);
      finding.suggestion = diagnostics::Suggestion{fmt::format("write `{}`", *near), {{name_span, *near}}};
    }
    sink_.add(std::move(finding));
    return builder_.poison(span);
  }
  const bool poisoned = std::ranges::any_of(
      arguments, [&](const Argument& a) { return a.value && builder_.is_poison(*a.value); });
  if (poisoned) return builder_.poison(span);

  const abi::Function* best = nullptr;
  int best_distance = no_fit;
  for (const abi::Function& candidate : candidates) {
    const int now = distance(builder_, candidate, arguments);
    if (now == no_fit || (best != nullptr && now >= best_distance)) continue;
    best = &candidate;
    best_distance = now;
  }
  if (best == nullptr) {
    std::vector<std::string> signatures;
    for (const abi::Function& candidate : candidates) signatures.push_back("`" + signature(candidate) + "`");
    return report("P108", span, fmt::format("`{}` does not take {}", name, given(builder_, arguments)),
                  fmt::format("it is {}", fmt::join(signatures, " or ")));
  }
  std::vector<ExpressionId> fitted;
  for (std::size_t i = 0; i < best->parameters.size(); ++i) {
    const abi::Parameter& parameter = best->parameters[i];
    if (i >= arguments.size()) {
      fitted.push_back(parameter.words.empty() ? otherwise(builder_, parameter, span)
                                               : word(builder_, parameter, parameter.otherwise, span));
      continue;
    }
    if (!parameter.words.empty()) {
      fitted.push_back(word(builder_, parameter, arguments[i].word, arguments[i].span));
      continue;
    }
    const auto argument = fit_argument(*best, parameter, arguments[i]);
    if (!argument) return builder_.poison(span);
    fitted.push_back(*argument);
  }
  return builder_.call(*best, std::move(fitted), span);
}

ExpressionId Typer::call(const ast::Expression& e) {
  std::vector<Argument> given_arguments = arguments(e.text, e.children, 0);
  const bool sized = e.text == "size" && given_arguments.size() == 1 && given_arguments[0].value;
  if (sized) {
    const ExpressionId operand = *given_arguments[0].value;
    const Type& type = builder_.type(operand);
    if (is_sequence(type) || type.kind == TypeKind::map) return size(e, operand);
  }
  return apply(e.text, e.name_span, std::move(given_arguments), e.span);
}

ExpressionId Typer::size(const ast::Expression& e, ExpressionId operand) {
  return builder_.node(ExpressionKind::size, plain(TypeKind::integer), {operand}, e.span);
}

ExpressionId Typer::macro(const ast::Expression& e) {
  const ExpressionId range = infer(e.children[0]);
  if (builder_.is_poison(range)) return range;
  const Type& type = builder_.type(range);
  if (!is_sequence(type) && type.kind != TypeKind::map)
    return report("P103", e.span,
                  fmt::format("`{}` goes over a list, set or map, this is {}", ast::macro_text(e.macro),
                              describe(type)));
  const Type& item = type.kind == TypeKind::map ? *type.key : *type.element;
  const VariableNo no = builder_.fresh();
  push({e.text, no, &item, type.kind != TypeKind::map && builder_.items_may_be_none(range)});
  const bool maps = e.macro == ast::Macro::map;
  const bool filters = maps && e.children.size() == 3;
  std::vector<ExpressionId> children = {range};
  if (!maps || filters) children.push_back(boolean_operand(e.children[1], "its condition"));
  if (maps) children.push_back(infer(e.children.back()));
  pop();
  for (const ExpressionId child : children)
    if (builder_.is_poison(child)) return builder_.poison(e.span);
  const Type& boolean_type = plain(TypeKind::boolean);
  switch (e.macro) {
    case ast::Macro::all:
      return builder_.macro(ExpressionKind::all, no, std::move(children), boolean_type, e.span);
    case ast::Macro::exists:
      return builder_.macro(ExpressionKind::exists, no, std::move(children), boolean_type, e.span);
    case ast::Macro::exists_one:
      return builder_.macro(ExpressionKind::exists_one, no, std::move(children), boolean_type, e.span);
    case ast::Macro::filter:
      return builder_.macro(ExpressionKind::filter, no, std::move(children),
                            type.kind == TypeKind::map ? *builder_.types().list_of(item) : type, e.span);
    case ast::Macro::map: {
      const Type* list = builder_.types().list_of(builder_.type(children.back()));
      return builder_.macro(filters ? ExpressionKind::transform_some : ExpressionKind::transform, no,
                            std::move(children), *list, e.span);
    }
    case ast::Macro::none:
      break;
  }
  return builder_.poison(e.span);
}

}  // namespace parley::check
