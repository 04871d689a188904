// Between a field's bytes on the wire and its typed value. Decoding never fails as a whole: bytes that the
// type cannot hold give state invalid with the bytes as they stand. All functions are pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "stdlib/schema/schema.hpp"
#include "stdlib/stream/reader.hpp"
#include "stdlib/value/value.hpp"

namespace parley::stream {

value::Value decode(const Raw& raw, const schema::Type& type, schema::Wire wire);
// An absent slot reads as null where the object's schema says so.
value::Value decode(const Raw& raw, const schema::Field& field, schema::Missing missing);

// Appends the JSON that the system expects for the value; null where it has none.
void encode(std::string& out, const value::Value& v, const schema::Type& type, schema::Wire wire);

// Whether the picklist has the value, or need not have it.
bool is_listed(const schema::Type& type, std::string_view text);

// The id of a reference in its usual form, `{"id":"17"…`, without escapes; nothing where the value has to
// say.
std::optional<std::string_view> usual_id(std::string_view reference);

// The value whose canonical bytes these are; invalid where there is none of that type.
value::Value from_canonical(const schema::Type& type, std::string_view bytes);

}  // namespace parley::stream
