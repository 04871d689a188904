#include "engine/sync/pair.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace parley::sync {
namespace {

using abi::Verdict;

Verdict scope_of(const Setting& setting, Side side, const Values& image) {
  const auto operands = views(image);
  const abi::Judgement judged = abi::judge_one(setting.evaluator, side, operands);
  for (const Verdict wanted : {Verdict::no, Verdict::unknown})
    if (judged.where[0] == wanted || judged.scope[0] == wanted) return wanted;
  return Verdict::yes;
}

void finish(Decision& decision, Class outcome, Action action, std::string reason) {
  decision.outcome = outcome;
  decision.action = action;
  decision.reason = std::move(reason);
}

// What was seen while the pair rests is there when it goes on; its bases stay.
void remember(const Setting& setting, const LinkedPair& pair, Decision& decision) {
  LinkState state = pair.state;
  state.images = pair.images;
  state.frozen = true;
  decision.state = pack_state(state, setting.numbers);
}

// A record of the pair is archived or deleted: the mapping says what becomes of its partner.
void decide_death(const Setting& setting, const LinkedPair& pair, Side dead, Decision& decision) {
  const abi::Policies& policies = setting.program.policies;
  const abi::OnDelete policy = dead == Side::left ? policies.delete_in_left : policies.delete_in_right;
  const std::string what = fmt::format("deleted on the {} side", side_word(dead));
  if (pair.first_meeting)  // another mapping's pair: its policies are the ones that count
    return finish(decision, Class::excluded, Action::none, what + " before this mapping met the pair");
  remember(setting, pair, decision);
  decision.target = abi::other(dead);
  switch (policy) {
    case abi::OnDelete::ignore:
      return finish(decision, Class::excluded, Action::freeze, what + ": ignored, and never created again");
    case abi::OnDelete::unlink:
      return finish(decision, Class::excluded, Action::unlink, what + ": unlinked");
    case abi::OnDelete::remove:
      return finish(decision, Class::deleted, Action::remove, what + ": the partner is deleted");
    case abi::OnDelete::archive:
      return finish(decision, Class::deleted, Action::archive, what + ": the partner is archived");
    case abi::OnDelete::review:
      decision.category = "deleted";
      decision.keep_inbox = true;
      return finish(decision, Class::conflict, Action::none, what + ": a person decides");
  }
}

// A record that is not shown counts as gone only beside a partner that surely is.
bool is_dead(store::Life life) {
  return life == store::Life::archived || life == store::Life::deleted || life == store::Life::invisible;
}

// The pair leaves the scope, or stays outside it. What this mapping never met, because another one linked it,
// does not leave.
void decide_exit(const Setting& setting, const LinkedPair& pair, Side left_scope, Decision& decision) {
  const std::string what = fmt::format("the {} record is out of scope", side_word(left_scope));
  if (pair.first_meeting) {
    decision.new_link = false;
    return finish(decision, Class::excluded, Action::none, "partner out of scope: " + what);
  }
  remember(setting, pair, decision);
  switch (setting.program.policies.exit) {
    case abi::OnExit::freeze:
      return finish(decision, Class::excluded, Action::freeze, what + ": frozen");
    case abi::OnExit::unlink:
      return finish(decision, Class::excluded, Action::unlink, what + ": unlinked");
    case abi::OnExit::archive:
      decision.target = abi::other(left_scope);
      return finish(decision, Class::deleted, Action::archive, what + ": the partner is archived");
  }
}

// What `plan` prints of a field. What stays as it is, and what merely settles as agreed, has no line.
void add_line(const Setting& setting, const FieldDecision& field, const std::optional<FieldBase>& base,
              const Sides<Values>& images, Decision& decision) {
  const bool listed = field.what == What::settle && field.next && is_listed(field.next->standing) &&
                      !(base && base->standing == field.next->standing);
  const bool shown = listed || field.what == What::write || field.what == What::conflict ||
                     field.what == What::reject || field.what == What::skip;
  if (!shown) return;
  const abi::Rule& rule = setting.program.rules[field.rule.value];
  FieldLine line;
  line.rule = setting.numbers.rules[field.rule.value];
  line.what = field.what;
  line.why = field.why;
  if (field.next) line.standing = field.next->standing;
  line.evidence = field.evidence;
  line.failure = field.failure;
  line.has_base = base && base->standing != Standing::unmet;
  if (line.has_base) line.base = base->values;
  line.now = {components(rule.left, images.left), components(rule.right, images.right)};
  line.writes = field.writes;
  decision.lines.push_back(std::move(line));
}

void assign(const Setting& setting, const FieldDecision& field, const Sides<Values>& images,
            Decision& decision) {
  const abi::Rule& rule = setting.program.rules[field.rule.value];
  for (const Side side : both_sides) {
    if (!field.writes_to(side)) continue;
    const auto& fields = side == Side::left ? rule.left : rule.right;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const Value& value = (*field.writes.at(side))[i];
      const Value& before = images.at(side)[fields[i].value];
      if (value == before) continue;
      if (value::is_none(value.state) && before.state == value::State::value) ++decision.clears;
      decision.assignments.at(side).push_back({setting.numbers.fields.at(side)[fields[i].value], value});
    }
  }
}

