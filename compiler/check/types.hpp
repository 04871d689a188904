// The types of expressions: where they live, which are alike, and which steps between them are written for
// the author: an int widens to decimal, an enum or id reads as text, money as decimal.
#pragma once

#include <deque>
#include <optional>
#include <string>

#include "stdlib/schema/type.hpp"

namespace parley::check {

using schema::Type;
using schema::TypeKind;

// The plain type of a kind: text without limit, decimal without scale. Never list, set, map, object.
const Type& plain(TypeKind kind);

// Makes types that no schema owns. Addresses are stable as long as the deque lives.
class Types {
 public:
  explicit Types(std::deque<Type>& owned) : owned_(owned) {}

  const Type* add(Type type);
  const Type* list_of(const Type& element);
  const Type* map_of(const Type& key, const Type& element);

 private:
  std::deque<Type>& owned_;
};

bool is_number(const Type& type);    // int, decimal, money
bool is_decimal(const Type& type);   // decimal, money
bool is_textual(const Type& type);   // text, enum, id, ref: the same bytes
bool is_ordered(const Type& type);   // < has a meaning
bool is_sequence(const Type& type);  // list, set
bool is_empty_list(const Type& type);

// Values of the two may stand for each other as they are: same kinds, same picklists, same targets.
bool alike(const Type& a, const Type& b);
// The picklists hold the same values.
bool same_picklist(const Type& a, const Type& b);

// The value of a picklist that this word names, by value first, then by label.
std::optional<std::string> picklist_value(const Type& type, const std::string& word);

// For messages: "enum" names its first values where that helps, the rest is schema::to_text.
std::string describe(const Type& type);

}  // namespace parley::check
