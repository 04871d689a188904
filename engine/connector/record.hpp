// What a connector reads: records in pages, with everything the engine must know before it may believe them.
// Names of objects and fields are the schema's (stdlib/schemas/<system>.yaml); ids, markers and versions are
// the remote system's own texts. Pages borrow: see Page.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "stdlib/core/clock.hpp"
#include "stdlib/core/id.hpp"
#include "stdlib/schema/schema.hpp"

namespace parley::connector {

using ObjectName = core::Id<struct ObjectNameTag, std::string>;  // "contacts", "customer"
using FieldName =
    core::Id<struct FieldNameTag, std::string>;  // the schema's field name: "email", "companyName"
using RecordId = core::Id<struct RecordIdTag, std::string>;  // the remote id, as text
using Marker = core::Id<struct MarkerTag, std::string>;  // our own key in a field of our own: 32 hex digits

// The fields a caller wants or may not see. Order is kept, nothing stands twice.
struct FieldSet {
  std::vector<FieldName> names;
  friend bool operator==(const FieldSet&, const FieldSet&) = default;
};

// Which state of a record an observation shows. `token` is equal exactly where the record is unchanged as far
// as the system tells (a modified stamp, an etag). Without a version: nullopt, and the engine compares
// values.
struct Version {
  std::string token;
  std::optional<core::Instant> modified;  // the remote clock's
  friend bool operator==(const Version&, const Version&) = default;
};

enum class Life {
  live,
  archived,   // restorable; positively known
  deleted,    // positively known: a tombstone or a deleted flag
  invisible,  // asked by id and not shown: deleted, never there, or hidden from us; proves no delete
};

// Whether list-valued fields of the record are whole. A list that is not complete is absent for the merge.
enum class ListsComplete { none_asked, complete, partial };

// index: from a search index or query that may lag behind writes. authoritative: what a read by id would give
// now.
enum class Strength { index, authoritative };

struct Item {
  RecordId id;                    // the id now; of a merged record the survivor's
  std::vector<RecordId> aliases;  // ids merged or converted into `id`, the asked one among them
  std::optional<Version> version;
  Life life = Life::live;
  std::optional<Marker> marker;  // the value of the marker field, where it was read
  std::string_view json;  // one JSON object, the schema's record form; empty where life has nothing to show
  ListsComplete lists = ListsComplete::none_asked;
};

// Where to go on. Opaque, printable, at most a few hundred bytes; empty means from the start. Only the
// connector that made it reads it, and it refuses one that it does not understand (Fault::Kind::bad_cursor).
struct Cursor {
  std::string text;
  bool empty() const { return text.empty(); }
  friend bool operator==(const Cursor&, const Cursor&) = default;
};

// Proof that a scan saw every record: it stands on the last page only, and only if every page was read
// without an error. Deletes may be inferred only when `complete()`. `counted` is a count taken from the
// system in the same operation; no value where the system has no way to count.
struct Certificate {
  std::uint64_t seen = 0;  // distinct live ids delivered since the scan's first page, over resumptions
  std::optional<std::uint64_t> counted;  // what the system says there are
  bool complete() const { return counted && *counted <= seen; }
};

// A page of records. `items`, and every string_view in them, belong to the operation and are valid until its
// next call of next() or its destruction; the rest is the caller's.
struct Page {
  ObjectName object;
  FieldSet asked;       // echo of the call, marker field not included
  FieldSet unreadable;  // asked for and refused or unknown to the system: "absent" for the merge, never null
  // What a field means that was asked for, is readable and has no key in an item's json.
  schema::Missing missing = schema::Missing::unknown;
  Strength strength = Strength::index;
  std::span<const Item> items;  // an id may come again on later pages: de-duplicate on (id, version)
  Cursor next;                  // commit it together with the items; a restart with it loses nothing
  std::optional<Certificate> complete;
};

// One earlier value of one field, newest first within a field.
struct PastValue {
  RecordId id;
  FieldName field;
  std::optional<std::string> value;  // the wire text; nullopt where the field was blank
  core::Instant at;
  std::string author;  // "INTEGRATION 12345", "CRM_UI userId:45678"; empty where the system does not say
  bool ours = false;   // the author is the identity this connector works as
};

// A set of records kept by the remote system: a list's members, the partners of one record.
struct SetRef {
  ObjectName object;              // of the members
  std::string set;                // list id; or the label of the association
  std::optional<RecordId> owner;  // for associations: whose partners
};

struct Members {
  SetRef set;
  std::vector<RecordId> records;
  Cursor next;
  bool complete = false;  // the last page of a read without an error
};

// One choice of a picklist or reference field.
struct Option {
  std::string value;
  std::string label;
  bool active = true;
};

}  // namespace parley::connector
