#include "engine/cli/trial.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/sync/merge.hpp"

namespace parley::cli {

namespace {

using check::Test;
using sync::Side;
using Kind = Test::Expectation::Kind;

sync::Value engine_value(const value::Value& v) {
  if (v.state == value::State::value) return sync::Value::of(value::canonical(v));
  return {v.state, {}};
}

// What would be done, in the words of an expectation.
struct Outcome {
  sync::Sides<std::map<std::uint32_t, sync::Value>> writes;  // by FieldNo
  std::optional<Side> created;
  std::vector<abi::RuleNo> conflicts;
  std::vector<std::string> rejections;
  bool excluded = false;
};

class Trial {
 public:
  Trial(const Test& test, const driver::CompiledMapping& mapping, Coverage& coverage)
      : test_(test), program_(mapping.program), evaluator_(coverage.evaluator(test.mapping)) {}

  std::vector<std::string> differences() {
    Outcome outcome = run();
    for (const Test::Expectation& expected : test_.expectations) compare(expected, outcome);
    unexpected(outcome);
    return std::move(differences_);
  }

 private:
  std::optional<sync::Values> image(const std::vector<Test::Input>& inputs, Side side) const {
    for (const Test::Input& input : inputs) {
      if (input.side != side) continue;
      sync::Values values(program_.shape(side).fields.size());
      for (const Test::Cell& cell : input.cells) values[cell.field.value] = engine_value(cell.value);
      return values;
    }
    return std::nullopt;
  }

  Outcome run() {
    sync::Sides<std::optional<sync::Values>> now;
    sync::Sides<std::optional<sync::Values>> base;
    for (Side side : sync::both_sides) {
      base.at(side) = image(test_.bases, side);
      now.at(side) = image(test_.givens, side);
      if (!now.at(side)) now.at(side) = base.at(side);
    }
    Outcome outcome;
    for (Side side : sync::both_sides)
      if (now.at(side) && is_outside(side, *now.at(side))) outcome.excluded = true;
    if (outcome.excluded) return outcome;
    if (now.left && now.right) {
      sync::Merged merged = merge(*now.left, *now.right, base);
      take(merged.fields, outcome);
    } else if (now.left || now.right) {
      Side target = now.left ? Side::right : Side::left;
      sync::Creation creation = sync::create(program_, *evaluator_, target, *now.at(abi::other(target)));
      take(creation.fields, outcome);
      if (outcome.rejections.empty() && !outcome.excluded) outcome.created = target;
    }
    return outcome;
  }

  bool is_outside(Side side, const sync::Values& values) {
    std::vector<abi::Operand> operands = sync::views(values);
    abi::Judgement judged = abi::judge_one(*evaluator_, side, operands);
    return judged.where[0] == abi::Verdict::no || judged.scope[0] == abi::Verdict::no;
  }

  sync::Merged merge(const sync::Values& left, const sync::Values& right,
                     const sync::Sides<std::optional<sync::Values>>& base) {
    std::vector<std::optional<sync::FieldBase>> bases;
    for (const abi::Rule& rule : program_.rules) bases.push_back(base_of(rule, base));
    bool first_meeting = !base.left && !base.right;
    return sync::merge(program_, *evaluator_,
                       {.left = left, .right = right, .bases = bases, .first_meeting = first_meeting});
  }

  // A rule has a base where the bases of the test know all of its fields.
  std::optional<sync::FieldBase> base_of(const abi::Rule& rule,
                                         const sync::Sides<std::optional<sync::Values>>& base) const {
    sync::FieldBase made;
    made.rule_hash = sync::short_hash(rule.hash);
    for (Side side : sync::both_sides) {
      if (!base.at(side)) return std::nullopt;
      for (abi::FieldNo field : side == Side::left ? rule.left : rule.right) {
        const sync::Value& v = (*base.at(side))[field.value];
        if (value::is_unknown(v.state)) return std::nullopt;
        made.values.at(side).push_back(v);
      }
    }
    return made;
  }

