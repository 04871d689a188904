// The Date header of an answer (RFC 9110 §5.6.7, the fixed form): the remote clock where a system has no
// other.
#pragma once

#include <optional>
#include <string_view>

#include "engine/http/message.hpp"
#include "stdlib/core/clock.hpp"

namespace parley::connector {

// "Sun, 06 Nov 1994 08:49:37 GMT". Nothing where the text is anything else.
std::optional<core::Instant> parse_http_date(std::string_view text);
std::optional<core::Instant> clock_of(const http::ResponseHead& head);

}  // namespace parley::connector
