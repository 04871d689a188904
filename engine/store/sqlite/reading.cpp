#include "engine/store/sqlite/reading.hpp"

namespace parley::store {

RecordRow read_record(const Query& row) {
  return {row.id<RecordNo>(0), row.id<ObjectNo>(1), RemoteId(row.text(2)), unpacked_version(row.view(3)),
          row.id<Hash>(4),     row.word<Life>(5),   row.id<Hash>(6)};
}

LinkRow read_link(const Query& row) {
  return {row.id<LinkNo>(0),
          row.id<PairNo>(1),
          row.id_or_none<RecordNo>(2),
          row.id_or_none<RecordNo>(3),
          row.word<LinkStatus>(4),
          row.text(5),
          row.id<RunNo>(6)};
}

InboxRow read_inbox(const Query& row) {
  return {row.id<MappingNo>(0), row.id<RecordNo>(1),           unpacked_version(row.view(2)),
          row.word<Cause>(3),   core::Instant{row.integer(4)}, row.text(5)};
}

PlanRow read_plan(const Query& row) {
  return {row.id<RunNo>(0),
          row.id<Seq>(1),
          row.id<MappingNo>(2),
          row.id<RecordNo>(3),
          unpacked_version(row.view(4)),
          unpacked_version(row.view(5)),
          row.text(6)};
}

JournalRow read_journal(const Query& row) {
  JournalRow journal;
  journal.no = row.id<IntentNo>(0);
  journal.run = row.id<RunNo>(1);
  journal.mapping = row.id<MappingNo>(2);
  journal.link = row.id_or_none<LinkNo>(3);
  journal.record = row.id<RecordNo>(4);
  journal.op = row.text(5);
  journal.delta = row.text(6);
  journal.left_image = row.text(7);
  journal.right_image = row.text(8);
  journal.marker = row.text(9);
  journal.if_version = unpacked_version(row.view(10));
  journal.plan = row.text(11);
  journal.job = row.text(12);
  journal.sent_at = row.instant(13);
  journal.state = row.word<IntentState>(14);
  journal.answer = row.text(15);
  return journal;
}

ConflictRow read_conflict(const Query& row) {
  return {row.id<LinkNo>(0), row.id<MappingNo>(1), row.id<RuleNo>(2),          row.text(3),
          row.text(4),       row.text(5),          row.word<ConflictState>(6), row.id<RunNo>(7)};
}

FailureRow read_failure(const Query& row) {
  return {row.id<MappingNo>(0),
          row.id<RecordNo>(1),
          row.text(2),
          row.text(3),
          row.text(4),
          row.text(5),
          static_cast<std::uint32_t>(row.integer(6)),
          row.instant(7)};
}

RunRow read_run(const Query& row) {
  return {row.id<RunNo>(0), row.id<MappingNo>(1), row.text(2), row.text(3), core::Instant{row.integer(4)},
          row.instant(5),   row.text(6),          row.text(7)};
}

}  // namespace parley::store
