// What each mutation does to the tables and how each expectation is judged, inside the caller's transaction.
#pragma once

#include <optional>
#include <string>

#include "engine/store/batch.hpp"
#include "engine/store/sqlite/database.hpp"
#include "engine/store/store.hpp"
#include "stdlib/core/result.hpp"

namespace parley::store {

// Nothing: done. A refusal: the mutation contradicts the state (a claim that is held, a side already linked).
core::Result<std::optional<Refusal>> apply(Database& database, const Mutation& mutation);

// Nothing: it holds.
core::Result<std::optional<Refusal>> judge(Database& database, const Expect& expect);

}  // namespace parley::store
