#include "stdlib/schema/type.hpp"

#include <fmt/format.h>

namespace parley::schema {

namespace {

std::string decimal_text(const char* name, const Type& type) {
  if (type.precision == 38 && type.scale == 38) return name;
  return fmt::format("{}({},{})", name, type.precision, type.scale);
}

std::string text_text(const Type& type) {
  if (type.length_max == 0) return "text";
  if (type.length_unit == LengthUnit::utf16) return fmt::format("text({}, utf16)", type.length_max);
  if (type.length_unit == LengthUnit::bytes) return fmt::format("text({}, bytes)", type.length_max);
  return fmt::format("text({})", type.length_max);
}

}  // namespace

std::string to_text(const Type& type) {
  switch (type.kind) {
    case TypeKind::text:
      return text_text(type);
    case TypeKind::boolean:
      return "bool";
    case TypeKind::integer:
      return "int";
    case TypeKind::decimal:
      return decimal_text("decimal", type);
    case TypeKind::money:
      return decimal_text("money", type);
    case TypeKind::date:
      return "date";
    case TypeKind::time:
      return "time";
    case TypeKind::datetime:
      return "datetime";
    case TypeKind::instant:
      return "instant";
    case TypeKind::duration:
      return "duration";
    case TypeKind::enumeration:
      return "enum";
    case TypeKind::list:
      return fmt::format("list<{}>", to_text(*type.element));
    case TypeKind::set:
      return fmt::format("set<{}>", to_text(*type.element));
    case TypeKind::map:
      return fmt::format("map<{}, {}>", to_text(*type.key), to_text(*type.element));
    case TypeKind::object:
      return "object";
    case TypeKind::reference:
      return fmt::format("ref<{}>", type.target);
    case TypeKind::id:
      return fmt::format("id<{}>", type.target);
    case TypeKind::null:
      return "null";
  }
  return "";
}

bool same_kind(const Type& a, const Type& b) {
  if (a.kind != b.kind) return false;
  if (a.element && b.element && !same_kind(*a.element, *b.element)) return false;
  return !(a.key && b.key) || same_kind(*a.key, *b.key);
}

}  // namespace parley::schema
