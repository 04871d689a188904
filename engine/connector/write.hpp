// What a connector writes, and the one answer each intent gets.
// The caller has made every intent durable before it hands it over (design: journal first, then the wire).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/connector/record.hpp"

namespace parley::connector {

using IntentId =
    core::Id<struct IntentTag, std::uint64_t>;  // journal number; unique within one call of write()

// archive can be undone in the system; remove is its delete, which some systems can undo for a while.
enum class WriteKind { create, update, archive, remove, restore, convert, action };

// At most one write to a record in one call. `body` is the JSON object of the mapping, in the schema's record
// form, with only the fields to be written (HubSpot: {"properties":{...}}, NetSuite: {"email":...}). It is
// borrowed until the operation is destroyed.
struct Write {
  IntentId intent;
  WriteKind kind = WriteKind::update;
  RecordId id;                        // update, archive, remove, restore, convert; empty for create
  Marker marker;                      // create: required where the tier is A
  std::optional<Version> if_version;  // ignored unless Capabilities::conditional_writes
  std::string_view body;
};

enum class Settled {
  applied,   // the system acknowledged it
  existed,   // nothing written: a record with one of its unique values is there; `id` where the system names
             // it
  stale,     // nothing written: if_version no longer holds
  rejected,  // nothing written: `category` and `words` say why
  merged,    // the target lives on under another id: `id`; nothing is known to be written, read it first
  gone,      // nothing written: the target is not there any more
  unknown,   // may or may not have been applied: read by marker (create) or by id before anything else
};

// Why a write was rejected; decides the retry policy and the remedy that is shown.
enum class Category {
  none,
  association,
  duplicate,
  permission,
  value,
  picklist,
  validation,
  limit,
  gone,
  other
};

struct Outcome {
  IntentId intent;
  Settled how = Settled::unknown;
  RecordId id = {};                       // of the record written or found; may be empty where not named
  std::optional<Version> version = {};    // after the write, where the answer carries it
  std::optional<std::string> after = {};  // the record's JSON, only from the write's own answer
  Category category = Category::none;
  std::string words = {};                       // the system's own words, for people
  std::string field = {};                       // the field the system blames; may be empty
  std::optional<core::Duration> retry_in = {};  // the cause can pass by itself; not before this
};

}  // namespace parley::connector
