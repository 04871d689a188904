// How a library function's body is called: the contract between stdlib/functions, the interpreter and
// generated code.
//
// A typed body is a C++ function with C linkage
//     std::int64_t parley_trim(CallContext& context, Text x, char* out)
//     std::int64_t parley_round(CallContext& context, const Decimal& x, std::int64_t scale, std::int32_t
//     mode, Decimal* out)
// Parameters, by the language's type:
//     text, enum, id, ref   Text (two registers)        bool      bool
//     int                   std::int64_t                decimal   const Decimal&
//     date                  Date                        time      TimeOfDay
//     datetime              DateTime                    instant   core::Instant       duration core::Duration
//     mode word             std::int32_t, the word's index in the parameter's list of words (as a Value: that int)
//     list<text>            TextList
// Results go through the last parameter: text into `char* out`, which has room for the descriptor's growth
// bound; anything else into a pointer to its type. The returned number is a Call: the length of a text,
// `done` for other types, `none` for ∅, or a negative error.
//
// A body is compiled twice, natively and to bitcode, so it uses no intrinsics, no target attributes, no
// exceptions and no allocation; what needs more (ICU, phone numbers, RE2) is reached through a symbol of the
// native side, or has a value body (descriptor.hpp), which only the interpreter runs.
#pragma once

#include <cstdint>
#include <string_view>

#include "stdlib/core/clock.hpp"
#include "stdlib/value/state.hpp"

namespace parley::abi {

struct Text {
  const char* bytes = nullptr;
  std::uint64_t length = 0;

  constexpr Text() = default;
  constexpr Text(const char* b, std::uint64_t n) : bytes(b), length(n) {}
  constexpr Text(std::string_view view) : bytes(view.data()), length(view.size()) {}
  constexpr std::string_view view() const { return {bytes, length}; }
};

// One element of a list of texts; `text` is meaningful where state is value or blank.
struct TextItem {
  Text text;
  value::State state;
};

struct TextList {
  const TextItem* items;
  std::uint64_t count;
};

// What every call may ask of its surroundings.
struct CallContext {
  core::Instant now;  // one instant for a whole run
};

// The returned number of a typed body.
namespace call {
constexpr std::int64_t done = 0;
constexpr std::int64_t none = INT64_MIN;  // the result is ∅ (null)
// The error with this index in the descriptor's list of errors.
constexpr std::int64_t error(int index) {
  return -1 - static_cast<std::int64_t>(index);
}
constexpr bool is_error(std::int64_t returned) {
  return returned < 0 && returned != none;
}
constexpr int error_index(std::int64_t returned) {
  return static_cast<int>(-1 - returned);
}
}  // namespace call

}  // namespace parley::abi
