// Value: one typed value with its state, as the interpreter, tests and reports hold it. Compiled code and
// pages of records never hold Values; they hold slots and canonical bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "stdlib/core/clock.hpp"
#include "stdlib/value/decimal.hpp"
#include "stdlib/value/state.hpp"
#include "stdlib/value/time.hpp"

namespace parley::value {

struct Value;
using List = std::vector<Value>;
// Members in the order of their writing; keys unique.
struct Record {
  std::vector<std::pair<std::string, Value>> members;
};
// A map literal's entries, in order; keys unique. Keys are bool, int or text.
struct Map {
  std::vector<std::pair<Value, Value>> entries;
};

struct Value {
  using Payload = std::variant<std::monostate, bool, std::int64_t, Decimal, std::string, Date, TimeOfDay,
                               DateTime, core::Instant, core::Duration, List, Record, Map>;

  State state = State::null;
  Payload payload;  // monostate unless state is value; invalid: the raw text

  static Value of(Payload payload) { return {State::value, std::move(payload)}; }
  static Value none(State state) { return {state, {}}; }

  bool has_value() const { return state == State::value; }
  template <class T>
  const T* as() const {
    return std::get_if<T>(&payload);
  }
};

// Total equality of the language's `==`: ∅ equals ∅, numbers compare as numbers, lists and records member by
// member.
bool equal(const Value& a, const Value& b);

// Canonical bytes: the one text that stands for a typed value in the state store, in keys and in reports.
// Text is itself; numbers, dates and instants are their canonical texts; lists and records are one-line JSON.
std::string canonical(const Value& v);

}  // namespace parley::value
