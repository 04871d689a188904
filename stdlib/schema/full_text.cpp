#include "stdlib/schema/full_text.hpp"

#include <fmt/format.h>

#include <iterator>

namespace parley::schema {

void append_full_text(std::string& out, const Type& type) {
  fmt::format_to(std::back_inserter(out), "{} {} {} {} {} {}", to_text(type), type.length_max,
                 static_cast<int>(type.length_unit), type.precision, type.scale, type.restricted);
  for (const PicklistValue& choice : type.picklist)
    fmt::format_to(std::back_inserter(out), " {}:{}", choice.value.size(), choice.value);
  for (const auto* inner : {type.element.get(), type.key.get()}) {
    if (inner == nullptr) continue;
    out += " of ";
    append_full_text(out, *inner);
  }
  for (const Member& member : type.members) {
    fmt::format_to(std::back_inserter(out), " {} ", member.name);
    append_full_text(out, *member.type);
  }
}

}  // namespace parley::schema
