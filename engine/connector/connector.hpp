// Connector: what one remote system can do, as a factory of operations (operation.hpp). Implementations: one
// folder a system. A connector keeps settings only, no state of a conversation: any number of operations may
// run side by side. What a system lacks is said in capabilities(), and the call answers Fault{unsupported};
// the contract suite in tests/contract/connector runs on every one. Paging loops, batching by the system's
// limits and the meaning of each answer live here; authorization, retry, pacing live once, around operations.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/connector/operation.hpp"
#include "engine/connector/record.hpp"
#include "engine/connector/write.hpp"
#include "engine/http/message.hpp"
#include "stdlib/schema/schema.hpp"

namespace parley::connector {

// What creation can promise (design/ports.md). A: idempotent create by a key of ours. B: such a key can be
// searched, after the index lag. C: neither.
enum class Tier { a, b, c };

// How far the system allows us to write an object at all.
enum class Ceiling { read_only, update_only, full };

struct Capabilities {
  Tier tier = Tier::c;
  Ceiling ceiling = Ceiling::read_only;
  bool conditional_writes = false;
  bool history = false;            // history() names authors and times
  bool per_item_results = false;   // a batch with one bad row lands the others
  bool archived_readable = false;  // find_marker and get see archived records
  bool scan = false, changes = false, get = false, find = false, find_marker = false;
  bool members = false, options = false, write = false, restore = false, associate = false, file = false,
       jobs = false;
  core::Duration
      index_lag;  // how far changes() and find() may lag; changes() re-reads this far behind itself
  core::Duration version_grain;  // stamps closer than this may be equal for different states
  std::size_t read_batch = 1;    // ids per request of get(), find(), find_marker()
  std::size_t write_batch = 1;   // intents per request of write()
  std::size_t page_size = 1;
  std::size_t parallel_max = 1;  // requests open at one time, for the whole account
  schema::Missing missing = schema::Missing::unknown;
  FieldName marker;  // the field that carries our key: "parley_key", "externalId"
};

// A link between two records to be made or removed.
struct Association {
  IntentId intent;
  ObjectName from_object, to_object;
  RecordId from, to;
  std::string label;
  bool remove = false;
};

struct FileRequest {
  IntentId intent;
  ObjectName object;
  RecordId record;
  std::string name;
};

// What a choice depends on: the values of other fields of the record.
struct Context {
  std::string_view json;
};

struct Connector {
  virtual ~Connector() = default;

  virtual std::string_view system() const = 0;  // "hubspot"; also the schema's name
  virtual Capabilities capabilities(const ObjectName& object) const = 0;

  // The cursor from which changes() sees everything modified at or after `start`, a remote time.
  virtual Cursor changes_from(const ObjectName& object, core::Instant start) const = 0;

  // → Account, Done.
  virtual Op identity() = 0;
  // → Schema, Done.
  virtual Op describe(const ObjectName& object) = 0;

  // Every live record by ascending id, resumable at each Page::next → Page..., Done. At least one page; the
  // last one carries the certificate. A finished scan's last cursor, given again, answers with an empty
  // certified page.
  virtual Op scan(const ObjectName& object, const FieldSet& fields, const Cursor& cursor) = 0;

  // Records modified between the cursor and `until` (both remote times, until included as far as the grain
  // allows) → Page..., Done. The last Page::next starts the following call and already reads behind itself by
  // the index lag, so records come again: de-duplicate on (id, version). An empty cursor is refused: use
  // changes_from(). Archived and deleted records come only where the system tells of them.
  virtual Op changes(const ObjectName& object, const FieldSet& fields, const Cursor& cursor,
                     core::Instant until) = 0;

  // Each id asked is answered by exactly one item, under its own id or among the aliases → Page..., Done.
  // The ids are copied. Strength::authoritative.
  virtual Op get(const ObjectName& object, const FieldSet& fields, std::span<const RecordId> ids) = 0;

  // Records whose `field` holds one of the wire texts `values` → Page..., Done. Exact equality of the system,
  // which may ignore case: compare again. Values without a record have no item; a value may have several.
  virtual Op find(const ObjectName& object, const FieldSet& fields, const FieldName& field,
                  std::span<const std::string> values) = 0;

  // Records that carry one of our markers, archived ones too → Page..., Done. Item::marker is set.
  // Read-your-writes: never answered from a lagging index where the tier is A.
  virtual Op find_marker(const ObjectName& object, const FieldSet& fields,
                         std::span<const Marker> markers) = 0;

  // → Members..., Done.
  virtual Op members(const SetRef& set, const Cursor& cursor) = 0;
  // → Options, Done.
  virtual Op options(const ObjectName& object, const FieldName& field, const Context& context) = 0;
  // Values since `since`, the one that held then included → Histories..., Done.
  virtual Op history(const ObjectName& object, const FieldSet& fields, std::span<const RecordId> ids,
                     core::Instant since) = 0;

  // → (JobStarted | Outcomes)..., Done. See Outcomes: every intent is answered, also when the operation
  // faults. `writes` is copied, but not the bodies they borrow.
  virtual Op write(const ObjectName& object, std::span<const Write> writes) = 0;
  // → Outcomes..., Done.
  virtual Op associate(std::span<const Association> associations) = 0;
  virtual Op file(const FileRequest& request) = 0;
  // Goes on with a bulk job of an earlier process.
  virtual Op resume(const JobId& job) = 0;

  // Reads rate headers and refusals of any answer of this system. Pure.
  virtual http::Budget learn(const http::Response& response) const = 0;
};

}  // namespace parley::connector
