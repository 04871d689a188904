#include "engine/sync/merge_field.hpp"

#include <algorithm>
#include <utility>

namespace parley::sync {
namespace {

using abi::Carry;

bool is_none(const Values& values) {
  return std::all_of(values.begin(), values.end(), [](const Value& v) { return value::is_none(v.state); });
}

bool has_unknown(const Values& values) {
  return std::any_of(values.begin(), values.end(), [](const Value& v) { return value::is_unknown(v.state); });
}

struct CarriedValues {
  Carry how;
  Values values;
  bool from_default;
  std::string failure;
};

class FieldMerge {
 public:
  explicit FieldMerge(const FieldQuestion& question)
      : question_(question),
        rule_(question.program.rules[question.rule.value]),
        hash_(short_hash(rule_.hash)) {
    now_.left = components(rule_.left, question.left);
    now_.right = components(rule_.right, question.right);
    decision_.rule = question.rule;
    const bool is_unmet = question.base != nullptr && question.base->standing == Standing::unmet;
    first_meeting_ = question.first_meeting || (is_unmet && question.base->rule_hash == hash_);
    if (question.base != nullptr && !is_unmet && fits(*question.base)) base_ = *question.base;
  }

  FieldDecision decide() {
    if (rule_.once) return finish(What::nothing, Why::once);
    if (has_unknown(now_.left) || has_unknown(now_.right)) {
      if (first_meeting_) decision_.next = unmet(rule_);
      return finish(What::unknown, Why::unknown);
    }
    const bool met = base_ && base_->rule_hash == hash_ && base_->standing != Standing::guarded;
    if (!met) {
      decision_.met_again = !first_meeting_;
      if (consistent()) return settle(Standing::agreed, Why::consistent);
      return first_meeting_ ? first_meeting() : meet_again();
    }
    return merge_met();
  }

 private:
  bool fits(const FieldBase& base) const {
    return base.values.left.size() == now_.left.size() && base.values.right.size() == now_.right.size();
  }

  // --- Questions
  // ---------------------------------------------------------------------------------------------

  bool equal(Side side, const Values& a, const Values& b) const {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
      if (!question_.evaluator.same(question_.rule, side, i, a[i].view(), b[i].view())) return false;
    return true;
  }

  bool changed(Side side) const { return !equal(side, now_.at(side), base_->values.at(side)); }

  // Several rows of the table ask; the images stay as they are, so the answer does, too.
  const CarriedValues& carry(Direction direction) const {
    std::optional<CarriedValues>& known = carried_.at(abi::source(direction));
    if (known) return *known;
    const auto image = views(direction == Direction::to_right ? question_.left : question_.right);
    const abi::Carried carried = question_.evaluator.carry(question_.rule, direction, image);
    return known.emplace(carried.how, owned(carried.operands), carried.from_default, carried.failure);
  }

  // f(L) ≈ R or g(R) ≈ L, along the arrows that the rule has.
  bool consistent() const {
    for (const Direction direction : {Direction::to_right, Direction::to_left}) {
      if (!abi::allows(rule_.arrow, direction)) continue;
      const Side side = abi::target(direction);
      const CarriedValues& carried = carry(direction);
      if (carried.how == Carry::set && equal(side, carried.values, now_.at(side))) return true;
      if (carried.how == Carry::none && is_none(now_.at(side))) return true;
    }
    return false;
  }

  // ∅ as a source: no value, or one that its direction's default stands for.
  bool source_is_none(Direction direction) const {
    const CarriedValues& carried = carry(direction);
    return carried.how == Carry::none || (carried.how == Carry::set && carried.from_default);
  }

  Direction only_direction() const {
    return rule_.arrow == abi::Arrow::left ? Direction::to_left : Direction::to_right;
  }
  bool one_way() const { return rule_.arrow != abi::Arrow::both; }

  // --- Rows of the table
  // -------------------------------------------------------------------------------------

  FieldDecision merge_met() {
    const bool rewritten = adopt_rewrites();
    if (base_->standing == Standing::unstable) {
      const bool moved = changed(Side::left) || changed(Side::right) || rewritten;
      return moved ? settle(Standing::unstable, Why::unstable) : finish(What::nothing, Why::unstable);
    }
    const bool left = changed(Side::left), right = changed(Side::right);
    if (!left && !right)
      return rewritten ? settle(Standing::rewritten, Why::rewritten) : unconfirmed_or_same();
    if (consistent()) return settle(Standing::agreed, Why::consistent);
    if (left && right) {
      if (one_way()) return flow(only_direction(), Why::both_changed_one_way);
      return question_.taken ? flow(towards(abi::other(*question_.taken)), Why::taken) : clash();
    }
    const Direction direction = left ? Direction::to_right : Direction::to_left;
    if (!abi::allows(rule_.arrow, direction)) return drift();
    return flow(direction, left ? Why::left_changed : Why::right_changed);
  }

