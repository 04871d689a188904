#include "stdlib/stream/reader.hpp"

#include "stdlib/core/check.hpp"
#include "stdlib/stream/token.hpp"

namespace parley::stream {

Raw raw_of(const value::Json& json) {
  if (json.is_null()) return {Kind::null, {}};
  if (json.is_bool()) return {Kind::boolean, json.boolean() ? "true" : "false"};
  if (json.is_number()) return {Kind::number, json.digits()};
  if (json.is_text()) return {Kind::text, json.text()};
  return {json.is_array() ? Kind::array : Kind::object, value::write_json(json)};
}

Raw raw_of(const Slot& slot, std::string_view bytes) {
  ENSURE(slot.start + slot.length <= bytes.size(), "a slot outside its bytes");
  Raw raw{slot.kind, {}};
  std::string_view text = bytes.substr(slot.start, slot.length);
  if (slot.has_escape)
    append_unescaped(raw.text, text);
  else
    raw.text = text;
  return raw;
}

core::Result<std::vector<Raw>> read_record(std::string_view record, const std::vector<WantedPath>& wanted,
                                           std::size_t slot_count) {
  value::Json json = TRY(value::parse_json(record));
  if (!json.is_object()) return core::fail(core::ErrorKind::input, "is not a JSON object");
  std::vector<Raw> slots(slot_count);
  for (const WantedPath& path : wanted)
    if (const value::Json* found = json.at_path(path.path)) slots[path.slot] = raw_of(*found);
  return slots;
}

}  // namespace parley::stream
