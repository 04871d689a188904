// Full text: all of a type that decides how bytes are read and what code does with them, lengths and
// picklists too. For hashes and cache keys: types of the same full text are treated alike. Pure.
#pragma once

#include <string>

#include "stdlib/schema/type.hpp"

namespace parley::schema {

void append_full_text(std::string& out, const Type& type);

}  // namespace parley::schema
