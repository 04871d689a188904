// What a connector reads of an answer's JSON where the API writes an id as a text here and as a number there.
#pragma once

#include <string>

#include "stdlib/value/json.hpp"

namespace parley::connector {

// A text, or a number's digits; empty where there is neither.
inline std::string text_of(const value::Json* json) {
  if (json == nullptr) return {};
  return json->is_number() ? json->digits() : json->text_or("");
}

}  // namespace parley::connector
