// Value and Sides: field values that the engine owns, and pairs of things, one a side. The engine's values
// are canonical bytes with a state (abi::Operand); these outlive the page that they were read from. Plain
// data.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/store/store.hpp"
#include "stdlib/abi/program.hpp"

namespace parley::sync {

using abi::Direction;
using abi::Side;

struct Value {
  value::State state = value::State::absent;
  std::string bytes;

  static Value null() { return {value::State::null, {}}; }
  static Value of(std::string bytes) { return {value::State::value, std::move(bytes)}; }
  static Value from(const abi::Operand& operand) { return {operand.state, std::string(operand.bytes)}; }
  abi::Operand view() const { return {state, bytes}; }

  friend bool operator==(const Value&, const Value&) = default;
};

using Values = std::vector<Value>;  // an image (by FieldNo), or a rule's components

// A rule's components, out of an image.
inline Values components(const std::vector<abi::FieldNo>& fields, const Values& image) {
  Values values;
  for (const abi::FieldNo field : fields) values.push_back(image[field.value]);
  return values;
}

// Views of `values`, valid as long as they are neither moved nor changed.
inline std::vector<abi::Operand> views(const Values& values) {
  std::vector<abi::Operand> operands;
  operands.reserve(values.size());
  for (const Value& value : values) operands.push_back(value.view());
  return operands;
}

inline Values owned(std::span<const abi::Operand> operands) {
  Values values;
  values.reserve(operands.size());
  for (const abi::Operand& operand : operands) values.push_back(Value::from(operand));
  return values;
}

template <class T>
struct Sides {
  T left{};
  T right{};

  T& at(Side side) { return side == Side::left ? left : right; }
  const T& at(Side side) const { return side == Side::left ? left : right; }
  friend bool operator==(const Sides&, const Sides&) = default;
};

inline constexpr Side both_sides[] = {Side::left, Side::right};

constexpr Direction towards(Side side) {
  return side == Side::right ? Direction::to_right : Direction::to_left;
}
constexpr const char* side_word(Side side) {
  return side == Side::left ? "left" : "right";
}
constexpr store::Side stored(Side side) {
  return side == Side::left ? store::Side::left : store::Side::right;
}

}  // namespace parley::sync
