// State: what is known of a field, after design rule "null, blank, absent and unreadable are four different
// things".
#pragma once

#include <cstdint>

namespace parley::value {

enum class State : std::uint8_t {
  value,       // a value of the field's type
  null,        // the system says: none
  blank,       // stored empty text
  absent,      // not in this page: unknown
  unreadable,  // no permission: unknown
  invalid,     // stored bytes that the field's type cannot hold; a failure of this field alone
};

// No value: null or blank.
constexpr bool is_none(State s) {
  return s == State::null || s == State::blank;
}
// Unknown: absent or unreadable. Never laundered into a default, never written.
constexpr bool is_unknown(State s) {
  return s == State::absent || s == State::unreadable;
}

}  // namespace parley::value
