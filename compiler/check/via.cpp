// The lenses of `via`: found by name, turned the way that fits by type, and applied.
#include <algorithm>

#include <fmt/format.h>

#include "compiler/check/fold.hpp"
#include "compiler/check/library.hpp"
#include "compiler/check/work.hpp"
#include "compiler/resolve/suggest.hpp"
#include "stdlib/functions/registry.hpp"

namespace parley::check {

namespace {

class Run {
 public:
  Run(MappingWork& m, abi::Direction direction, bool two_way, diagnostics::Sink& sink)
      : m_(m),
        direction_(direction),
        two_way_(two_way),
        sink_(sink),
        typer_(m.work.file.expressions, m.scene, m.builder, sink) {}

  // Nothing where it does not fit: reported.
  std::optional<ExpressionId> step(const ast::LensUse& use, ExpressionId value, Step& made) {
    made.name = use.name.text;
    made.span = use.span;
    if (const auto table = find_table(m_.work, use.name.text)) return through_table(use, value, *table, made);
    if (const DeclaredLens* lens = find_lens(m_.work, use.name.text))
      return through_lens(use, value, *lens, made);
    return through_function(use, value, made);
  }

  // The next lens stands this way round.
  void turn(bool reversed) { turned_ = reversed; }

 private:
  bool forward() const { return direction_ == abi::Direction::to_right; }

  std::nullopt_t refuse(std::string_view code, Span span, std::string message, std::string help) {
    auto finding = diagnostics::make(code, span, std::move(message));
    finding.help = std::move(help);
    sink_.add(std::move(finding));
    return std::nullopt;
  }

  // Whether a value of this type can go in at a side of the type.
  bool accepts(ExpressionId value, const Type& side) { return m_.builder.convert(value, side).has_value(); }

  // Along the arrow a lens is entered at its left unless only its right fits; against the arrow the
  // other way round.
  std::optional<bool> reversed(const ast::LensUse& use, ExpressionId value, const Type& left,
                               const Type& right) {
    const Type& natural = forward() ? left : right;
    const Type& turned = forward() ? right : left;
    const Type& type = m_.builder.type(value);
    if (!turned_ && !alike(type, natural) && alike(type, turned)) return true;
    if (!turned_.value_or(false) && accepts(value, natural)) return false;
    if (turned_.value_or(true) && accepts(value, turned)) return true;
    return refuse("P111", use.span,
                  fmt::format("`{}` is between {} and {}, the value here is {}", use.name.text,
                              describe(left), describe(right), describe(m_.builder.type(value))),
                  "");
  }

  std::nullopt_t one_way(const ast::LensUse& use) {
    return refuse(
        "P111", use.span,
        fmt::format("`{}` has no way {}", use.name.text, forward() ? "to the right" : "to the left"),
        "declare both directions, or map with one arrow only");
  }

  std::optional<ExpressionId> through_table(const ast::LensUse& use, ExpressionId value, TableNo no,
                                            Step& made) {
    const Table& table = m_.work.out.tables[no.value];
    made.table = no;
    if (table.left->kind == TypeKind::null || table.right->kind == TypeKind::null)
      return m_.builder.poison(use.span);
    const auto turned = reversed(use, value, *table.left, *table.right);
    if (!turned) return std::nullopt;
    made.reversed = *turned;
    made.law = table_law(table);
    const bool to_right = forward() != *turned;
    const bool allowed = table.arrow == abi::Arrow::both || (table.arrow == abi::Arrow::right) == to_right;
    if (!allowed) return one_way(use);
    const auto operand = m_.builder.convert(value, to_right ? *table.left : *table.right);
    return m_.builder.lookup(no, to_right ? abi::Direction::to_right : abi::Direction::to_left, *operand,
                             use.span);
  }

  // A bijection of what it names is exact; else the first row of a value decides and the rest merge.
  static LawClass table_law(const Table& table) {
    const bool paired = table.forward.size() == table.rows.size() &&
                        table.backward.size() == table.rows.size() &&
                        !(table.otherwise_forward && table.otherwise_forward->kind == Answer::Kind::value) &&
                        !(table.otherwise_backward && table.otherwise_backward->kind == Answer::Kind::value);
    return paired ? LawClass::exact : LawClass::merging;
  }

  std::optional<ExpressionId> through_lens(const ast::LensUse& use, ExpressionId value,
                                           const DeclaredLens& lens, Step& made) {
    made.lens = lens.index;
    made.law = lens.law;
    if (!lens.sound) return m_.builder.poison(use.span);
    const auto turned = reversed(use, value, *lens.left, *lens.right);
    if (!turned) return std::nullopt;
    made.reversed = *turned;
    const bool to_right = forward() != *turned;
    const auto& body = to_right ? lens.node->forward : lens.node->backward;
    if (!body) return one_way(use);
    if (use.arguments.size() != lens.parameters.size())
      return refuse("P108", use.span,
                    fmt::format("`{}` takes {} arguments, not {}", use.name.text, lens.parameters.size(),
                                use.arguments.size()),
                    "");
    return inlined(use, value, lens, *body, to_right, made);
  }

