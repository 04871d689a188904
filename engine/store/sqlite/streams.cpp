// Ordered streams: each page is one question behind the last row's key, so nothing stays open between pages.
#include <limits>

#include "engine/store/sqlite/packing.hpp"
#include "engine/store/sqlite/reading.hpp"
#include "engine/store/sqlite/store.hpp"

namespace parley::store {

namespace {

// The rows of a question, until page_bytes_max is passed. `bytes` measures what varies.
template <class Row, class Read, class Bytes>
core::Result<std::vector<Row>> page_of(Query query, Read read, Bytes bytes) {
  std::vector<Row> rows;
  for (std::size_t size = 0; size < page_bytes_max && rows.size() < page_rows_max;) {
    if (!TRY(query.step())) break;
    rows.push_back(read(query));
    size += bytes(rows.back());
  }
  return rows;
}

template <class Row, class Read>
core::Result<std::vector<Row>> page_of(Query query, Read read) {
  return page_of<Row>(std::move(query), read, [](const Row&) { return std::size_t{0}; });
}

bool is_in(Part part, std::uint64_t number) {
  return number % part.count == part.index;
}

std::size_t journal_bytes(const JournalRow& row) {
  return row.delta.size() + row.left_image.size() + row.right_image.size() + row.answer.size();
}

// Adds a key row to its group; members over the limit are only counted.
void add(KeyGroup& group, KeyRow row) {
  auto& rows = row.side == Side::left ? group.left : group.right;
  ++(row.side == Side::left ? group.left_count : group.right_count);
  if (rows.size() < group_records_max) rows.push_back(row);
}

core::Result<std::vector<KeyGroup>> groups_of(Query query, MatchRule rule, Part part) {
  std::vector<KeyGroup> groups;
  while (TRY(query.step())) {
    const KeyHash hash = hash_of_ordered(query.integer(0));
    if (!is_in(part, hash.value)) continue;
    if (groups.empty() || groups.back().hash != hash) {
      if (groups.size() == page_rows_max) break;
      groups.push_back({hash, {}, {}, 0, 0});
    }
    add(groups.back(),
        {{rule, hash}, query.word<Side>(1), query.id<RecordNo>(2), query.id_or_none<LinkNo>(3)});
  }
  return groups;
}

PairedRow read_paired(const Query& row) {
  PairedRow paired{read_link(row), std::nullopt};
  if (!row.is_null(7)) paired.base = BaseRow{paired.link.no, row.id<MappingNo>(7), row.text(8), row.text(9)};
  return paired;
}

std::size_t paired_bytes(const PairedRow& row) {
  return row.base ? row.base->left.size() + row.base->right.size() : 0;
}

}  // namespace

Rows<KeyGroup> SqliteStore::join(PairNo pair, MatchRule rule, Part part, std::optional<KeyHash> after) {
  return Rows<KeyGroup>(
      [this, pair, rule, part, after](const KeyGroup* last) -> core::Result<std::vector<KeyGroup>> {
        const std::optional<KeyHash> behind = last != nullptr ? std::optional(last->hash) : after;
        if (behind && behind->value == std::numeric_limits<std::uint64_t>::max())
          return std::vector<KeyGroup>();
        const std::int64_t from = ordered(behind ? KeyHash(behind->value + 1) : KeyHash(0));
        return groups_of(database_->query("SELECT hash, side, record, CASE side WHEN 0 THEN (SELECT no FROM "
                                          "link WHERE pair = ?1 AND l = record) ELSE "
                                          "(SELECT no FROM link WHERE pair = ?1 AND r = record) END FROM "
                                          "matchkey WHERE pair = ?1 AND rule = ?2 AND "
                                          "hash >= ?3 ORDER BY hash, side, record",
                                          pair, rule, from),
                         rule, part);
      });
}

Rows<RecordRow> SqliteStore::object_records(ObjectNo object, RecordNo after) {
  return Rows<RecordRow>([this, object, after](const RecordRow* last) {
    return page_of<RecordRow>(database_->query("SELECT no, object, id, ver, hash, life, bytes FROM record "
                                               "WHERE +object = ? AND no > ? ORDER BY no",
                                               object, last != nullptr ? last->no : after),
                              read_record);
  });
}

Rows<PairedRow> SqliteStore::pairs(PairNo pair, MappingNo mapping, Side order, RecordNo after) {
  const char* by_left =
      "SELECT link.no, pair, link.l, link.r, status, reason, run, base.mapping, base.l, base.r FROM link "
      "LEFT JOIN base "
      "ON base.link = link.no AND base.mapping = ? WHERE pair = ? AND link.l > ? ORDER BY link.l";
  const char* by_right =
      "SELECT link.no, pair, link.l, link.r, status, reason, run, base.mapping, base.l, base.r FROM link "
      "LEFT JOIN base "
      "ON base.link = link.no AND base.mapping = ? WHERE pair = ? AND link.r > ? ORDER BY link.r";
  const char* sql = order == Side::left ? by_left : by_right;
  return Rows<PairedRow>([this, sql, pair, mapping, order, after](const PairedRow* last) {
    const RecordNo from = last != nullptr ? last->link.at(order).value_or(RecordNo()) : after;
    return page_of<PairedRow>(database_->query(sql, mapping, pair, from), read_paired, paired_bytes);
  });
}

Rows<InboxRow> SqliteStore::inbox(MappingNo mapping, Part part, RecordNo after) {
  return Rows<InboxRow>([this, mapping, part, after](const InboxRow* last) {
    return page_of<InboxRow>(
        database_->query(
            "SELECT mapping, record, ver, cause, seen_at, image FROM inbox WHERE mapping = ? AND record > ? "
            "AND record % ? = ? ORDER BY record",
            mapping, last != nullptr ? last->record : after, part.count, part.index),
        read_inbox, [](const InboxRow& row) { return row.image.size(); });
  });
}

Rows<PlanRow> SqliteStore::plan(RunNo run, Seq after) {
  return Rows<PlanRow>([this, run, after](const PlanRow* last) {
    return page_of<PlanRow>(
        database_->query(
            "SELECT run, seq, mapping, record, l_ver, r_ver, decision FROM plan WHERE run = ? AND seq > ? "
            "ORDER BY seq",
            run, last != nullptr ? last->seq : after),
        read_plan, [](const PlanRow& row) { return row.decision.size(); });
  });
}

Rows<JournalRow> SqliteStore::intents(Part part) {
  return Rows<JournalRow>([this, part](const JournalRow* last) {
    return page_of<JournalRow>(
        database_->query(
            "SELECT no, run, mapping, link, record, op, delta, l_image, r_image, marker, if_ver, plan, job, "
            "sent_at, state, answer FROM journal WHERE state = 0 AND no > ? AND record % ? = ? ORDER BY no",
            last != nullptr ? last->no : IntentNo(), part.count, part.index),
        read_journal, journal_bytes);
  });
}

Rows<JournalRow> SqliteStore::journal(JournalQuery query, IntentNo after) {
  const char* by_run =
      "SELECT no, run, mapping, link, record, op, delta, l_image, r_image, marker, if_ver, plan, job, "
      "sent_at, state, "
      "answer FROM journal WHERE run = ? AND no > ? ORDER BY no";
  const char* by_link =
      "SELECT no, run, mapping, link, record, op, delta, l_image, r_image, marker, if_ver, plan, job, "
      "sent_at, state, "
      "answer FROM journal WHERE link = ? AND no > ? ORDER BY no";
  const char* by_record =
      "SELECT no, run, mapping, link, record, op, delta, l_image, r_image, marker, if_ver, plan, job, "
      "sent_at, state, "
      "answer FROM journal WHERE record = ? AND no > ? ORDER BY no";
  const char* all =
      "SELECT no, run, mapping, link, record, op, delta, l_image, r_image, marker, if_ver, plan, job, "
      "sent_at, state, "
      "answer FROM journal WHERE no > ?2 AND ?1 = 0 ORDER BY no";
  const char* sql = query.run ? by_run : query.link ? by_link : query.record ? by_record : all;
  const std::uint64_t key = query.run      ? query.run->value
                            : query.link   ? query.link->value
                            : query.record ? query.record->value
                                           : 0;
  return Rows<JournalRow>([this, sql, key, after](const JournalRow* last) {
    return page_of<JournalRow>(database_->query(sql, key, last != nullptr ? last->no : after), read_journal,
                               journal_bytes);
  });
}

Rows<ConflictRow> SqliteStore::conflicts(MappingNo mapping) {
  return Rows<ConflictRow>([this, mapping](const ConflictRow* last) {
    return page_of<ConflictRow>(
        database_->query(
            "SELECT link, mapping, rule, l, r, evidence, state, run FROM conflict WHERE mapping = ? AND "
            "(link, rule) > (?, ?) ORDER BY link, rule",
            mapping, last != nullptr ? last->link : LinkNo(), last != nullptr ? last->rule : RuleNo()),
        read_conflict, [](const ConflictRow& row) { return row.left.size() + row.right.size(); });
  });
}

Rows<FailureRow> SqliteStore::failures(MappingNo mapping, std::optional<core::Instant> due) {
  return Rows<FailureRow>([this, mapping, due](const FailureRow* last) {
    return page_of<FailureRow>(
        database_->query(
            "SELECT mapping, record, category, code, text, payload, attempts, next_at FROM failure WHERE "
            "mapping = ?1 AND record > ?2 AND (?3 IS NULL OR next_at <= ?3) ORDER BY record",
            mapping, last != nullptr ? last->record : RecordNo(), due),
        read_failure, [](const FailureRow& row) { return row.payload.size() + row.text.size(); });
  });
}

Rows<RecordNo> SqliteStore::dependants(RecordNo parent) {
  return Rows<RecordNo>([this, parent](const RecordNo* last) {
    return page_of<RecordNo>(
        database_->query("SELECT DISTINCT child FROM depends WHERE parent = ? AND child > ? ORDER BY child",
                         parent, last != nullptr ? *last : RecordNo()),
        [](const Query& row) { return row.id<RecordNo>(0); });
  });
}

Rows<LineRow> SqliteStore::lines(LinkNo link) {
  return Rows<LineRow>([this, link](const LineRow* last) {
    return page_of<LineRow>(
        database_->query(
            "SELECT list, key, l_id, r_id, l, r FROM line WHERE link = ? AND (list, key) > (?, ?) ORDER BY "
            "list, key",
            link, last != nullptr ? last->list : std::string(), last != nullptr ? last->key : std::string()),
        [link](const Query& row) {
          return LineRow{link, row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5)};
        },
        [](const LineRow& row) { return row.left.size() + row.right.size(); });
  });
}

Rows<RecordNo> SqliteStore::members(std::uint64_t set) {
  return Rows<RecordNo>([this, set](const RecordNo* last) {
    return page_of<RecordNo>(
        database_->query("SELECT record FROM member WHERE set_no = ? AND record > ? ORDER BY record", set,
                         last != nullptr ? *last : RecordNo()),
        [](const Query& row) { return row.id<RecordNo>(0); });
  });
}

Rows<RunRow> SqliteStore::runs() {
  return Rows<RunRow>([this](const RunRow* last) {
    return page_of<RunRow>(
        database_->query("SELECT no, mapping, mapping_hash, actor, started, ended, counts, certificate FROM "
                         "run WHERE no < ? "
                         "ORDER BY no DESC",
                         last != nullptr ? last->no : RunNo(std::numeric_limits<std::int64_t>::max())),
        read_run, [](const RunRow& row) { return row.counts.size(); });
  });
}

}  // namespace parley::store
