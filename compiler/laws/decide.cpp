#include "compiler/laws/decide.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "compiler/check/fold.hpp"
#include "compiler/laws/samples.hpp"

namespace parley::laws {

namespace {

using check::LawClass;
using check::Table;
using value::Value;

constexpr std::array sides = {abi::Side::left, abi::Side::right};

abi::Direction away(abi::Side side) {
  return side == abi::Side::left ? abi::Direction::to_right : abi::Direction::to_left;
}

std::string text(const std::optional<Value>& value) {
  return value ? "\"" + canonical(*value) + "\"" : "nothing";
}

class Decision {
 public:
  Decision(Trial& trial, std::size_t number)
      : trial_(trial), number_(number), rule_(trial.mapping().rules[number]) {}

  Finding run(const std::optional<Search>& search) {
    if (rule_.law == LawClass::one_way) return {Verdict::proved, "one arrow", 0, {}};
    // Values are tried one at a time; a group has several.
    const abi::Rule& line = trial_.mapping().program.rules[number_];
    if (line.left.size() > 1 || line.right.size() > 1)
      return composes() && !answers_by_value() ? Finding{Verdict::proved, "by composition", 0, {}}
                                               : Finding{};
    if (is_finite()) return of_domains();
    if (composes()) {
      Finding finding = of_answers();
      if (finding.verdict != Verdict::undecided) return finding;
    }
    return search && rule_.law != LawClass::lossy ? searched(*search) : Finding{};
  }

 private:
  using How = Trial::Carried::How;

  // Nothing where the value stops; notes where another field would be needed.
  std::optional<Value> carry(abi::Side from, const Value& value) {
    Trial::Carried carried = trial_.carry(number_, away(from), value);
    undecided_ |= carried.how == How::undecided;
    if (carried.how != How::value) return std::nullopt;
    return std::move(carried.value);
  }

  // Whether a chain that began with b and came back as `returned` goes on for ever.
  bool rests(abi::Side edited, std::optional<Value> returned, std::optional<Value> b) {
    for (int round = 0; round < rounds_max; ++round) {
      if (!returned) return true;
      const auto again = carry(edited, *returned);
      if (!again || (b && equal(*again, *b))) return true;
      b = again;
      returned = carry(abi::other(edited), *again);
    }
    return false;
  }

  // What came to the other side, and does it stay: b₀ → a₁ → b₁. `a` is the edit, where there is one.
  std::optional<Trace> lost(abi::Side edited, const std::optional<Value>& a, const Value& b) {
    const auto returned = carry(abi::other(edited), b);
    if (!returned || (a && equal(*returned, *a))) return std::nullopt;
    const auto again = carry(edited, *returned);
    if (again && equal(*again, b)) return std::nullopt;
    const std::string first = a ? text(a) : "a value that fails";
    return Trace{edited, {first, text(b), text(returned), text(again)}, rests(edited, returned, b)};
  }

  std::optional<Trace> lost(abi::Side edited, const Value& a) {
    const auto b = carry(edited, a);
    return b ? lost(edited, a, *b) : std::nullopt;  // an edit that goes nowhere is answered, not lost
  }

  // Tries the values; false where one of them does not decide.
  bool try_all(abi::Side side, const std::vector<Value>& values, Finding& finding) {
    finding.tried += values.size();
    for (const Value& value : values) {
      auto trace = lost(side, value);
      if (undecided_) return false;
      if (!trace) continue;
      finding.verdict = Verdict::refuted;
      finding.traces.push_back(std::move(*trace));
      break;
    }
    return true;
  }

  const Table* table(const check::Step& step) const {
    return step.table ? &trial_.file().tables[step.table->value] : nullptr;
  }

  bool has_domain(abi::Side side) const {
    const schema::Type& type = trial_.type(number_, side);
    if (type.kind == schema::TypeKind::boolean) return true;
    const bool listed = type.kind == schema::TypeKind::enumeration && !type.picklist.empty();
    return listed || entered(side) != nullptr;
  }

  // The table through which a side's values go first.
  const Table* entered(abi::Side side) const {
    if (rule_.steps.empty()) return nullptr;
    return table(side == abi::Side::left ? rule_.steps.front() : rule_.steps.back());
  }

  // Every value that is listed, of the field's type or in the table.
  std::vector<Value> domain(abi::Side side) const {
    const schema::Type& type = trial_.type(number_, side);
    if (type.kind == schema::TypeKind::boolean) return {Value::of(false), Value::of(true)};
    std::vector<Value> values;
    const auto add = [&](const Value& value) {
      if (std::ranges::none_of(values, [&](const Value& known) { return equal(known, value); }))
        values.push_back(value);
    };
    if (const Table* own = entered(side)) {
      const bool left = side == abi::Side::left;
      const check::Step& step = left ? rule_.steps.front() : rule_.steps.back();
      for (const auto& [from, to] : left != step.reversed ? own->forward : own->backward) add(from);
    }
    if (values.size() + type.picklist.size() > domain_max) return values;
    for (const schema::PicklistValue& each : type.picklist) add(Value::of(each.value));
    return values;
  }

