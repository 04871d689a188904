// The lines of a `fields` block.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "compiler/check/fold.hpp"
#include "compiler/check/work.hpp"
#include "compiler/resolve/declaration.hpp"

namespace parley::check {

namespace {

class RuleCheck {
 public:
  RuleCheck(MappingWork& m, const ast::FieldRule& node)
      : m_(m), node_(node), typer_(m.typer(m.work.file)), chain_(policy_chain(m, node)) {}

  void run() {
    rule_.arrow = arrow_of(node_.arrow);
    place();
    if (!is_whole() || !ends(node_.left, abi::Side::left) || !ends(node_.right, abi::Side::right)) return;
    out_.left_is_path = left_[0].field != nullptr;
    out_.right_is_path = right_[0].field != nullptr;
    inherit(m_, chain_, rule_, out_);
    if (allows(rule_.arrow, abi::Direction::to_right)) out_.to_right = way(abi::Direction::to_right);
    if (allows(rule_.arrow, abi::Direction::to_left) && !broken_) out_.to_left = way(abi::Direction::to_left);
    check_guard();
    if (broken_) return;
    out_.law = law();
    canonical();
    touch();
    rule_.name = name();
    rule_.was = node_.was ? node_.was->text : "";
    rule_.once = node_.timing == ast::Timing::once;
    rule_.fill = node_.timing == ast::Timing::fill;
    m_.out.rules.push_back(std::move(out_));
    m_.out.program.rules.push_back(std::move(rule_));
  }

 private:
  // What stands at one side of the arrow: a field, or an expression that is only a source.
  struct End {
    abi::Side side;
    const schema::Field* field = nullptr;
    ast::ExpressionId node{};
  };

  void place() {
    out_.span = node_.span;
    out_.arrow_span = node_.arrow_span;
    out_.declared_lossy = node_.lossy.has_value();
    out_.left_span = span_of(node_.left);
    out_.right_span = span_of(node_.right);
    rule_.line = m_.work.around.sources.file(node_.span.file).position(node_.span.begin).line;
  }

  Span span_of(const std::vector<ast::ExpressionId>& group) const {
    if (group.empty()) return node_.span;
    return source::join(typer_.syntax(group.front()).span, typer_.syntax(group.back()).span);
  }

  // `(hs.a, hs.b) <-> ns.c`: several fields on one side are a list of their values.
  bool is_whole() {
    if (node_.left.empty() || node_.right.empty()) return false;  // the parser said so
    if (node_.left.size() == 1 || node_.right.size() == 1) return true;
    m_.work.report("P005", node_.span, "a rule with several fields on both sides comes in a later version",
                   "write one line a field");
    return false;
  }

  bool ends(const std::vector<ast::ExpressionId>& group, abi::Side side) {
    auto& made = side == abi::Side::left ? left_ : right_;
    for (const ast::ExpressionId id : group) {
      const auto one = end(id, side);
      if (!one) return false;
      made.push_back(*one);
    }
    return true;
  }

  std::optional<End> end(ast::ExpressionId id, abi::Side side) {
    const bool is_target =
        allows(rule_.arrow, side == abi::Side::right ? abi::Direction::to_right : abi::Direction::to_left);
    if (typer_.syntax(id).kind == ast::ExpressionKind::invalid) return std::nullopt;
    if (m_.out.side(side).object == nullptr) return std::nullopt;
    if (!is_target && !typer_.is_path(id)) return End{side, nullptr, id};
    typer_.restrict_to(
        side, fmt::format("left of an arrow stands `{}`, right of it `{}`", m_.scene.left, m_.scene.right));
    const auto found = typer_.path(id);
    if (!found) return std::nullopt;
    return End{side, found->field, id};
  }

  const std::vector<End>& ends(abi::Side side) const { return side == abi::Side::left ? left_ : right_; }

  std::optional<Way> way(abi::Direction direction) {
    const std::vector<End>& to = ends(abi::target(direction));
    const Type& target = to[0].field->type;
    typer_.restrict_to(abi::source(direction), "an arrow carries values of the side that it comes from");
    const ExpressionId source = source_of(direction, node_.via.empty() ? &target : nullptr);
    const Via via = run_lenses(m_, node_, source, direction, out_.steps, m_.work.sink);
    broken_ |= m_.builder.is_poison(source) || !via.fits;
    if (broken_) return std::nullopt;
    if (out_.steps.empty()) out_.steps = via.steps;
    Way made;
    for (std::size_t c = 0; c < to.size() && !broken_; ++c) {
      const ExpressionId part = to.size() == 1 ? via.value : component(via.value, c, to.size());
      made.values.push_back(m_.builder.is_poison(part) ? part : fit(part, *to[c].field, direction));
      broken_ |= m_.builder.is_poison(made.values.back());
      made.defaults.push_back(default_value(direction, *to[c].field));
    }
    if (broken_) return std::nullopt;
    made.failures = failures_of(m_.out.expressions, made.values[0]);
    made.answer = inherited_answer(m_, chain_, direction, target, out_.failure_written);
    const bool written = !made.answer.span.empty();
    if (!written) require_answer(made, direction);
    if (to.size() > 1 && made.answer.kind == Answer::Kind::value) refuse_value(made.answer.span, "answer");
    return made;
  }

