// The text of cursors: one JSON object that names its system, stream and object, so that a cursor of another
// stream is refused instead of misread. Pure.
#pragma once

#include <expected>
#include <string_view>

#include "engine/connector/operation.hpp"
#include "stdlib/value/json.hpp"

namespace parley::connector {

struct StreamKey {
  std::string_view system;
  std::string_view stream;  // "scan", "changes", ...
  std::string_view object;
};

constexpr std::size_t cursor_bytes_max = 1'024;

Cursor write_cursor(const StreamKey& key, value::Json place);
// The `place` given to write_cursor. Fault::Kind::bad_cursor where the text is none, or of another stream.
std::expected<value::Json, Fault> read_cursor(const StreamKey& key, const Cursor& cursor);

}  // namespace parley::connector
