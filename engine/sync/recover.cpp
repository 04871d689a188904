#include "engine/sync/recover.hpp"

#include <algorithm>
#include <map>

#include "engine/sync/intent.hpp"

namespace parley::sync {
namespace {

constexpr std::size_t recover_batch = 100;

class Recovery {
 public:
  explicit Recovery(const Setting& setting) : setting_(setting) {}

  core::Result<Recovered> run() {
    std::vector<store::JournalRow> open = TRY(open_intents());
    for (std::size_t at = 0; at < open.size(); at += recover_batch) {
      const std::span page(open.data() + at, std::min(recover_batch, open.size() - at));
      for (const Side side : both_sides) {
        TRY_VOID(recover_creations(page, side));
        TRY_VOID(recover_updates(page, side));
      }
    }
    return result_;
  }

 private:
  core::Result<std::vector<store::JournalRow>> open_intents() {
    std::vector<store::JournalRow> open;
    auto rows = setting_.store.intents({});
    for (;;) {
      auto row = TRY(rows.next());
      if (!row) return open;
      if (row->mapping == setting_.mapping) open.push_back(*std::move(row));
    }
  }

  static std::vector<const store::JournalRow*> of(std::span<const store::JournalRow> page, Side side,
                                                  bool creations) {
    std::vector<const store::JournalRow*> rows;
    for (const store::JournalRow& row : page) {
      const auto op = op_of(row.op);
      if (op && op->target == side && (op->kind == connector::WriteKind::create) == creations)
        rows.push_back(&row);
    }
    return rows;
  }

  core::Result<void> commit_now() {
    TRY_VOID(commit(setting_, batch_));
    batch_ = {};
    return {};
  }

  void end(const store::JournalRow& row, store::IntentState state, std::optional<store::LinkNo> link) {
    batch_.mutations.emplace_back(store::SettleIntent{row.no, state, link, "found by recovery"});
    ++(state == store::IntentState::applied ? result_.applied : result_.abandoned);
  }

  // --- Creations: by marker
  // ----------------------------------------------------------------------------------

  core::Result<void> recover_creations(std::span<const store::JournalRow> page, Side side) {
    const auto rows = of(page, side, true);
    if (rows.empty()) return {};
    std::vector<connector::Marker> markers;
    for (const store::JournalRow* row : rows) markers.emplace_back(row->marker);
    std::map<std::string, store::RemoteId> found;
    IngestOptions options;
    options.cause = store::Cause::returned;
    options.every_record = true;
    connector::Connector& connector = setting_.remote.connector(side);
    TRY_VOID(run_alone(setting_.remote, side,
                       connector.find_marker(setting_.object(side), setting_.asked.at(side), markers),
                       [&](const connector::Step& step) -> core::Result<void> {
                         const auto* result = std::get_if<connector::Page>(&step);
                         if (result == nullptr) return {};
                         for (const connector::Item& item : result->items)
                           if (item.marker) found.emplace(item.marker->value, store::RemoteId(item.id.value));
                         TRY(ingest(setting_, side, *result, options));
                         return {};
                       }));
    for (const store::JournalRow* row : rows) {
      const auto at = found.find(row->marker);
      if (at == found.end())
        end(*row, store::IntentState::abandoned, {});
      else
        TRY_VOID(adopt_creation(*row, side, at->second));
    }
    return commit_now();
  }

  // Linked with the intent's images as bases; both records are in the inbox, and are merged by the next plan.
  core::Result<void> adopt_creation(const store::JournalRow& row, Side side, const store::RemoteId& id) {
    const store::RemoteId ids[] = {id};
    const auto records = TRY(setting_.store.records(setting_.objects.at(side), ids));
    if (records.empty())
      return core::fail(core::ErrorKind::machine, "a record that was just read is not in the state");
    const store::RecordNo target[] = {records.front().no};
    const store::RecordNo source[] = {row.record};
    const bool linked = !TRY(setting_.store.links(setting_.pair, stored(side), target)).empty() ||
                        !TRY(setting_.store.links(setting_.pair, stored(abi::other(side)), source)).empty();
    if (linked) {
      end(row, store::IntentState::existed, {});
      return {};
    }
    store::LinkRow link;
    link.no = store::LinkNo(TRY(setting_.store.reserve(setting_.lease, store::Sequence::links, 1)));
    link.pair = setting_.pair;
    link.left = side == Side::left ? target[0] : row.record;
    link.right = side == Side::right ? target[0] : row.record;
    link.reason = "created by us, found by the marker";
    link.run = row.run;
    batch_.mutations.emplace_back(store::PutLink{link});
    batch_.mutations.emplace_back(
        store::PutBase{{link.no, setting_.mapping, row.left_image, row.right_image}});
    end(row, store::IntentState::applied, link.no);
    return {};
  }

  // --- Updates and archivings: by id
  // -------------------------------------------------------------------------

