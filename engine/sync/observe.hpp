// Observe: reads both sides until the state knows everything up to now: the first time a scan by id and then
// the changes since its start, later the changes alone. Left and right overlap; when it returns, both are
// done: that is the barrier. Memory is one page a side. Restarted after a kill, it goes on at its cursors.
#pragma once

#include <functional>

#include "engine/sync/ingest.hpp"

namespace parley::sync {

struct SideSeen {
  std::uint64_t records = 0;
  std::uint64_t changed = 0;
  std::uint64_t old_news = 0;
  bool scan_complete = false;  // proven: last page, count, no error swallowed
  std::string certificate;
};

struct ObserveOptions {
  Sides<core::Instant> clocks;  // the remote times when the run began
  bool full = false;            // compare every record again
  std::function<void(Side, const SideSeen&)> progress = {};
};

core::Result<Sides<SideSeen>> observe(const Setting& setting, const ObserveOptions& options);

// Reads these records by id, so that each of them has an inbox row with its image.
core::Result<Ingested> read_by_id(const Setting& setting, Side side, std::span<const connector::RecordId> ids,
                                  IngestOptions options);

}  // namespace parley::sync
