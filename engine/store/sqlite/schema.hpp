// The tables of the state, as numbered migrations, and how a file is brought to the newest of them.
#pragma once

#include "engine/store/sqlite/database.hpp"
#include "stdlib/core/result.hpp"

namespace parley::store {

// Makes the tables in an empty file and takes an older format forward, all in one transaction. Refuses files
// that are not ours or of a newer format. True: the file was empty.
core::Result<bool> migrate(Database& database);

}  // namespace parley::store
