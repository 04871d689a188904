// The values of literals. What cannot be read is reported (P007) and read as far as it goes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "compiler/parse/context.hpp"

namespace parley::parse {

// A text or quoted name: without quotes, escapes resolved.
std::string decode_text(const Context& context, const Node& node);

// Decimal or 0x; with `negative`, the minus sign stands before the node.
std::optional<std::int64_t> decode_integer(const Context& context, const Node& node, bool negative);

}  // namespace parley::parse