// Reject and skip end the whole record.
bool ends_record(const std::vector<FieldDecision>& fields, const Setting& setting, Decision& decision) {
  for (const What what : {What::reject, What::skip}) {
    const auto at =
        std::find_if(fields.begin(), fields.end(), [&](const FieldDecision& f) { return f.what == what; });
    if (at == fields.end()) continue;
    const std::string reason = setting.program.rules[at->rule.value].name + ": " + at->failure;
    decision.category = "value";
    decision.keep_inbox = what == What::reject;
    finish(decision, what == What::reject ? Class::failed : Class::excluded, Action::none, reason);
    return true;
  }
  return false;
}

// A record that its own side's scope shuts out is not created. Fields that no rule fills are unknown here.
bool would_be_out_of_scope(const Setting& setting, Side target, const Creation& creation) {
  Values image(creation.image.size());
  for (const FieldDecision& field : creation.fields) {
    const abi::Rule& rule = setting.program.rules[field.rule.value];
    if (!abi::allows(rule.arrow, towards(target))) continue;
    for (const abi::FieldNo no : target == Side::left ? rule.left : rule.right)
      image[no.value] = creation.image[no.value];
  }
  const auto operands = views(image);
  return abi::judge_one(setting.evaluator, target, operands).scope[0] == Verdict::no;
}

Sides<Evidence> evidence_of(const LinkedPair& pair, const Decision& decision) {
  Sides<Evidence> evidence;
  for (const Side side : both_sides) {
    const auto& seen = pair.state.seen.at(side);
    const auto& now = decision.versions.at(side);
    if (seen) evidence.at(side).after = seen->modified;
    if (now) evidence.at(side).until = now->modified;
    evidence.at(side).ours = pair.state.written.at(side) && seen && now && seen->token == now->token;
  }
  return evidence;
}

// The link's state once every write of the decision is acknowledged. Where a conflict stays open, the last
// sight of its base stays the evidence for `newest`.
LinkState next_state(const LinkedPair& pair, const Merged& merged, const Decision& decision) {
  LinkState next = pair.state;
  next.images = merged.images;
  bool open = false;
  for (std::size_t i = 0; i < merged.fields.size(); ++i) {
    if (merged.fields[i].next) next.bases[i] = merged.fields[i].next;
    open = open || merged.fields[i].what == What::conflict;
  }
  if (!open || pair.first_meeting) next.seen = decision.versions;
  next.written = {};
  next.frozen = false;
  return next;
}

