#include "engine/sync/survey.hpp"

#include <algorithm>

namespace parley::sync {
namespace {

core::Result<std::string> remote_id(store::Store& store, std::optional<store::RecordNo> record) {
  if (!record) return std::string("?");
  const store::RecordNo no[] = {*record};
  const auto rows = TRY(store.records(no));
  return rows.empty() ? std::string("?") : rows.front().id.value;
}

core::Result<void> survey_pairs(store::Store& store, const Surveyed& what, Survey& survey) {
  Numbers numbers;
  for (const auto& [no, name] : what.rules) numbers.rules.push_back(no);
  auto rows = store.pairs(what.pair, what.mapping, store::Side::left, store::RecordNo(0));
  for (;;) {
    const auto row = TRY(rows.next());
    if (!row) return {};
    if (!row->base) continue;  // another mapping's
    const store::LinkStatus status = row->link.status;
    const LinkState state = unpack_state(*row->base, numbers);
    if (status == store::LinkStatus::unlinked || status == store::LinkStatus::tombstone)
      ++survey.unlinked;
    else if (state.frozen || status != store::LinkStatus::linked)
      ++survey.frozen;
    else
      ++survey.linked;
    if (state.frozen || status != store::LinkStatus::linked) continue;
    for (std::size_t i = 0; i < state.bases.size(); ++i)
      if (state.bases[i] && is_listed(state.bases[i]->standing))
        ++survey.held[what.rules.at(numbers.rules[i])][std::string(standing_word(state.bases[i]->standing))];
  }
}

}  // namespace

core::Result<std::optional<Surveyed>> find_surveyed(store::Store& store, const abi::Program& program,
                                                    const Sides<std::string>& accounts) {
  Surveyed what;
  bool known = false;
  for (const auto& [no, name] : TRY(store.mapping_names()))
    if (name == program.mapping) what.mapping = no, known = true;
  if (!known) return std::optional<Surveyed>();
  for (const store::ObjectRow& row : TRY(store.object_rows()))
    for (const Side side : both_sides)
      if (row.account == program.shape(side).system + ":" + accounts.at(side) &&
          row.name == program.shape(side).object)
        what.objects.at(side) = row.no;
  for (const store::PairRow& row : TRY(store.pair_rows()))
    if (row.left == what.objects.left && row.right == what.objects.right) what.pair = row.no;
  if (what.pair.value == 0) return std::optional<Surveyed>();
  for (auto& [no, name] : TRY(store.rule_names(what.mapping))) what.rules.emplace(no, std::move(name));
  return std::optional(std::move(what));
}

core::Result<Survey> survey(store::Store& store, const Surveyed& what) {
  Survey survey;
  TRY_VOID(survey_pairs(store, what, survey));
  TRY_VOID(each_failing(store, what,
                        [&](const FailingRecord& failing) { ++survey.failing[failing.failure.category]; }));
  TRY_VOID(each_conflict(store, what, [&](const OpenConflict&) { ++survey.conflicts; }));
  auto inbox = store.inbox(what.mapping, {}, store::RecordNo(0));
  for (auto row = TRY(inbox.next()); row; row = TRY(inbox.next())) ++survey.waiting_in_inbox;
  auto intents = store.intents({});
  for (auto row = TRY(intents.next()); row; row = TRY(intents.next()))
    survey.open_intents += row->mapping == what.mapping ? 1 : 0;
  auto runs = store.runs();
  for (auto run = TRY(runs.next()); run; run = TRY(runs.next())) {
    if (!run->ended || (run->mapping.value != 0 && run->mapping != what.mapping)) continue;
    survey.counters = unpack_counters(run->counts);
    survey.last_run = std::move(run);
    break;
  }
  return survey;
}

core::Result<void> each_failing(store::Store& store, const Surveyed& what,
                                const std::function<void(const FailingRecord&)>& take) {
  auto rows = store.failures(what.mapping, std::nullopt);
  for (auto row = TRY(rows.next()); row; row = TRY(rows.next())) {
    const store::RecordNo no[] = {row->record};
    const auto records = TRY(store.records(no));
    std::string name = "?";
    if (!records.empty())
      name = std::string(records.front().object == what.objects.left ? "left " : "right ") +
             records.front().id.value;
    take({std::move(name), *std::move(row)});
  }
  return {};
}

core::Result<void> each_conflict(store::Store& store, const Surveyed& what,
                                 const std::function<void(const OpenConflict&)>& take) {
  auto rows = store.conflicts(what.mapping);
  for (auto row = TRY(rows.next()); row; row = TRY(rows.next())) {
    if (row->state != store::ConflictState::open) continue;
    OpenConflict conflict;
    conflict.link = row->link;
    conflict.evidence = row->evidence;
    conflict.values = {Unpacker(row->left).values(), Unpacker(row->right).values()};
    if (const auto rule = what.rules.find(row->rule); rule != what.rules.end()) conflict.rule = rule->second;
    const store::LinkNo no[] = {row->link};
    for (const store::LinkRow& link : TRY(store.links(no)))
      conflict.ids = {TRY(remote_id(store, link.left)), TRY(remote_id(store, link.right))};
    take(conflict);
  }
  return {};
}

}  // namespace parley::sync