  // A value that was sent is now read back as it was sent: the base is confirmed without being news.
  FieldDecision unconfirmed_or_same() {
    if (!base_->unconfirmed.left && !base_->unconfirmed.right) return finish(What::nothing, Why::same);
    return settle(base_->standing, Why::same);
  }

  // A difference that our own write's version carries is the system's rewriting, not a person's edit.
  bool adopt_rewrites() {
    bool adopted = false;
    for (const Side side : both_sides) {
      if (!base_->unconfirmed.at(side) || !question_.evidence.at(side).ours || !changed(side)) continue;
      base_->values.at(side) = now_.at(side);
      base_->standing = ++base_->rewrites >= rewrites_max ? Standing::unstable : Standing::rewritten;
      adopted = true;
    }
    return adopted;
  }

  FieldDecision drift() {
    if (rule_.drift == abi::Drift::restore) return flow(only_direction(), Why::drift_restored);
    return settle(Standing::drift, Why::drift_left);
  }

  // Both changed, `<->`. A preference never erases: where the winner has no value, the other side's flows.
  FieldDecision clash() {
    const Ruling ruling = rule_on(rule_.conflict, clash_of());
    if (const auto* winner = std::get_if<Winner>(&ruling)) {
      decision_.evidence = winner->evidence;
      Direction direction = towards(abi::other(winner->side));
      if (rule_.blank != abi::Blank::clear && source_is_none(direction)) {
        direction = towards(winner->side);
        decision_.evidence += std::string(decision_.evidence.empty() ? "" : "; ") + "the " +
                              side_word(winner->side) + " side has no value, which never erases";
      }
      return flow(direction, why_of(winner->side));
    }
    if (const auto* merged = std::get_if<MergedValue>(&ruling)) return write_merged(*merged);
    decision_.evidence = std::get<Review>(ruling).evidence;
    return finish(What::conflict, Why::review);
  }

  Why why_of(Side winner) const {
    if (rule_.conflict == abi::Conflict::newest) return Why::newest;
    return winner == Side::left ? Why::prefer_left : Why::prefer_right;
  }

  Clash clash_of() {
    Clash clash{question_.evidence.left, question_.evidence.right, {}, {}, {}};
    if (rule_.left.size() != 1) return clash;
    clash.type = question_.program.left.fields[rule_.left[0].value].field.type.kind;
    if (now_.left[0].state == value::State::value) clash.left = now_.left[0].view();
    right_as_left_ = carry(Direction::to_left);
    if (right_as_left_.how == Carry::set && right_as_left_.values.size() == 1)
      clash.right_as_left = right_as_left_.values[0].view();
    return clash;
  }

  // The merged value is in the left side's terms; the right side gets its image.
  FieldDecision write_merged(const MergedValue& merged) {
    decision_.evidence = merged.evidence;
    const Values value{Value::of(merged.bytes)};
    Values image = question_.left;
    image[rule_.left[0].value] = value[0];
    const auto operands = views(image);
    const abi::Carried carried = question_.evaluator.carry(question_.rule, Direction::to_right, operands);
    if (carried.how != Carry::set) return finish(What::conflict, Why::review);
    const Values right = owned(carried.operands);
    FieldBase next = advanced(Standing::agreed);
    put(next, Side::left, value);
    put(next, Side::right, right);
    decision_.next = std::move(next);
    const bool writes = decision_.writes_to(Side::left) || decision_.writes_to(Side::right);
    return finish(writes ? What::write : What::settle, Why::merged);
  }

  FieldDecision first_meeting() {
    if (one_way() && rule_.first == abi::First::unwritten) return flow(only_direction(), Why::first_arrow);
    if (const auto fill = fill_direction()) return flow(*fill, Why::filled);
    if (rule_.first != abi::First::unwritten) return by_first_policy();
    return question_.taken ? flow(towards(abi::other(*question_.taken)), Why::taken) : clash();
  }

  // A rule that is new, changed, or let in again: unwritten means fill.
  FieldDecision meet_again() {
    if (const auto fill = fill_direction()) return flow(*fill, Why::filled);
    return by_first_policy();
  }

