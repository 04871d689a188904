// What an author may have meant: the nearest of some names.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "stdlib/schema/schema.hpp"

namespace parley::resolve {

// The candidate with the smallest edit distance, case apart; nothing where none is near (a third of the
// word's letters, at least one, may differ). Of equally near ones the first.
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates);

// The same among the fields of an object, by name, by its last part, and by label. Of equally near ones, one
// of the wanted kind is preferred.
std::optional<std::string> nearest_field(std::string_view word, const schema::Object& object,
                                         std::optional<schema::TypeKind> wanted);

}  // namespace parley::resolve
