// Writes one record a request: creates as PUT by external id, updates as PATCH. Each outcome is given as soon
// as its answer is there.
#pragma once

#include <vector>

#include "engine/connector/netsuite/netsuite.hpp"
#include "engine/connector/script.hpp"

namespace parley::netsuite {

connector::Script write_records(Settings settings, connector::ObjectName object,
                                std::vector<connector::Write> writes);

}  // namespace parley::netsuite
