#include "compiler/check/types.hpp"

#include <algorithm>
#include <array>
#include <memory>

namespace parley::check {

namespace {

constexpr std::size_t kind_count = static_cast<std::size_t>(TypeKind::null) + 1;

std::array<Type, kind_count> make_plain() {
  std::array<Type, kind_count> all;
  for (std::size_t i = 0; i < kind_count; ++i) all[i].kind = static_cast<TypeKind>(i);
  return all;
}

}  // namespace

const Type& plain(TypeKind kind) {
  static const std::array<Type, kind_count> all = make_plain();
  return all[static_cast<std::size_t>(kind)];
}

const Type* Types::add(Type type) {
  return &owned_.emplace_back(std::move(type));
}

const Type* Types::list_of(const Type& element) {
  Type list;
  list.kind = TypeKind::list;
  list.element = std::make_shared<const Type>(element);
  return add(std::move(list));
}

const Type* Types::map_of(const Type& key, const Type& element) {
  Type map;
  map.kind = TypeKind::map;
  map.key = std::make_shared<const Type>(key);
  map.element = std::make_shared<const Type>(element);
  return add(std::move(map));
}

bool is_number(const Type& type) {
  return type.kind == TypeKind::integer || is_decimal(type);
}

bool is_decimal(const Type& type) {
  return type.kind == TypeKind::decimal || type.kind == TypeKind::money;
}

bool is_textual(const Type& type) {
  return type.kind == TypeKind::text || type.kind == TypeKind::enumeration || type.kind == TypeKind::id ||
         type.kind == TypeKind::reference;
}

bool is_ordered(const Type& type) {
  switch (type.kind) {
    case TypeKind::text:
    case TypeKind::boolean:
    case TypeKind::integer:
    case TypeKind::decimal:
    case TypeKind::money:
    case TypeKind::date:
    case TypeKind::time:
    case TypeKind::datetime:
    case TypeKind::instant:
    case TypeKind::duration:
      return true;
    case TypeKind::enumeration:
    case TypeKind::list:
    case TypeKind::set:
    case TypeKind::map:
    case TypeKind::object:
    case TypeKind::reference:
    case TypeKind::id:
    case TypeKind::null:
      return false;
  }
  return false;
}

bool is_sequence(const Type& type) {
  return type.kind == TypeKind::list || type.kind == TypeKind::set;
}

bool is_empty_list(const Type& type) {
  return is_sequence(type) && type.element->kind == TypeKind::null;
}

bool same_picklist(const Type& a, const Type& b) {
  if (&a == &b) return true;
  return std::equal(a.picklist.begin(), a.picklist.end(), b.picklist.begin(), b.picklist.end(),
                    [](const auto& x, const auto& y) { return x.value == y.value; });
}

bool alike(const Type& a, const Type& b) {
  if (&a == &b) return true;
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case TypeKind::enumeration:
      return same_picklist(a, b);
    case TypeKind::reference:
    case TypeKind::id:
      return a.target == b.target;
    case TypeKind::list:
    case TypeKind::set:
      return alike(*a.element, *b.element);
    case TypeKind::map:
      return alike(*a.key, *b.key) && alike(*a.element, *b.element);
    case TypeKind::object:
      return schema::same_kind(a, b);
    default:
      return true;
  }
}

std::optional<std::string> picklist_value(const Type& type, const std::string& word) {
  for (const schema::PicklistValue& value : type.picklist)
    if (value.value == word) return value.value;
  for (const schema::PicklistValue& value : type.picklist)
    if (value.label == word) return value.value;
  return std::nullopt;
}

std::string describe(const Type& type) {
  if (type.kind != TypeKind::enumeration || type.picklist.empty()) return schema::to_text(type);
  std::string text = "enum of ";
  const std::size_t shown = std::min<std::size_t>(3, type.picklist.size());
  for (std::size_t i = 0; i < shown; ++i) text += (i > 0 ? ", \"" : "\"") + type.picklist[i].value + "\"";
  if (shown < type.picklist.size()) text += ", …";
  return text;
}

}  // namespace parley::check
