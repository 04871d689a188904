// Types as schemas write them: "text(40, utf16)", "decimal(12,2)", "ref<netsuite.subsidiary>".
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "stdlib/schema/schema.hpp"

namespace parley::schema {

// The error says what is wrong, without its place. list, set and enum come without their elements.
std::expected<Type, std::string> parse_type(std::string_view text);
std::expected<Wire, std::string> parse_wire(std::string_view text);
std::string_view wire_name(Wire wire);

}  // namespace parley::schema
