#include "engine/sync/merge.hpp"

#include <algorithm>

#include "engine/sync/merge_field.hpp"

namespace parley::sync {
namespace {

// How often a rule may be decided again because another rule wrote a field that it reads. The compiler
// refuses write cycles, so real chains are short.
constexpr int follow_up_passes_max = 4;

abi::Verdict guard_of(abi::Evaluator& evaluator, abi::RuleNo rule, const Sides<Values>& images) {
  const auto left = views(images.left), right = views(images.right);
  return evaluator.guard(rule, left, right);
}

void apply_writes(const abi::Rule& rule, const FieldDecision& decision, Sides<Values>& images) {
  for (const Side side : both_sides) {
    if (!decision.writes_to(side)) continue;
    const auto& fields = side == Side::left ? rule.left : rule.right;
    for (std::size_t i = 0; i < fields.size(); ++i)
      images.at(side)[fields[i].value] = (*decision.writes.at(side))[i];
  }
}

class PairMerge {
 public:
  PairMerge(const abi::Program& program, abi::Evaluator& evaluator, const Pair& pair)
      : program_(program), evaluator_(evaluator), pair_(pair) {
    merged_.images = {pair.left, pair.right};
    merged_.fields.resize(program.rules.size());
  }

  Merged run() {
    for (const abi::RuleNo rule : program_.merge_order) {
      merged_.fields[rule.value] = decide(rule, pair_.left, pair_.right);
      apply_writes(program_.rules[rule.value], merged_.fields[rule.value], merged_.images);
    }
    for (int pass = 0; pass < follow_up_passes_max && follow_up(); ++pass) {
    }
    return std::move(merged_);
  }

 private:
  FieldDecision decide(abi::RuleNo no, const Values& left, const Values& right) {
    const FieldBase* base = pair_.bases[no.value] ? &*pair_.bases[no.value] : nullptr;
    if (program_.rules[no.value].guarded) {
      const abi::Verdict verdict = guard_of(evaluator_, no, merged_.images);
      const bool was_in = base != nullptr && base->standing != Standing::guarded;
      if (verdict == abi::Verdict::no) return turned_off(no, base);
      if (verdict == abi::Verdict::unknown && !was_in)
        return {no, What::undecided, Why::guard, {}, {}, {}, false, {}};
    }
    const auto taken = pair_.taken != nullptr ? (*pair_.taken)[no.value] : std::nullopt;
    return merge_field(
        {program_, evaluator_, no, left, right, base, pair_.first_meeting, pair_.evidence, taken});
  }

  static FieldDecision turned_off(abi::RuleNo rule, const FieldBase* base) {
    FieldDecision decision{rule, What::guarded, Why::guard, {}, {}, {}, false, {}};
    if (base == nullptr || base->standing != Standing::guarded) {
      decision.next = base != nullptr ? *base : FieldBase{};
      decision.next->standing = Standing::guarded;
    }
    return decision;
  }

  // A rule reads a field that another rule has just written: it is decided again as if the written value had
  // been read, so that one cycle carries a value all the way.
  bool follow_up() {
    bool changed = false;
    for (const abi::RuleNo no : program_.merge_order) {
      const abi::Rule& rule = program_.rules[no.value];
      const FieldDecision& before = merged_.fields[no.value];
      if (rule.arrow == abi::Arrow::both || before.what == What::guarded || before.what == What::undecided)
        continue;
      const Side source = rule.arrow == abi::Arrow::right ? Side::left : Side::right;
      if (!reads_written(rule, source)) continue;
      const Values& left = source == Side::left ? merged_.images.left : pair_.left;
      const Values& right = source == Side::right ? merged_.images.right : pair_.right;
      FieldDecision again = decide(no, left, right);
      if (again.next) again.next->unconfirmed.at(source) = true;
      if (again.writes == before.writes) continue;
      merged_.fields[no.value] = std::move(again);
      apply_writes(rule, merged_.fields[no.value], merged_.images);
      changed = true;
    }
    return changed;
  }

  bool reads_written(const abi::Rule& rule, Side side) const {
    const auto& fields = side == Side::left ? rule.left : rule.right;
    const Values& before = side == Side::left ? pair_.left : pair_.right;
    return std::any_of(fields.begin(), fields.end(), [&](abi::FieldNo field) {
      return merged_.images.at(side)[field.value] != before[field.value];
    });
  }

  const abi::Program& program_;
  abi::Evaluator& evaluator_;
  const Pair& pair_;
  Merged merged_;
};

FieldDecision carried_into(abi::RuleNo no, const abi::Rule& rule, Side target, const abi::Carried& carried,
                           const Values& source) {
  FieldDecision decision{no, What::nothing, Why::created, {}, {}, {}, false, {}};
  switch (carried.how) {
    case abi::Carry::skip:
    case abi::Carry::reject:
      decision.what = carried.how == abi::Carry::skip ? What::skip : What::reject;
      decision.why = Why::failure;
      decision.failure = carried.failure;
      return decision;
    case abi::Carry::keep:
    case abi::Carry::guarded:
    case abi::Carry::undecided:
      decision.why = Why::else_keep;
      decision.next = unmet(rule);
      return decision;
    case abi::Carry::none:
    case abi::Carry::set:
      break;
  }
  FieldBase next;
  next.standing = rule.arrow == abi::Arrow::both ? Standing::agreed : Standing::one_way;
  next.rule_hash = short_hash(rule.hash);
  const auto& read = target == Side::right ? rule.left : rule.right;
  const auto& written = target == Side::right ? rule.right : rule.left;
  for (const abi::FieldNo field : read) next.values.at(abi::other(target)).push_back(source[field.value]);
  next.values.at(target) =
      carried.how == abi::Carry::set ? owned(carried.operands) : Values(written.size(), Value::null());
  next.unconfirmed.at(target) = true;
  const auto& known = next.values.at(abi::other(target));
  const bool whole =
      std::none_of(known.begin(), known.end(), [](const Value& v) { return value::is_unknown(v.state); });
  if (carried.how == abi::Carry::set) {
    decision.what = What::write;
    decision.writes.at(target) = next.values.at(target);
  }
  decision.next = whole ? std::move(next) : unmet(rule);
  return decision;
}

}  // namespace

Merged merge(const abi::Program& program, abi::Evaluator& evaluator, const Pair& pair) {
  return PairMerge(program, evaluator, pair).run();
}

Creation create(const abi::Program& program, abi::Evaluator& evaluator, Side target, const Values& source) {
  Creation creation;
  creation.fields.resize(program.rules.size());
  Sides<Values> images;
  images.at(abi::other(target)) = source;
  images.at(target) = Values(program.shape(target).fields.size(), Value::null());
  const auto operands = views(source);
  for (const abi::RuleNo no : program.merge_order) {
    const abi::Rule& rule = program.rules[no.value];
    FieldDecision& decision = creation.fields[no.value];
    decision.rule = no;
    decision.next = unmet(rule);
    if (!abi::allows(rule.arrow, towards(target))) continue;
    if (rule.guarded) {
      const abi::Verdict verdict = guard_of(evaluator, no, images);
      if (verdict != abi::Verdict::yes) {
        decision.what = verdict == abi::Verdict::no ? What::guarded : What::undecided;
        decision.why = Why::guard;
        continue;
      }
    }
    decision = carried_into(no, rule, target, evaluator.carry(no, towards(target), operands), source);
    apply_writes(rule, decision, images);
  }
  creation.image = std::move(images.at(target));
  return creation;
}

}  // namespace parley::sync
