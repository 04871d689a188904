// Ingest: what a page of one side changes in the state: newest versions, key hashes, and an inbox row for
// every record that is not as it was last observed; all in one commit with the cursor that brought the page.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/sync/setting.hpp"

namespace parley::sync {

struct IngestOptions {
  store::Cause cause = store::Cause::changed;
  bool every_record = false;  // an inbox row for unchanged records too: rules changed, or partners are asked
  std::vector<store::Mutation> with = {};  // the cursor; owed where a record of the page is still to be read
  // A page without news need not be committed now: its cursor comes back in Ingested::uncommitted.
  bool may_wait = false;
};

struct Ingested {
  std::uint64_t seen = 0;
  std::uint64_t changed = 0;  // inbox rows put
  std::uint64_t old_news = 0;
  std::vector<connector::RecordId> read_by_id;  // an index cannot be believed about these
  std::vector<store::RecordNo> moved;           // not as last observed
  std::vector<store::Mutation> uncommitted;
  std::vector<store::Mutation> owed = {};  // IngestOptions::with, to be committed when those are read
};

// Takes page after page of one side. Keeps the memory of a page, so that records which are as they were cost
// no allocation.
struct Desk;
class Intake {
 public:
  Intake(const Setting& setting, Side side);
  ~Intake();
  core::Result<Ingested> take(const connector::Page& page, IngestOptions options);

 private:
  std::unique_ptr<Desk> desk_;
};

// One page alone.
core::Result<Ingested> ingest(const Setting& setting, Side side, const connector::Page& page,
                              IngestOptions options);

// One JSON record of this side as an image, with its match keys; for the answers of writes.
struct ReadRecord {
  Values image;
  std::vector<store::Key> keys;  // without markers
};
core::Result<ReadRecord> read_record(const Setting& setting, Side side, std::string_view json,
                                     schema::Missing missing);

// The usable keys among what a projection found, by match rule.
std::vector<store::Key> keys_of(store::KeyLane lane, std::span<const abi::Operand> keys);
store::Key marker_key(std::string_view marker);

// What the state keeps of an image. A mapping has its own: the record that one saw is news to the next.
store::Hash observation_hash(store::MappingNo mapping, std::string_view packed_image, store::Life life);

}  // namespace parley::sync
