// The part of protobuf's text format that CEL's conformance files use: messages of fields, strings with C
// escapes that stand side by side, numbers and words, comments. Owns its tree; reads one text at a time.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "stdlib/core/result.hpp"

namespace parley::conformance {

struct Message;

struct Field {
  std::string name;   // "[type.googleapis.com/…]" for an extension
  std::string value;  // a string's bytes, or the number or word as written; empty for a message
  bool is_string = false;
  std::vector<Message> message;  // one, or none
};

struct Message {
  std::vector<Field> fields;

  // The first field of that name; null where there is none.
  const Field* find(std::string_view name) const;
  // Its value; empty where there is none.
  std::string_view text(std::string_view name) const;
  // Its message; null where there is none.
  const Message* part(std::string_view name) const;
};

// The error names the line.
core::Result<Message> read_textproto(std::string_view text);

}  // namespace parley::conformance