void decide_merge(const Setting& setting, const LinkedPair& pair, Decision& decision) {
  const Merged merged = merge(setting.program, setting.evaluator,
                              {pair.images.left, pair.images.right, pair.state.bases, pair.first_meeting,
                               evidence_of(pair, decision), &pair.taken});
  bool open = false, writes = false;
  for (const FieldDecision& field : merged.fields) {
    add_line(setting, field, pair.state.bases[field.rule.value], pair.images, decision);
    open = open || field.what == What::conflict;
    const bool effect = field.what == What::write || (field.next && field.next->standing == Standing::held);
    decision.rule_changed = decision.rule_changed || (field.met_again && effect && !pair.first_meeting);
  }
  if (ends_record(merged.fields, setting, decision)) return;
  for (const FieldDecision& field : merged.fields) assign(setting, field, pair.images, decision);
  writes = !decision.assignments.left.empty() || !decision.assignments.right.empty();
  decision.state = pack_state(next_state(pair, merged, decision), setting.numbers);
  std::string reason = std::move(decision.reason);
  finish(decision,
         open     ? Class::conflict
         : writes ? Class::updated
                  : Class::unchanged,
         writes ? Action::update : Action::settle, std::move(reason));
}

}  // namespace

void decide_pair(const Setting& setting, const LinkedPair& pair, Decision& decision) {
  if (pair.status == store::LinkStatus::unlinked || pair.status == store::LinkStatus::tombstone)
    return finish(decision, Class::excluded, Action::none, "unlinked");
  const bool both_shown_none =
      pair.lives.left == store::Life::invisible && pair.lives.right == store::Life::invisible;
  if (is_dead(pair.lives.left) && is_dead(pair.lives.right) && !both_shown_none)
    return finish(decision, Class::excluded, Action::unlink, "deleted on both sides: forgotten");
  for (const Side side : both_sides) {
    const store::Life life = pair.lives.at(side);
    if (life == store::Life::archived || life == store::Life::deleted)
      return decide_death(setting, pair, side, decision);
    if (life == store::Life::invisible) {
      decision.keep_inbox = true;
      return finish(decision, Class::waiting, Action::none,
                    fmt::format("the {} record is not shown to us any more", side_word(side)));
    }
  }
  for (const Side side : both_sides) {
    const Verdict scope = scope_of(setting, side, pair.images.at(side));
    if (scope == Verdict::no) return decide_exit(setting, pair, side, decision);
    if (scope != Verdict::unknown) continue;
    // Unknown: the last decision stands; where there is none, the pair is left out.
    if (pair.state.frozen || pair.status == store::LinkStatus::frozen || pair.first_meeting) {
      decision.new_link = false;
      return finish(decision, Class::excluded, Action::none, "scope undecided: a field is unknown");
    }
  }
  decide_merge(setting, pair, decision);
}

void decide_creation(const Setting& setting, const Values& source, Decision& decision) {
  const Side target = decision.target;
  const Creation creation = create(setting.program, setting.evaluator, target, source);
  Sides<Values> images;
  images.at(abi::other(target)) = source;
  images.at(target) = Values(creation.image.size(), Value::null());
  for (const FieldDecision& field : creation.fields) add_line(setting, field, {}, images, decision);
  if (ends_record(creation.fields, setting, decision)) return;
  if (would_be_out_of_scope(setting, target, creation)) {
    decision.lines.clear();
    return finish(decision, Class::excluded, Action::none, "its partner would be out of scope");
  }
  LinkState state = fresh_state(setting.numbers);
  for (std::size_t i = 0; i < creation.fields.size(); ++i) {
    state.bases[i] = creation.fields[i].next;
    assign(setting, creation.fields[i], images, decision);
  }
  decision.clears = 0;
  images.at(target) = creation.image;
  state.images = images;
  state.seen = decision.versions;
  decision.state = pack_state(state, setting.numbers);
  decision.new_link = true;
  finish(decision, Class::created, Action::create, "no partner found");
}

}  // namespace parley::sync
