// Writes in batches: creates as upserts by our marker, updates by id, archives. Every input carries its
// intent as objectWriteTraceId, so that one bad row does not fail the batch and errors name their row.
#pragma once

#include <vector>

#include "engine/connector/hubspot/hubspot.hpp"
#include "engine/connector/script.hpp"

namespace parley::hubspot {

connector::Script write_records(Settings settings, connector::ObjectName object,
                                std::vector<connector::Write> writes);

}  // namespace parley::hubspot
