#include "compiler/laws/finite.hpp"

#include <algorithm>
#include <optional>

namespace parley::laws {

namespace {

using check::Table;
using value::Value;

class Chain {
 public:
  Chain(const check::CheckedFile& file, const std::vector<check::Step>& steps) : file_(file), steps_(steps) {}

  std::optional<Value> to_right(Value value) const {
    for (const check::Step& step : steps_)
      if (!pass(step, abi::Direction::to_right, value)) return std::nullopt;
    return value;
  }

  std::optional<Value> to_left(Value value) const {
    for (auto step = steps_.rbegin(); step != steps_.rend(); ++step)
      if (!pass(*step, abi::Direction::to_left, value)) return std::nullopt;
    return value;
  }

  // The values that have a row where the chain is entered.
  std::vector<Value> domain(abi::Side side) const {
    const bool left = side == abi::Side::left;
    const check::Step& step = left ? steps_.front() : steps_.back();
    const Table& entered = table(step);
    std::vector<Value> values;
    for (const auto& [from, to] : left != step.reversed ? entered.forward : entered.backward)
      values.push_back(from);
    return values;
  }

 private:
  const Table& table(const check::Step& step) const { return file_.tables[step.table->value]; }

  bool pass(const check::Step& step, abi::Direction direction, Value& value) const {
    const bool forward = (direction == abi::Direction::to_right) != step.reversed;
    const Table& own = table(step);
    for (const auto& [from, to] : forward ? own.forward : own.backward) {
      if (!equal(from, value)) continue;
      value = to;
      return true;
    }
    const auto& otherwise = forward ? own.otherwise_forward : own.otherwise_backward;
    if (!otherwise || otherwise->kind != check::Answer::Kind::value) return false;
    value = otherwise->value;
    return true;
  }

  const check::CheckedFile& file_;
  const std::vector<check::Step>& steps_;
};

std::string text(const std::optional<Value>& value) {
  return value ? "\"" + canonical(*value) + "\"" : "no row";
}

// The edit `a` on a side: there, back, there again.
std::optional<Trace> lost(const Chain& chain, abi::Side side, const Value& a) {
  const auto there = [&](const Value& v) {
    return side == abi::Side::left ? chain.to_right(v) : chain.to_left(v);
  };
  const auto back = [&](const Value& v) {
    return side == abi::Side::left ? chain.to_left(v) : chain.to_right(v);
  };
  const auto b = there(a);
  if (!b) return std::nullopt;  // the edit is answered, not lost
  const auto returned = back(*b);
  if (!returned || equal(*returned, a)) return std::nullopt;
  const auto again = there(*returned);
  if (again && equal(*again, *b)) return std::nullopt;
  return Trace{side, {text(a), text(b), text(returned), text(again)}};
}

bool only_tables(const check::Rule& rule) {
  return !rule.steps.empty() &&
         std::ranges::all_of(rule.steps, [](const check::Step& step) { return step.table.has_value(); });
}

Finding try_all(const check::CheckedFile& file, const check::Rule& rule) {
  const Chain chain(file, rule.steps);
  Finding finding{Verdict::proved, "every value tried", 0, {}};
  for (const abi::Side side : {abi::Side::left, abi::Side::right}) {
    const std::vector<Value> domain = chain.domain(side);
    if (domain.size() > domain_max) return {};
    finding.tried += domain.size();
    for (const Value& value : domain) {
      auto trace = lost(chain, side, value);
      if (!trace) continue;
      finding.verdict = Verdict::refuted;
      finding.traces.push_back(std::move(*trace));
      break;
    }
  }
  return finding;
}

}  // namespace

Finding decide(const check::CheckedFile& file, const check::Rule& rule) {
  if (rule.law == check::LawClass::one_way) return {Verdict::proved, "one arrow", 0, {}};
  if (only_tables(rule)) return try_all(file, rule);
  if (rule.law == check::LawClass::exact || rule.law == check::LawClass::normal)
    return {Verdict::proved, "by composition", 0, {}};
  return {};
}

}  // namespace parley::laws
