#include "engine/sync/settle.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "engine/sync/ingest.hpp"

namespace parley::sync {
namespace {

using connector::Settled;

constexpr std::int64_t backoff_first_seconds = 60;
constexpr std::int64_t backoff_seconds_max = 86'400;

std::string_view category_word(connector::Category category) {
  using connector::Category;
  switch (category) {
    case Category::none:
    case Category::other:
      return "other";
    case Category::association:
      return "association";
    case Category::duplicate:
      return "duplicate";
    case Category::permission:
      return "permission";
    case Category::value:
      return "value";
    case Category::picklist:
      return "picklist";
    case Category::validation:
      return "validation";
    case Category::limit:
      return "limit";
    case Category::gone:
      return "gone";
  }
  return "other";
}

// Whether the cause can pass without a change of the source.
bool can_pass(std::string_view category) {
  return category == "permission" || category == "limit" || category == "association" || category == "other";
}

store::IntentState state_of(Settled how) {
  switch (how) {
    case Settled::applied:
      return store::IntentState::applied;
    case Settled::existed:
      return store::IntentState::existed;
    case Settled::stale:
      return store::IntentState::stale;
    case Settled::rejected:
      return store::IntentState::rejected;
    case Settled::merged:
      return store::IntentState::merged;
    case Settled::gone:
      return store::IntentState::gone;
    case Settled::unknown:
      return store::IntentState::open;
  }
  return store::IntentState::open;
}

store::BaseRow base_row(const Setting& setting, const Decision& decision) {
  return {decision.link, setting.mapping, decision.state.left, decision.state.right};
}

}  // namespace

core::Result<void> Settling::settle(Decision& decision, std::span<const Intent* const> intents) {
  answer_inbox(decision);
  switch (decision.action) {
    case Action::none:
      if (!decision.category.empty() || decision.outcome == Class::waiting)
        return put_failure(decision, decision.category.empty() ? "waiting" : decision.category,
                           decision.reason, nullptr);
      return {};
    case Action::create:
      return settle_creation(decision, *intents.front());
    case Action::freeze:  // of this mapping alone: the link is every mapping's
      batch_.mutations.emplace_back(store::PutBase{base_row(setting_, decision)});
      return {};
    case Action::unlink:
      return put_link(decision, store::LinkStatus::unlinked);
    case Action::archive:
    case Action::remove:
      // Nothing follows from what becomes of either record now: not even when our own write comes back.
      batch_.mutations.emplace_back(
          store::SettleIntent{intents.front()->no, store::IntentState::applied, decision.link, ""});
      return put_link(decision, store::LinkStatus::tombstone);
    case Action::settle:
    case Action::update:
      break;
  }
  TRY_VOID(put_link(decision, store::LinkStatus::linked));
  LinkState state = unpack_state(base_row(setting_, decision), setting_.numbers);
  for (const Intent* intent : intents) put_written_record(decision, *intent, state);
  put_state(decision, state);
  put_conflicts(decision);
  return {};
}

// The new record, its keys, the link and the bases, in one batch with the intent's end.
core::Result<void> Settling::settle_creation(Decision& decision, const Intent& intent) {
  const Side target = intent.target;
  const store::RemoteId ids[] = {store::RemoteId(intent.outcome->id.value)};
  const auto rows = TRY(setting_.store.records(setting_.objects.at(target), ids));
  store::RecordNo no;
  if (rows.empty()) {
    no = store::RecordNo(TRY(setting_.store.reserve(setting_.lease, store::Sequence::records, 1)));
  } else {
    no = rows.front().no;
    const store::RecordNo numbers[] = {no};
    if (!TRY(setting_.store.links(setting_.pair, stored(target), numbers)).empty()) {
      decision.outcome = Class::failed;
      batch_.mutations.emplace_back(
          store::SettleIntent{intent.no, store::IntentState::existed, {}, ids[0].value});
      return put_failure(decision, "duplicate", "the record with our key is linked to another one", nullptr);
    }
  }
  decision.records.at(target) = no;
  decision.ids.at(target) = ids[0];
  decision.versions.at(target) = sync::stored(intent.outcome->version);
  LinkState state = unpack_state(base_row(setting_, decision), setting_.numbers);
  TRY_VOID(put_link(decision, store::LinkStatus::linked));
  put_written_record(decision, intent, state);
  put_state(decision, state);
  return {};
}

core::Result<void> Settling::put_link(Decision& decision, store::LinkStatus status) {
  store::LinkRow row;
  if (decision.link.value != 0) {
    const store::LinkNo no[] = {decision.link};
    const auto rows = TRY(setting_.store.links(no));
    if (!rows.empty()) row = rows.front();
    if (row.no.value != 0 && row.status == status) return {};
  } else {
    decision.link = store::LinkNo(TRY(setting_.store.reserve(setting_.lease, store::Sequence::links, 1)));
  }
  row.no = decision.link;
  row.pair = setting_.pair;
  row.left = decision.records.left;
  row.right = decision.records.right;
  row.status = status;
  row.reason = decision.reason;
  row.run = setting_.run;
  batch_.mutations.emplace_back(store::PutLink{row});
  return {};
}

// The target is as we wrote it: its version is the write's, and what the next read shows is compared anew.
void Settling::put_written_record(const Decision& decision, const Intent& intent, LinkState& state) {
  const Side target = intent.target;
  store::RecordRow row;
  row.no = decision.records.at(target);
  row.object = setting_.objects.at(target);
  row.id = decision.ids.at(target);
  row.version = sync::stored(intent.outcome->version);
  adopt_answer(intent, state);
  row.hash = expected_hash(target, state.images.at(target));
  state.seen.at(target) = row.version;
  state.written.at(target) = row.version.has_value();
  batch_.mutations.emplace_back(store::PutRecord{row});
  const auto operands = views(state.images.at(target));
  std::vector<store::Key> keys =
      keys_of(setting_.lane, abi::judge_one(setting_.evaluator, target, operands).keys);
  keys.push_back(marker_key(marker_of(setting_, target, row.id)));
  if (!decision.marker.empty()) keys.push_back(marker_key(decision.marker));
  std::sort(keys.begin(), keys.end());
  batch_.mutations.emplace_back(
      store::PutKeys{setting_.pair, stored(target), row.no, std::move(keys), setting_.lane});
  batch_.mutations.emplace_back(
      store::SettleIntent{intent.no, store::IntentState::applied, decision.link, intent.outcome->words});
}

// What the write's own answer shows is evidence of rewriting: adopted as that side's base. What it does not
// show is as it was, or as it was sent.
void Settling::adopt_answer(const Intent& intent, LinkState& state) {
  if (!intent.outcome->after) return;
  const auto after = read_record(setting_, intent.target, *intent.outcome->after, schema::Missing::unknown);
  if (!after) return;
  Values& image = state.images.at(intent.target);
  for (std::size_t i = 0; i < image.size(); ++i)
    if (!value::is_unknown(after->image[i].state)) image[i] = after->image[i];
  for (std::uint32_t no = 0; no < state.bases.size(); ++no) {
    auto& base = state.bases[no];
    if (!base || !base->unconfirmed.at(intent.target)) continue;
    const abi::Rule& rule = setting_.program.rules[no];
    const auto& fields = intent.target == Side::left ? rule.left : rule.right;
    bool differs = false, known = true;
    for (std::size_t c = 0; c < fields.size(); ++c) {
      const Value& shown = after->image[fields[c].value];
      known = known && !value::is_unknown(shown.state);
      if (!known) break;
      Value& sent = base->values.at(intent.target)[c];
      differs =
          differs || !setting_.evaluator.same(abi::RuleNo(no), intent.target, c, sent.view(), shown.view());
      sent = shown;
    }
    if (known) base->unconfirmed.at(intent.target) = false;
    if (known && differs)
      base->standing = ++base->rewrites >= rewrites_max ? Standing::unstable : Standing::rewritten;
  }
}

// What the next page shows if nobody else writes: our own echo, which is no news (Intake::is_echo). 0, never
// observed, where a field is unknown.
store::Hash Settling::expected_hash(Side side, const Values& image) const {
  if (std::any_of(image.begin(), image.end(), [](const Value& v) { return value::is_unknown(v.state); }))
    return store::Hash(0);
  return observation_hash(setting_.mapping, pack_image(image, setting_.numbers.fields.at(side)),
                          store::Life::live);
}

void Settling::put_state(const Decision& decision, const LinkState& state) {
  Sides<std::string> packed = pack_state(state, setting_.numbers);
  batch_.mutations.emplace_back(
      store::PutBase{{decision.link, setting_.mapping, std::move(packed.left), std::move(packed.right)}});
}

void Settling::put_conflicts(const Decision& decision) {
  const bool had = in_conflict_.contains(decision.link);
  std::set<store::RuleNo> open;
  for (const FieldLine& line : decision.lines) {
    if (line.what != What::conflict) continue;
    open.insert(line.rule);
    Packer left, right;
    left.values(line.now.left);
    right.values(line.now.right);
    store::ConflictRow row{decision.link, setting_.mapping,           line.rule,   left.take(), right.take(),
                           line.evidence, store::ConflictState::open, setting_.run};
    batch_.mutations.emplace_back(store::PutConflict{std::move(row)});
  }
  if (!had) return;
  for (const store::RuleNo rule : setting_.numbers.rules)
    if (!open.contains(rule))
      batch_.mutations.emplace_back(store::DropConflict{decision.link, setting_.mapping, rule});
  batch_.mutations.emplace_back(
      store::PutMeta{fmt::format("taken:{}:{}", setting_.mapping.value, decision.link.value), ""});
}

void Settling::answer_inbox(const Decision& decision) {
  for (const store::RecordNo record : decision.inbox) {
    if (!decision.keep_inbox) batch_.mutations.emplace_back(store::DropInbox{setting_.mapping, record});
    if (decision.action != Action::none || !decision.keep_inbox)
      batch_.mutations.emplace_back(store::DropFailure{setting_.mapping, record});
  }
}

core::Result<void> Settling::put_failure(const Decision& decision, std::string category, std::string text,
                                         const connector::Outcome* outcome) {
  const store::RecordNo record = decision.inbox.front();
  const auto before = TRY(setting_.store.failure(setting_.mapping, record));
  store::FailureRow row{setting_.mapping, record, std::move(category), {}, std::move(text), {}, 0, {}};
  if (before) row.attempts = before->attempts;
  if (before) row.next_at = before->next_at;  // a record that only rests is not put off again
  if (outcome != nullptr) {
    ++row.attempts;
    row.next_at.reset();
    row.code = outcome->field;
    const std::int64_t wait =
        std::min(backoff_seconds_max, backoff_first_seconds << std::min<std::uint32_t>(row.attempts - 1, 11));
    if (outcome->retry_in)
      row.next_at = setting_.remote.now() + *outcome->retry_in;
    else if (can_pass(row.category))
      row.next_at = setting_.remote.now() + core::Duration::seconds(wait);
  }
  batch_.mutations.emplace_back(store::PutFailure{std::move(row)});
  return {};
}

core::Result<void> Settling::refuse(Decision& decision, std::span<const Intent* const> intents) {
  decision.outcome = Class::waiting;
  for (const Intent* intent : intents) {
    if (!intent->outcome) continue;
    const connector::Outcome& outcome = *intent->outcome;
    const store::IntentState state = state_of(outcome.how);
    if (state == store::IntentState::open) {
      decision.reason = "the answer to its write was lost; read again before anything else";
      continue;
    }
    batch_.mutations.emplace_back(store::SettleIntent{
        intent->no, state, decision.link.value != 0 ? std::optional(decision.link) : std::nullopt,
        outcome.words});
    auto& again = read_again_.at(intent->target);
    if (!outcome.id.value.empty()) again.push_back(outcome.id);
    if (!decision.ids.at(intent->target).value.empty() && intent->kind != connector::WriteKind::create)
      again.emplace_back(decision.ids.at(intent->target).value);
    const bool nameless = outcome.how == Settled::existed && outcome.id.value.empty();
    if (outcome.how != Settled::rejected && !nameless) continue;
    decision.outcome = Class::failed;
    decision.reason = outcome.words;
    decision.category = nameless ? "duplicate" : category_word(outcome.category);
    TRY_VOID(put_failure(decision, decision.category, outcome.words, &outcome));
  }
  return {};
}

}  // namespace parley::sync