  bool is_finite() const {
    if (rule_.law == LawClass::lossy || (rule_.steps.empty() && !answers_by_value())) return false;
    return has_domain(abi::Side::left) && has_domain(abi::Side::right);
  }

  bool answers_by_value() const {
    return (rule_.to_right && rule_.to_right->answer.kind == check::Answer::Kind::value) ||
           (rule_.to_left && rule_.to_left->answer.kind == check::Answer::Kind::value);
  }

  Finding of_domains() {
    Finding finding{Verdict::proved, "", 0, {}};
    for (const abi::Side side : sides) {
      const std::vector<Value> values = domain(side);
      if (values.size() > domain_max || !try_all(side, values, finding)) return {};
    }
    finding.reason = fmt::format("all {} values tried", finding.tried);
    return finding;
  }

  // What merges by composition does so with whatever comes; a table has to be tried.
  bool composes() const {
    if (rule_.law > LawClass::merging) return false;
    return std::ranges::none_of(
        rule_.steps, [](const check::Step& step) { return step.table && step.law == LawClass::merging; });
  }

  // Composition speaks of values that pass. Where a failure becomes a value, that one has to stay as well.
  Finding of_answers() {
    Finding finding{Verdict::proved, "by composition", 0, {}};
    for (const abi::Side edited : sides) {
      const auto& way = rule_.way(away(edited));
      if (!way || way->answer.kind != check::Answer::Kind::value) continue;
      const auto answer = check::constant_value(trial_.mapping().expressions, way->answer.value);
      if (!answer || !answer->has_value()) return {};
      auto trace = lost(edited, std::nullopt, *answer);
      if (undecided_) return {};
      if (!trace) continue;
      finding.verdict = Verdict::refuted;
      finding.traces.push_back(std::move(*trace));
    }
    return finding;
  }

  Finding searched(const Search& search) {
    core::Random random(search.seed);
    const std::vector<Value> named = constants();
    Finding finding{Verdict::tested, "", 0, {}};
    for (const abi::Side side : sides) {
      const schema::Type& type = trial_.type(number_, side);
      std::vector<Value> values = samples(type, named, random, search.count);
      // Short counterexamples first: nobody reads long ones.
      std::ranges::sort(values, {}, [](const Value& v) {
        const std::string shown = canonical(v);
        return std::pair(shown.size(), shown);
      });
      if (values.empty() || !try_all(side, values, finding)) return {};
    }
    finding.reason = fmt::format("tested {} cases, seed {}", finding.tried, search.seed);
    return finding;
  }

  // What the author wrote in the rule's expressions.
  std::vector<Value> constants() const {
    std::vector<Value> named;
    for (const check::Expression& e : trial_.mapping().expressions.nodes)
      if (e.kind == check::ExpressionKind::constant && e.value.has_value()) named.push_back(e.value);
    return named;
  }

  Trial& trial_;
  std::size_t number_;
  const check::Rule& rule_;
  bool undecided_ = false;
};

}  // namespace

Finding decide(Trial& trial, std::size_t rule, const std::optional<Search>& search) {
  return Decision(trial, rule).run(search);
}

std::vector<Decided> decide_all(const check::CheckedFile& file, const source::SourceSet& sources,
                                const std::optional<Search>& search) {
  std::vector<Decided> all;
  for (const check::Mapping& mapping : file.mappings) {
    Trial trial(file, mapping, sources);
    for (std::size_t i = 0; i < mapping.rules.size(); ++i)
      if (mapping.rules[i].law != LawClass::one_way) all.push_back({&mapping, i, decide(trial, i, search)});
  }
  return all;
}

std::string_view name(check::LawClass law) {
  switch (law) {
    case LawClass::one_way:
      return "one way";
    case LawClass::exact:
      return "exact";
    case LawClass::normal:
      return "normal";
    case LawClass::merging:
      return "merging";
    case LawClass::unproved:
      return "unknown";
    case LawClass::lossy:
      return "lossy";
  }
  return "";
}

std::string sentence(const Finding& finding) {
  switch (finding.verdict) {
    case Verdict::proved:
      return finding.reason == "by composition" ? "proved by composition" : "proved: " + finding.reason;
    case Verdict::refuted:
      return fmt::format("refuted: {}", fmt::join(finding.traces.front().values, " → "));
    case Verdict::tested:
      return finding.reason;
    case Verdict::undecided:
      return "not known";
  }
  return "";
}

}  // namespace parley::laws