  FieldDecision by_first_policy() {
    switch (rule_.first) {
      case abi::First::unwritten:
      case abi::First::fill:
        return settle(Standing::held, Why::first_held);
      case abi::First::keep:
        return settle(Standing::kept, Why::first_keep);
      case abi::First::prefer_left:
      case abi::First::prefer_right: {
        const Side side = rule_.first == abi::First::prefer_left ? Side::left : Side::right;
        const Direction direction = towards(abi::other(side));
        if (!abi::allows(rule_.arrow, direction)) return settle(Standing::held, Why::first_held);
        return flow(direction, Why::first_prefer);
      }
    }
    return settle(Standing::held, Why::first_held);
  }

  // The direction in which one side's value fills the other's ∅, if just one side is ∅.
  std::optional<Direction> fill_direction() const {
    for (const Direction direction : {Direction::to_right, Direction::to_left}) {
      if (!abi::allows(rule_.arrow, direction)) continue;
      const Side target = abi::target(direction);
      const bool target_none = is_none(now_.at(target)) || counts_as_none(target);
      if (target_none && !source_is_none(direction)) return direction;
    }
    return std::nullopt;
  }

  // A value equal to its direction's default counts as ∅ on the way back.
  bool counts_as_none(Side side) const {
    const Direction back = towards(abi::other(side));
    return abi::allows(rule_.arrow, back) && carry(back).how == Carry::none;
  }

  // --- Writing
  // -----------------------------------------------------------------------------------------------

  FieldDecision flow(Direction direction, Why why) {
    const Side target = abi::target(direction);
    if (rule_.fill && !may_fill(target)) return settle(Standing::kept, Why::fill_done);
    CarriedValues carried = carry(direction);
    switch (carried.how) {
      case Carry::set:
        if (carried.from_default && !meets_blank(target) && rule_.blank != abi::Blank::default_value)
          return blank(direction, why);
        return write(target, std::move(carried.values),
                     carried.from_default && !meets_blank(target) ? Why::blank_defaulted : why);
      case Carry::none:
        return blank(direction, why);
      case Carry::skip:
      case Carry::reject:
        decision_.failure = std::move(carried.failure);
        return finish(carried.how == Carry::skip ? What::skip : What::reject, Why::failure);
      case Carry::keep:
      case Carry::guarded:
      case Carry::undecided:
        return settle(Standing::kept, Why::else_keep);
    }
    return finish(What::unknown, Why::unknown);
  }

  // Where the target has no value either, a default is a plain write.
  bool meets_blank(Side target) const { return is_none(now_.at(target)); }

  bool may_fill(Side target) const {
    if (!is_none(now_.at(target))) return false;
    if (!base_) return true;
    return base_->standing != Standing::kept && is_none(base_->values.at(target));
  }

  // The source has no value any more.
  FieldDecision blank(Direction direction, Why why) {
    const Side target = abi::target(direction);
    if (why == Why::taken || rule_.blank == abi::Blank::clear)
      return write(target, Values(now_.at(target).size(), Value::null()), Why::blank_cleared);
    return settle(Standing::kept, Why::blank_kept);
  }

  FieldDecision write(Side target, Values values, Why why) {
    FieldBase next = advanced(one_way() ? Standing::one_way : Standing::agreed);
    put(next, target, values);
    decision_.next = std::move(next);
    return finish(decision_.writes_to(target) ? What::write : What::settle, why);
  }

  // The side is to have `values`: written where it has others.
  void put(FieldBase& next, Side side, const Values& values) {
    if (equal(side, values, now_.at(side))) return;
    next.values.at(side) = values;
    next.unconfirmed.at(side) = true;
    decision_.writes.at(side) = values;
  }

  // --- Ends
  // --------------------------------------------------------------------------------------------------

  FieldBase advanced(Standing standing) const {
    FieldBase next;
    next.standing = standing;
    next.rule_hash = hash_;
    next.rewrites = base_ ? base_->rewrites : std::uint8_t{0};
    next.values = now_;
    return next;
  }

  FieldDecision settle(Standing standing, Why why) {
    decision_.next = advanced(standing);
    return finish(What::settle, why);
  }

  FieldDecision finish(What what, Why why) {
    decision_.what = what;
    decision_.why = why;
    return std::move(decision_);
  }

  const FieldQuestion& question_;
  const abi::Rule& rule_;
  const std::uint64_t hash_;
  bool first_meeting_ = false;
  Sides<Values> now_;
  std::optional<FieldBase> base_;
  mutable Sides<std::optional<CarriedValues>> carried_;  // by the side that it was made of
  CarriedValues right_as_left_{Carry::keep, {}, false, {}};
  FieldDecision decision_;
};

}  // namespace

FieldDecision merge_field(const FieldQuestion& question) {
  return FieldMerge(question).decide();
}

}  // namespace parley::sync
