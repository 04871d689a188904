// From a result row to a struct of rows.hpp. Each reader names the columns that it expects, in their order.
#pragma once

#include "engine/store/rows.hpp"
#include "engine/store/sqlite/database.hpp"
#include "engine/store/sqlite/packing.hpp"

namespace parley::store {

RecordRow read_record(const Query& row);      // no, object, id, ver, hash, life, bytes
LinkRow read_link(const Query& row);          // no, pair, l, r, status, reason, run
InboxRow read_inbox(const Query& row);        // mapping, record, ver, cause, seen_at, image
PlanRow read_plan(const Query& row);          // run, seq, mapping, record, l_ver, r_ver, decision
JournalRow read_journal(const Query& row);    // the table's columns
ConflictRow read_conflict(const Query& row);  // the table's columns
FailureRow read_failure(const Query& row);    // the table's columns
RunRow read_run(const Query& row);            // no, mapping, mapping_hash … certificate

}  // namespace parley::store
