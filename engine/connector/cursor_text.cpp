#include "engine/connector/cursor_text.hpp"

#include <fmt/format.h>

namespace parley::connector {

Cursor write_cursor(const StreamKey& key, value::Json place) {
  value::Json cursor = value::Json::object();
  cursor["system"] = key.system;
  cursor["stream"] = key.stream;
  cursor["object"] = key.object;
  cursor["place"] = std::move(place);
  return {value::write_json(cursor)};
}

std::expected<value::Json, Fault> read_cursor(const StreamKey& key, const Cursor& cursor) {
  const auto refused = [&](std::string_view why) {
    return std::unexpected(
        Fault{Fault::Kind::bad_cursor,
              fmt::format("{}: cursor for {} of {}: {}", key.system, key.stream, key.object, why),
              {}});
  };
  if (cursor.text.size() > cursor_bytes_max) return refused("longer than any of ours");
  auto json = value::parse_json(cursor.text);
  if (!json || !json->is_object()) return refused("not one of ours");
  const auto names = [&](std::string_view member, std::string_view expected) {
    const value::Json* found = json->find(member);
    return found && found->text_or("") == expected;
  };
  if (!names("system", key.system)) return refused("of another system");
  if (!names("stream", key.stream)) return refused("of another stream");
  if (!names("object", key.object)) return refused("of another object");
  value::Json* place = json->find("place");
  if (!place || !place->is_object()) return refused("without a place");
  return std::move(*place);
}

}  // namespace parley::connector