  // What goes into the lenses: the field or expression, or the list of a group's fields.
  ExpressionId source_of(abi::Direction direction, const Type* hint) {
    const std::vector<End>& from = ends(abi::source(direction));
    if (from.size() == 1) return typer_.infer(from[0].node, hint);
    std::vector<ExpressionId> items;
    const Type* type = nullptr;
    for (const End& one : from) {
      items.push_back(typer_.infer(one.node));
      if (m_.builder.is_poison(items.back())) return items.back();
      type = type == nullptr ? &m_.builder.type(items[0]) : m_.builder.common(items[0], items.back());
      if (type != nullptr) continue;
      m_.work.report(
          "P103", typer_.syntax(one.node).span,
          fmt::format("the fields of a group are of one type; here are {} and {}",
                      describe(m_.builder.type(items[0])), describe(m_.builder.type(items.back()))));
      return m_.builder.poison(out_.span);
    }
    for (ExpressionId& item : items) item = *m_.builder.convert(item, *type);
    return m_.builder.node(ExpressionKind::list, *m_.work.types.list_of(*type), std::move(items),
                           out_.arrow_span);
  }

  // One item of the list that comes to a group. A list of another length fails: what it holds more would be
  // lost.
  ExpressionId component(ExpressionId list, std::size_t index, std::size_t count) {
    Builder& b = m_.builder;
    const Type& type = b.type(list);
    if (!is_sequence(type)) {
      m_.work.report(
          "P103", out_.arrow_span,
          fmt::format("a group takes a list of {} values, what comes is {}", count, describe(type)),
          "`via` a lens that makes a list of it, such as `<- split(x, \" \")`");
      return b.poison(out_.arrow_span);
    }
    const Span span = b[list].span;
    const Type& whole = plain(TypeKind::integer);
    const ExpressionId size = b.node(ExpressionKind::size, whole, {list}, span);
    const ExpressionId fits = b.node(ExpressionKind::equal, plain(TypeKind::boolean),
                                     {size, b.integer(static_cast<std::int64_t>(count), span)}, span);
    const ExpressionId place = b.node(ExpressionKind::conditional, whole,
                                      {fits, b.integer(static_cast<std::int64_t>(index), span), size}, span);
    return b.node(ExpressionKind::index, *type.element, {list, place}, span);
  }

  void refuse_value(Span span, const char* what) {
    m_.work.report("P110", span, fmt::format("one value is no {} for several fields", what),
                   "write `keep`, `reject` or `skip`");
  }

  ExpressionId fit(ExpressionId value, const schema::Field& target, abi::Direction direction) {
    if (const auto converted = m_.builder.convert(value, target.type)) return *converted;
    const Expression& e = m_.builder[value];
    if (e.kind == ExpressionKind::constant && target.type.kind == TypeKind::enumeration)
      return typer_.fit(value, target.type, "`" + target.name + "`");
    const Span span = node_.via.empty() ? out_.arrow_span : m_.work.file[node_.via.back()].span;
    auto finding = diagnostics::make(
        "P103", span,
        fmt::format("`{}` is {}, what {} is {}", target.name, describe(target.type),
                    direction == abi::Direction::to_right ? "comes from the left" : "comes from the right",
                    describe(*e.type)));
    finding.help = advice(*e.type, target.type);
    if (const schema::Object* object = m_.out.side(abi::target(direction)).object)
      if (const auto note = resolve::declaration(m_.work.around.sources, *object, target))
        finding.notes.push_back(*note);
    m_.work.sink.add(std::move(finding));
    return m_.builder.poison(span);
  }

  static std::string advice(const Type& from, const Type& to) {
    const auto is_moment = [](const Type& type) {
      return type.kind == TypeKind::date || type.kind == TypeKind::time || type.kind == TypeKind::datetime ||
             type.kind == TypeKind::instant;
    };
    if (from.kind == TypeKind::enumeration || to.kind == TypeKind::enumeration)
      return "a `table` maps between picklists: `via` its name";
    if (is_moment(from) && is_moment(to))
      return "each step between kinds of time names a zone: a function, or a lens";
    if (is_decimal(from) && to.kind == TypeKind::integer) return "say how to round, or `via` a lens";
    return "convert with a function, or `via` a lens";
  }

