// Defaults: what a system put by itself into a record that we created.
#pragma once

#include "engine/sync/decision.hpp"
#include "engine/sync/setting.hpp"

namespace parley::sync {

// The created record has been read: fields that the creation did not send, and that hold the default which
// the schema names, settle as they stand. Any other value may be somebody's edit, and is merged.
core::Result<void> adopt_defaults(const Setting& setting, const Decision& created, store::Batch& batch);

}  // namespace parley::sync
