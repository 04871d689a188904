#include "stdlib/schema/schema.hpp"

#include <algorithm>

namespace parley::schema {

const Field* Object::find(std::string_view field_name) const {
  auto found = std::ranges::find(fields, field_name, &Field::name);
  return found == fields.end() ? nullptr : &*found;
}

const Object* System::find(std::string_view object_name) const {
  auto found = std::ranges::find(objects, object_name, &Object::name);
  return found == objects.end() ? nullptr : &*found;
}

}  // namespace parley::schema