  // What has no answer anywhere on the way.
  void require_answer(const Way& way, abi::Direction direction) {
    std::vector<const Failure*> open;
    for (const Failure& failure : way.failures)
      if (failure.code != "invalid" && !answered_by_table(failure)) open.push_back(&failure);
    if (open.empty()) return;
    auto finding = diagnostics::make("P104", open.front()->span,
                                     fmt::format("this may fail: a value {}", texts_of(open)));
    finding.why = "a mapping does not fail half-way on a record for a reason that nobody was shown";
    finding.help = fmt::format(
        "end the line with `else {}keep`, `else reject`, `else skip` or a value",
        rule_.arrow == abi::Arrow::both ? (direction == abi::Direction::to_right ? "-> " : "<- ") : "");
    m_.work.sink.add(std::move(finding));
  }

  static std::string texts_of(const std::vector<const Failure*>& failures) {
    std::set<std::string_view> seen;
    std::string text;
    for (const Failure* failure : failures)
      if (seen.insert(failure->code).second)
        text += fmt::format("{}{} ({})", text.empty() ? "" : ", or ", failure->text, failure->code);
    return text;
  }

  bool answered_by_table(const Failure& failure) const {
    if (failure.code != "no_row") return false;
    const Expression& e = m_.builder[failure.node];
    const Table& table = m_.work.out.tables[e.table.value];
    return e.direction == abi::Direction::to_right ? table.otherwise_forward.has_value()
                                                   : table.otherwise_backward.has_value();
  }

  std::optional<value::Value> default_value(abi::Direction direction, const schema::Field& target) {
    const auto& written = node_.default_value;
    const ast::ExpressionId* said =
        direction == abi::Direction::to_right ? written.toward_right() : written.toward_left();
    if (said == nullptr) return std::nullopt;
    if (ends(abi::target(direction)).size() > 1) {
      refuse_value(typer_.syntax(*said).span, "default");
      return std::nullopt;
    }
    const ExpressionId value = typer_.expect(*said, target.type, "`" + target.name + "`");
    if (m_.builder.is_poison(value)) return std::nullopt;
    auto constant = constant_value(m_.out.expressions, value);
    if (constant && constant->has_value()) return constant;
    m_.work.report("P110", typer_.syntax(*said).span, "a default is a constant",
                   "for a computed one write `x ?? y` in the line");
    return std::nullopt;
  }

  // The guards of the blocks around the line, outermost first, and its own.
  void check_guard() {
    std::vector<std::pair<std::uint32_t, ast::ExpressionId>> blocks;
    for (std::optional<ast::FieldBlockId> block = node_.block; block; block = m_.work.file[*block].parent)
      if (m_.work.file[*block].when) blocks.emplace_back(block->value, *m_.work.file[*block].when);
    std::optional<ExpressionId> all;
    for (auto each = blocks.rbegin(); each != blocks.rend(); ++each) {
      const auto [known, added] = m_.guards.try_emplace(each->first);
      if (added) known->second = guard(each->second);
      all = joined(all, known->second);
    }
    if (node_.when) all = joined(all, guard(*node_.when));
    if (!all) return;
    if (m_.builder.is_poison(*all)) {
      broken_ = true;
      return;
    }
    out_.guard = all;
    rule_.guarded = true;
    rule_.guard_left = reads(m_.out.expressions, *all, abi::Side::left);
    rule_.guard_right = reads(m_.out.expressions, *all, abi::Side::right);
  }

  ExpressionId guard(ast::ExpressionId id) {
    Typer typer = m_.typer(m_.work.file);
    const ExpressionId condition = typer.condition(id, "a guard");
    if (!m_.builder.is_poison(condition)) require_total(m_, condition, "a guard");
    return condition;
  }

  ExpressionId joined(std::optional<ExpressionId> all, ExpressionId more) {
    if (!all) return more;
    if (m_.builder.is_poison(*all) || m_.builder.is_poison(more)) return m_.builder.poison(node_.span);
    return m_.builder.node(ExpressionKind::logical_and, plain(TypeKind::boolean), {*all, more},
                           m_.builder[more].span);
  }

  LawClass law() const {
    if (rule_.arrow != abi::Arrow::both) return LawClass::one_way;
    std::vector<LawClass> laws;
    for (const Step& step : out_.steps) laws.push_back(step.law);
    return composed(laws);
  }