  std::optional<ExpressionId> inlined(const ast::LensUse& use, ExpressionId value, const DeclaredLens& lens,
                                      ast::ExpressionId body, bool to_right, Step& made_step) {
    Typer inside(lens.file->expressions, Scene{}, m_.builder, sink_);
    std::vector<std::pair<VariableNo, ExpressionId>> bound;
    for (std::size_t i = 0; i < lens.parameters.size(); ++i) {
      const std::string& name = lens.node->parameters[i].name.text;
      const ExpressionId argument = typer_.expect(use.arguments[i], *lens.parameters[i], name);
      if (m_.builder.is_poison(argument)) return argument;
      // Composition took the parameters for constants.
      if (!constant_value(m_.out.expressions, argument)) made_step.law = LawClass::unproved;
      bound.emplace_back(m_.builder.fresh(), argument);
      inside.push({name, bound.back().first, lens.parameters[i], false});
    }
    const Type& from = to_right ? *lens.left : *lens.right;
    const Type& to = to_right ? *lens.right : *lens.left;
    bound.emplace_back(m_.builder.fresh(), *m_.builder.convert(value, from));
    inside.push({"x", bound.back().first, &from, false});
    ExpressionId made = inside.expect(body, to, "the lens's result");
    if (m_.builder.is_poison(made)) return made;
    for (auto each = bound.rbegin(); each != bound.rend(); ++each)
      made = m_.builder.bind(each->first, each->second, made, use.span);
    return made;
  }

  std::optional<ExpressionId> through_function(const ast::LensUse& use, ExpressionId value, Step& made) {
    if (functions::overloads(use.name.text).empty()) return unknown(use);
    std::vector<Typer::Argument> arguments = typer_.arguments(use.name.text, use.arguments, 1);
    arguments.insert(arguments.begin(), Typer::Argument{value, {}, m_.builder[value].span});
    const ExpressionId called = typer_.apply(use.name.text, use.name.span, std::move(arguments), use.span);
    if (m_.builder.is_poison(called)) return called;
    made.function = m_.builder[called].function;
    made.law = function_law(*made.function);
    if (two_way_ && made.law == LawClass::exact)
      return refuse("P111", use.span, fmt::format("`{}` is a function, and has no way back", use.name.text),
                    "declare a lens with both directions, or map with one arrow only");
    return called;
  }

  static LawClass function_law(const abi::Function& function) {
    switch (function.law) {
      case abi::Law::exact:
        return LawClass::exact;
      case abi::Law::normal:
        return LawClass::normal;
      case abi::Law::none:
      case abi::Law::lossy:
        return LawClass::lossy;
    }
    return LawClass::lossy;
  }

  std::nullopt_t unknown(const ast::LensUse& use) {
    std::vector<std::string> known;
    for (const auto& [name, declared] : m_.work.names.tables) known.push_back(name);
    for (const auto& [name, declared] : m_.work.names.lenses) known.push_back(name);
    known.insert(known.end(), function_names().begin(), function_names().end());
    auto finding = diagnostics::make("P102", use.name.span,
                                     fmt::format("there is no lens, table or function `{}`", use.name.text));
    if (const auto near = resolve::nearest(use.name.text, known)) {
      finding.help = fmt::format("did you mean `{}`?", *near);
      finding.suggestion =
          diagnostics::Suggestion{fmt::format("write `{}`", *near), {{use.name.span, *near}}};
    }
    sink_.add(std::move(finding));
    return std::nullopt;
  }

  MappingWork& m_;
  abi::Direction direction_;
  bool two_way_;
  std::optional<bool> turned_;
  diagnostics::Sink& sink_;
  Typer typer_;
};

}  // namespace

Via run_lenses(MappingWork& m, const ast::FieldRule& rule, ExpressionId value, abi::Direction direction,
               const std::vector<Step>& turned, diagnostics::Sink& sink) {
  Via via{value, {}, !m.builder.is_poison(value)};
  const bool to_left = direction == abi::Direction::to_left;
  Run run(m, direction, rule.arrow == ast::Arrow::both, sink);
  for (std::size_t i = 0; i < rule.via.size(); ++i) {
    const std::size_t place = to_left ? rule.via.size() - 1 - i : i;
    const ast::LensUse& use = m.work.file[rule.via[place]];
    if (place < turned.size()) run.turn(turned[place].reversed);
    Step step;
    const auto next = via.fits ? run.step(use, via.value, step) : std::nullopt;
    if (!next || m.builder.is_poison(*next)) {
      via.fits = false;
      via.value = m.builder.poison(use.span);
      return via;
    }
    via.value = *next;
    via.steps.push_back(std::move(step));
  }
  if (to_left) std::ranges::reverse(via.steps);
  return via;
}

}  // namespace parley::check