  void take(const std::vector<sync::FieldDecision>& fields, Outcome& outcome) const {
    for (const sync::FieldDecision& decision : fields) {
      if (decision.what == sync::What::conflict) outcome.conflicts.push_back(decision.rule);
      if (decision.what == sync::What::skip) outcome.excluded = true;
      if (decision.what == sync::What::reject) outcome.rejections.push_back(decision.failure);
      const abi::Rule& rule = program_.rules[decision.rule.value];
      for (Side side : sync::both_sides) {
        if (!decision.writes_to(side)) continue;
        const auto& targets = side == Side::left ? rule.left : rule.right;
        for (std::size_t c = 0; c < targets.size(); ++c)
          outcome.writes.at(side)[targets[c].value] = (*decision.writes.at(side))[c];
      }
    }
  }

  void compare(const Test::Expectation& expected, const Outcome& outcome) {
    switch (expected.kind) {
      case Kind::no_writes:
        for (Side side : sync::both_sides) compare_cells(side, {}, outcome);
        return;
      case Kind::update:
        if (outcome.created == expected.side) differ("a record is created instead of updated");
        return compare_cells(expected.side, expected.cells, outcome);
      case Kind::create:
        if (outcome.created != expected.side) differ("no record is created");
        return compare_cells(expected.side, expected.cells, outcome);
      case Kind::conflict:
        if (std::ranges::none_of(expected.rules, [&](abi::RuleNo rule) {
              return std::ranges::find(outcome.conflicts, rule) != outcome.conflicts.end();
            }))
          differ("there is no conflict in this field");
        return;
      case Kind::rejected:
        if (outcome.rejections.empty()) differ("the record is not rejected");
        return;
      case Kind::excluded:
        if (!outcome.excluded) differ("the record is not excluded");
        return;
    }
  }

  // Exactly the cells are written; null is a clear.
  void compare_cells(Side side, const std::vector<Test::Cell>& cells, const Outcome& outcome) {
    const auto& writes = outcome.writes.at(side);
    for (const Test::Cell& cell : cells) {
      auto found = writes.find(cell.field.value);
      std::string wanted = shown(engine_value(cell.value));
      std::string written = found == writes.end() ? "nothing" : shown(found->second);
      if (written != wanted)
        differ(fmt::format("{} is to get {}, and gets {}", name(side, cell.field), wanted, written));
    }
    for (const auto& [number, v] : writes) {
      bool listed =
          std::ranges::any_of(cells, [&](const Test::Cell& cell) { return cell.field.value == number; });
      if (!listed)
        differ(fmt::format("{} gets {}, which is not expected", name(side, abi::FieldNo(number)), shown(v)));
    }
  }

  // What no expectation speaks of must not happen.
  void unexpected(const Outcome& outcome) {
    auto expects = [&](Kind kind, std::optional<Side> side) {
      return std::ranges::any_of(test_.expectations, [&](const Test::Expectation& e) {
        return e.kind == kind && (!side || e.side == *side);
      });
    };
    for (Side side : sync::both_sides)
      if (!expects(Kind::no_writes, {}) && !expects(Kind::update, side) && !expects(Kind::create, side))
        compare_cells(side, {}, outcome);
    if (expects(Kind::rejected, {})) return;
    for (const std::string& reason : outcome.rejections) differ("the record is rejected: " + reason);
  }

  std::string name(Side side, abi::FieldNo field) const {
    const abi::SideShape& shape = program_.shape(side);
    return shape.alias + "." + shape.fields[field.value].name;
  }

  static std::string shown(const sync::Value& v) {
    if (v.state == value::State::value) return fmt::format("{:?}", v.bytes);
    return value::is_none(v.state) ? "no value" : "nothing";
  }

  void differ(std::string text) {
    if (std::ranges::find(differences_, text) == differences_.end()) differences_.push_back(std::move(text));
  }

  const Test& test_;
  const abi::Program& program_;
  std::unique_ptr<abi::Evaluator> evaluator_;
  std::vector<std::string> differences_;
};

}  // namespace

TrialResult run_trial(const check::Test& test, const driver::Compilation& compilation, Coverage& coverage) {
  const driver::CompiledMapping& mapping = compilation.mappings[test.mapping];
  const source::SourceFile& file = compilation.sources.file(test.span.file);
  return {test.title, file.name(), file.position(test.span.begin).line,
          Trial(test, mapping, coverage).differences()};
}

}  // namespace parley::cli
