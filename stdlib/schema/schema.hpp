// System, Object, Field: what a mapping is checked against. Filled by compiler/schema from YAML (ours under
// stdlib/schemas, a user's own under schemas/); immutable afterwards and borrowed by every later phase.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "stdlib/schema/type.hpp"

namespace parley::schema {

// How a value stands in the record's bytes.
enum class Wire : std::uint8_t {
  json,             // as JSON writes its type: numbers as numbers, booleans as booleans, the rest as text
  text,             // numbers and booleans inside a JSON text: "1500.00", "true"
  epoch_ms,         // an instant as integer milliseconds
  epoch_ms_text,    // the same inside a JSON text
  epoch_s,          // an instant as integer seconds
  midnight_utc_ms,  // a civil date as milliseconds of its midnight in UTC, inside a JSON text
  reference,        // {"id": "…", "refName": "…"}; written as {"id": "…"}
  letter,           // a boolean as "T" or "F"
  semicolons,       // a set inside one text: "a;b;c"
  us_date,          // a date as "11/22/2026"
};

enum class OnCreate : std::uint8_t { optional, required, refused };

// Where and how a query language gives the field, if otherwise than the record does.
struct QueryForm {
  std::string column;
  Wire wire = Wire::json;
};

struct Field {
  std::string name;   // as mappings write it; dots for nested ones: "defaultAddress.city"
  std::string label;  // as people see it
  Type type;
  std::string path;  // dotted place in the record's JSON: "properties.email"
  Wire wire = Wire::json;
  bool nullable = true;
  OnCreate create = OnCreate::optional;
  bool updateable = true;
  bool unique = false;
  bool calculated = false;
  bool personal = false;  // masked in reports that leave the terminal
  bool deprecated = false;
  bool has_history = false;                  // the system tells when this field changed
  std::optional<std::string> default_value;  // what the system puts in on create
  std::optional<QueryForm> query;
  std::string source;      // the page that says so
  std::uint32_t line = 0;  // in the YAML, for messages
};

// What a key that is not in the record's JSON means.
enum class Missing : std::uint8_t { null, unknown };

struct Object {
  std::string system;
  std::string name;
  std::string id_path;                  // where the record's id stands: "id"
  std::optional<std::string> modified;  // the field with the record's modified instant
  std::optional<std::string> marker;    // the field of our own that carries the marker
  Missing missing = Missing::unknown;
  std::vector<Field> fields;  // in the order of the file
  std::string file;           // where it was declared

  const Field* find(std::string_view name) const;
};

struct System {
  std::string name;
  std::vector<Object> objects;

  const Object* find(std::string_view name) const;
};

}  // namespace parley::schema
