// What one attempt means: an answer for the connector, or a reason to try again. Pure; the waiting is
// Channel's.
#pragma once

#include <optional>

#include "engine/http/message.hpp"
#include "stdlib/core/clock.hpp"

namespace parley::http {

enum class Verdict {
  answer,     // hand it on, whatever its status
  again,      // try again after a growing delay
  throttled,  // refused for its rate, surely without effect: the whole account pauses, then try again
};

Verdict judge(const Request& request, const Answer& answer);

// A 2xx that cannot be what the request expects (an HTML page, nothing, JSON that was cut) becomes
// Unanswered; everything else stays as it is.
Answer checked(const Request& request, Answer answer);

// Retry-After in seconds. A date is not read: the growing delay stands in for it.
std::optional<core::Duration> retry_after(const ResponseHead& head);

// One whole JSON text as far as its brackets and quotes tell; no full parse.
bool is_closed_json(std::string_view text);

}  // namespace parley::http