  // Two values of a side count as equal when what they become on the way out does, as long as every step
  // only forgets what its canonical form forgets.
  void canonical() {
    out_.canonical_left.resize(left_.size());
    out_.canonical_right.resize(right_.size());
    if (out_.law != LawClass::normal || left_.size() > 1 || right_.size() > 1) return;
    out_.canonical_variable = m_.builder.fresh();
    out_.canonical_left[0] = canonical_form(left_[0], abi::Direction::to_right);
    out_.canonical_right[0] = canonical_form(right_[0], abi::Direction::to_left);
  }

  std::optional<ExpressionId> canonical_form(const End& end, abi::Direction direction) {
    const ExpressionId value =
        m_.builder.variable(out_.canonical_variable, end.field->type, false, typer_.syntax(end.node).span);
    diagnostics::Sink silent;
    const Via via = run_lenses(m_, node_, value, direction, out_.steps, silent);
    if (!via.fits) return std::nullopt;
    return via.value;
  }

  void touch() {
    rule_.left = fields(left_, abi::Direction::to_right);
    rule_.right = fields(right_, abi::Direction::to_left);
  }

  std::vector<abi::FieldNo> fields(const std::vector<End>& group, abi::Direction away) {
    std::vector<abi::FieldNo> numbers;
    for (const End& end : group)
      if (end.field != nullptr) numbers.push_back(m_.scene.number(end.side, *end.field));
    if (!numbers.empty()) return numbers;
    const auto& way = out_.way(away);
    return way ? reads(m_.out.expressions, way->values[0], group[0].side) : std::vector<abi::FieldNo>{};
  }

  std::string name() {
    const auto text = [&](Span span) { return std::string(m_.work.around.sources.text(span)); };
    const char* arrow = rule_.arrow == abi::Arrow::both    ? " <-> "
                        : rule_.arrow == abi::Arrow::right ? " -> "
                                                           : " <- ";
    const std::string plain_name =
        node_.label ? node_.label->text : text(out_.left_span) + arrow + text(out_.right_span);
    const auto taken = [&](const std::string& name) {
      return std::ranges::any_of(m_.out.program.rules,
                                 [&](const abi::Rule& rule) { return rule.name == name; });
    };
    if (node_.label && taken(plain_name))
      m_.work.report("P106", node_.label->span, fmt::format("two rules have the label `{}`", plain_name));
    std::string made = plain_name;
    for (int n = 2; taken(made); ++n) made = fmt::format("{} #{}", plain_name, n);
    return made;
  }

  MappingWork& m_;
  const ast::FieldRule& node_;
  Typer typer_;
  std::vector<PolicySource> chain_;
  Rule out_;
  abi::Rule rule_;
  std::vector<End> left_;
  std::vector<End> right_;
  bool broken_ = false;
};

// Rules whose target a guard reads come before the guarded ones; else the order of the text.
std::vector<abi::RuleNo> merge_order(MappingWork& m) {
  const auto& rules = m.out.program.rules;
  const auto feeds = [&](const abi::Rule& before, const abi::Rule& after) {
    const auto meets = [](const std::vector<abi::FieldNo>& a, const std::vector<abi::FieldNo>& b) {
      return std::ranges::any_of(a, [&](abi::FieldNo no) { return std::ranges::find(b, no) != b.end(); });
    };
    return (before.arrow != abi::Arrow::left && meets(before.right, after.guard_right)) ||
           (before.arrow != abi::Arrow::right && meets(before.left, after.guard_left));
  };
  std::vector<abi::RuleNo> order;
  std::vector<bool> done(rules.size(), false);
  while (order.size() < rules.size()) {
    const std::size_t before = order.size();
    for (std::size_t i = 0; i < rules.size(); ++i) {
      if (done[i]) continue;
      bool waits = false;
      for (std::size_t j = 0; rules[i].guarded && j < rules.size() && !waits; ++j)
        waits = i != j && !done[j] && feeds(rules[j], rules[i]);
      if (waits) continue;
      done[i] = true;
      order.push_back(abi::RuleNo(static_cast<std::uint32_t>(i)));
    }
    if (order.size() != before) continue;
    for (std::size_t i = 0; i < rules.size(); ++i) {
      if (done[i]) continue;
      m.work.report("P508", m.out.rules[i].span, "guards that wait for each other's fields",
                    "let one of the guards look at a field that no guarded line writes");
      return order;
    }
  }
  return order;
}

}  // namespace

void check_rules(MappingWork& m) {
  for (const ast::FieldRuleId id : m.node.fields) RuleCheck(m, m.work.file[id]).run();
}

void finish_mapping(MappingWork& m) {
  abi::Program& program = m.out.program;
  for (const abi::Rule& rule : program.rules) {
    program.right.create_allowed |= rule.arrow != abi::Arrow::left;
    program.left.create_allowed |= rule.arrow != abi::Arrow::right;
  }
  program.merge_order = merge_order(m);
}

}  // namespace parley::check