  core::Result<void> recover_updates(std::span<const store::JournalRow> page, Side side) {
    std::vector<const store::JournalRow*> rows = of(page, side, false);
    std::vector<connector::RecordId> ids;
    std::map<store::LinkNo, store::RecordRow> targets;
    for (const store::JournalRow* row : rows) {
      if (!row->link) continue;
      const store::LinkNo no[] = {*row->link};
      const auto links = TRY(setting_.store.links(no));
      if (links.empty() || !links.front().at(stored(side))) continue;
      const store::RecordNo target[] = {*links.front().at(stored(side))};
      for (store::RecordRow& record : TRY(setting_.store.records(target))) {
        ids.emplace_back(record.id.value);
        targets.emplace(*row->link, std::move(record));
      }
    }
    if (!ids.empty()) {
      IngestOptions options;
      options.cause = store::Cause::returned;
      options.every_record = true;
      TRY(read_by_id(setting_, side, ids, options));
    }
    for (const store::JournalRow* row : rows) TRY_VOID(judge_update(*row, side, targets));
    return commit_now();
  }

  core::Result<void> judge_update(const store::JournalRow& row, Side side,
                                  const std::map<store::LinkNo, store::RecordRow>& targets) {
    const auto target = row.link ? targets.find(*row.link) : targets.end();
    if (target == targets.end()) {
      end(row, store::IntentState::abandoned, row.link);
      return {};
    }
    const store::RecordNo no[] = {target->second.no};
    const auto inbox = TRY(setting_.store.inbox_of(setting_.mapping, no));
    Values image(setting_.numbers.fields.at(side).size());
    if (!inbox.empty()) image = unpack_image(inbox.front().image, setting_.numbers.fields.at(side));
    const std::vector<FieldLine> lines = unpack_lines(row.delta);
    if (!was_applied(lines, side, image)) {
      end(row, store::IntentState::abandoned, row.link);
      return {};
    }
    TRY_VOID(advance_bases(row, side, lines));
    end(row, store::IntentState::applied, row.link);
    return {};
  }

  std::optional<abi::RuleNo> rule_of(store::RuleNo no) const {
    const auto at = std::find(setting_.numbers.rules.begin(), setting_.numbers.rules.end(), no);
    if (at == setting_.numbers.rules.end()) return std::nullopt;
    return abi::RuleNo(static_cast<std::uint32_t>(at - setting_.numbers.rules.begin()));
  }

  // A write lands as a whole: one field that holds what was sent, and did not before, shows it.
  bool was_applied(const std::vector<FieldLine>& lines, Side side, const Values& image) const {
    return std::any_of(lines.begin(), lines.end(), [&](const FieldLine& line) {
      const auto rule = rule_of(line.rule);
      if (!rule || !line.writes.at(side)) return false;
      const abi::Rule& meaning = setting_.program.rules[rule->value];
      const auto& fields = side == Side::left ? meaning.left : meaning.right;
      const Values& sent = *line.writes.at(side);
      for (std::size_t i = 0; i < std::min(fields.size(), sent.size()); ++i) {
        const Value& now = image[fields[i].value];
        if (value::is_unknown(now.state)) return false;
        if (!setting_.evaluator.same(*rule, side, i, sent[i].view(), now.view())) return false;
      }
      return fields.size() == sent.size();
    });
  }

  // The rules that wrote to this side stand as the intent left them; the others are merged as they were.
  core::Result<void> advance_bases(const store::JournalRow& row, Side side,
                                   const std::vector<FieldLine>& lines) {
    const LinkState intended =
        unpack_state({*row.link, setting_.mapping, row.left_image, row.right_image}, setting_.numbers);
    const store::LinkNo no[] = {*row.link};
    const auto bases = TRY(setting_.store.bases(setting_.mapping, no));
    LinkState state =
        bases.empty() ? met_by(intended, lines, side) : unpack_state(bases.front(), setting_.numbers);
    for (const FieldLine& line : lines)
      if (const auto rule = rule_of(line.rule); rule && line.writes.at(side))
        state.bases[rule->value] = intended.bases[rule->value];
    Sides<std::string> packed = pack_state(state, setting_.numbers);
    batch_.mutations.emplace_back(
        store::PutBase{{*row.link, setting_.mapping, std::move(packed.left), std::move(packed.right)}});
    return {};
  }

  // The state of a pair that met by this decision, before what it was to write to the other side.
  LinkState met_by(const LinkState& intended, const std::vector<FieldLine>& lines, Side side) const {
    LinkState state = intended;
    for (const FieldLine& line : lines)
      if (const auto rule = rule_of(line.rule); rule && !line.writes.at(side))
        state.bases[rule->value] = unmet(setting_.program.rules[rule->value]);
    return state;
  }

  const Setting& setting_;
  store::Batch batch_;
  Recovered result_;
};

}  // namespace

core::Result<Recovered> recover(const Setting& setting) {
  return Recovery(setting).run();
}

}  // namespace parley::sync
