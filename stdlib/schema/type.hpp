// Type: the types of fields and expressions, as data. Immutable once made.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace parley::schema {

enum class TypeKind : std::uint8_t {
  text,
  boolean,
  integer,  // 64 bit
  decimal,  // at most 38 digits
  money,    // a decimal with a currency beside it
  date,
  time,
  datetime,  // civil
  instant,
  duration,     // expressions only
  enumeration,  // one value of a picklist
  list,
  set,        // order and repetition mean nothing
  map,        // expressions only
  object,     // nested record
  reference,  // an id of another object's record
  id,         // the record's own id
  null,       // the literal null
};

enum class LengthUnit : std::uint8_t { codepoints, utf16, bytes };

// One value of a picklist: what the wire carries, and what people see.
struct PicklistValue {
  std::string value;
  std::string label;
  bool active = true;
};

struct Type;

struct Member {
  std::string name;
  std::shared_ptr<const Type> type;  // shared by every copy of the type that holds it
};

struct Type {
  TypeKind kind = TypeKind::text;

  std::uint32_t length_max = 0;  // text: 0 is unlimited
  LengthUnit length_unit = LengthUnit::codepoints;
  std::uint8_t precision = 38;          // decimal, money: digits in all
  std::uint8_t scale = 38;              // decimal, money: digits behind the point; 38 is unlimited
  std::vector<PicklistValue> picklist;  // enumeration
  bool restricted = true;               // enumeration: the system refuses other values
  std::shared_ptr<const Type> element;  // list, set; map: of the values
  std::shared_ptr<const Type> key;      // map
  std::vector<Member> members;          // object
  std::string target;                   // reference: "netsuite.subsidiary"; id: the system
};

// "text(40)", "decimal(12,2)", "enum", "list<int>", "ref<netsuite.subsidiary>": as schemas and messages write
// them.
std::string to_text(const Type& type);
// The same kind, and the same kinds inside; lengths and picklists apart.
bool same_kind(const Type& a, const Type& b);

}  // namespace parley::schema
